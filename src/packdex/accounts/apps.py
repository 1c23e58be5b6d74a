"""The accounts' Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "packdex.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have invitations hear of new accounts."""
        from allauth.account.signals import user_signed_up

        from packdex.accounts.invitations.arriving import signed_up

        user_signed_up.connect(signed_up)
