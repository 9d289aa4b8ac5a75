from django.urls import path

from boxholder.renter_site.views.settings import details

urlpatterns = [
    path("", details.edit, name="settings"),
]
