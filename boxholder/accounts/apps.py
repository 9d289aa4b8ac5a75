from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "boxholder.accounts"
    label = "accounts"
