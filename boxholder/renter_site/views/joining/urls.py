from django.urls import path

from boxholder.renter_site.views.joining import joining

urlpatterns = [
    path("<str:token>/", joining.show, name="join"),
    path("<str:token>/acceptance/", joining.accept, name="accept_person_invitation"),
]
