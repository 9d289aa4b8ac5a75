from django.urls import path

from boxholder.renter_site.views.settings.people import people

urlpatterns = [
    path("", people.index, name="people"),
    path("new/", people.new, name="new_person"),
    path("<int:pk>/role/", people.change_role, name="person_role"),
    path("<int:pk>/removal/", people.remove, name="remove_person"),
    path("<int:pk>/invitation/", people.invite, name="invite_person"),
]
