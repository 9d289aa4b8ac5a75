from django.apps import AppConfig


class OperatorsConfig(AppConfig):
    name = "boxholder.operators"
    label = "operators"
