from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "boxholder.history"
    label = "history"
