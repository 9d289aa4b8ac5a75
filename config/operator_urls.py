"""Addresses below `/<operator>/`: the middleware has moved the operator into the script prefix."""

from django.urls import include, path

from boxholder.web.home import home

urlpatterns = [
    path("home/", home, name="home"),
    path("account/", include("allauth.account.urls")),
    path("desk/", include("boxholder.operator_site.urls")),
    path("", include("boxholder.renter_site.urls")),
]
