from django.apps import AppConfig


class OperatorsConfig(AppConfig):
    name = "boxholder.operators"
    label = "operators"

    def ready(self) -> None:
        from boxholder.operators import history  # noqa: F401  (its sentences)
