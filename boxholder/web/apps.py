from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "boxholder.web"
    label = "web"
