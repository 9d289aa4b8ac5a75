from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "boxholder.web"
    label = "web"

    def ready(self) -> None:
        from boxholder import checks  # noqa: F401  (registered by being imported)
