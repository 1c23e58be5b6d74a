"""Signing in with other services: what allauth is told about accounts of them."""

from __future__ import annotations

from typing import Any

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm as BaseSignupForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from packdex.accounts import names, outbound
from packdex.accounts.forms import Plain


class Services(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What a service tells is a suggestion; only a plain "yes" confirms an address."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": "Choose a password first, or nothing is left to sign in with.",
        "no_verified_email": "Add an e-mail first, so that you can choose a new password.",
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take no text and no number for a confirmed address: some services write "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True

    def get_requests_session(self) -> requests.Session:
        """How services are asked."""
        return outbound.session()

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        """The form as it begins: the name there, if it can be a name here, and a sure address."""
        told: dict[str, str] = super().get_signup_form_initial_data(sociallogin)
        told["email"] = _sure_address(sociallogin) or told["email"]
        try:
            names.check(told["username"])
        except ValidationError:
            told["username"] = ""
        return told


class SignupForm(Plain, BaseSignupForm):  # type: ignore[misc]
    """The name, and the address, of somebody who comes from another service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = "Everybody sees it beside what you change."
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = "Nobody sees it."
        # One that the service is sure of is taken as it is, and can be changed later.
        self.fields["email"].disabled = bool(_sure_address(self.sociallogin))


def _sure_address(sociallogin: Any) -> str:
    """The address that the service is sure of, its main one first; "" for none."""
    sure = [address for address in sociallogin.email_addresses if address.verified]
    first = max(sure, key=lambda address: address.primary, default=None)
    return first.email if first else ""
