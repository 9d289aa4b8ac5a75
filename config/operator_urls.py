"""Addresses below `/<operator>/`: the middleware has moved the operator into the script prefix."""

from django.urls import include, path

from boxholder.web.home import home

handler500 = "boxholder.web.errors.server_error"
urlpatterns = [
    path("home/", home, name="home"),
    path("account/", include("boxholder.accounts.urls")),
    path("desk/", include("boxholder.operator_site.urls")),
    path("", include("boxholder.renter_site.urls")),
]
