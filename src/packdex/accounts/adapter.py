"""What allauth is told about our accounts."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the operator (`packdex user add`); nobody signs up by page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether somebody may make an account by themselves."""
        return False
