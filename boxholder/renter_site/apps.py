from django.apps import AppConfig


class RenterSiteConfig(AppConfig):
    name = "boxholder.renter_site"
    label = "renter_site"
