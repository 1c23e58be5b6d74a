"""allauth's forms of passkeys and codes, in the words of all other forms here."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError

from packdex.accounts.forms import Plain
from packdex.accounts.passkeys import NO_PASSKEY, SHAPELESS

LONGEST_NAME = 60


def _no_passkey() -> ValidationError:
    return ValidationError(NO_PASSKEY)


class _Shown:
    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except SHAPELESS as error:
            raise _no_passkey() from error
        return found


class AuthenticateWebAuthnForm(_Shown, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step of signing in."""


class ReauthenticateWebAuthnForm(_Shown, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before something that needs it."""


class LoginWebAuthnForm(_Shown, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class AuthenticateForm(Plain, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code of your app, or a recovery code"


class ReauthenticateForm(Plain, base.ReauthenticateForm):  # type: ignore[misc]
    """A code before something that needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code of your app, or a recovery code"


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code that the app shows now"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddWebAuthnForm(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What to call it"
        self.fields["name"].max_length = LONGEST_NAME
        self.fields["passwordless"].label = "Sign in with it alone, without the password"
        self.fields[
            "passwordless"
        ].help_text = "Untick this for a key without a PIN or fingerprint."
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        """What was given. Raises ValidationError."""
        try:
            given: dict[str, Any] = super().clean()
        except SHAPELESS as error:
            raise _no_passkey() from error
        return given

    def clean_name(self) -> str:
        """The name, no longer than lists show."""
        return str(super().clean_name())[:LONGEST_NAME]


class EditWebAuthnForm(Plain, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What to call it"
        self.fields["name"].widget.attrs["maxlength"] = str(LONGEST_NAME)

    def clean_name(self) -> str:
        """The name, no longer than lists show."""
        return str(self.cleaned_data["name"])[:LONGEST_NAME]
