"""The accounts' Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "packdex.accounts"
    label = "accounts"
