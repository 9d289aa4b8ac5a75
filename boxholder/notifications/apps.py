from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "boxholder.notifications"
    label = "notifications"
