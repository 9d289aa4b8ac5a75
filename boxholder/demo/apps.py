from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "boxholder.demo"
    label = "demo"
