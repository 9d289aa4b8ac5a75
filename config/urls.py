"""Addresses of the installation itself; an operator's own stand in operator_urls.py."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path

from boxholder.operator_site.views.setup.setup import setup
from boxholder.web.front import front, health

handler500 = "boxholder.web.errors.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front),
    path("health/", health),
    path("setup/", setup, name="setup"),
]

if settings.DEMO:
    from boxholder.web.specimen import specimen

    urlpatterns = [
        path("", lambda request: redirect("demo:start")),
        path("demo/", include("boxholder.demo.urls")),
        path("specimen/", specimen),
        *urlpatterns,
    ]
