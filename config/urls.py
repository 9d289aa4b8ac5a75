"""Addresses of the installation itself; an operator's own stand in operator_urls.py."""

from django.urls import path

from boxholder.web.front import front, health

handler500 = "boxholder.web.errors.server_error"
urlpatterns = [
    path("", front),
    path("health/", health),
]
