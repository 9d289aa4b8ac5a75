from django.urls import path

from boxholder.renter_site.views.requests import requests

urlpatterns = [
    path("", requests.index, name="requests"),
    path("new/", requests.new, name="new_request"),
    path("<int:pk>/cancellation/", requests.cancel, name="cancel_request"),
]
