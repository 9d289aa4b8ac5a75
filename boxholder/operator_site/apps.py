from django.apps import AppConfig


class OperatorSiteConfig(AppConfig):
    name = "boxholder.operator_site"
    label = "operator_site"
