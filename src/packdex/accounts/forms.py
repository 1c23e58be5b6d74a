"""allauth's forms in the words of all other forms here: labels like "New password", no examples.

What stands in a field as an example is the label once more, and gone as soon as one types.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from packdex.accounts import names
from packdex.accounts.mail import MailError

_GOOD_ENOUGH = (
    "At least 8 characters, not only digits, and nothing that many use or that is your name."
)


class Plain:
    """What all of them have in common."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = in_sentence_case(str(field.label or ""))
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _GOOD_ENOUGH


def in_sentence_case(label: str) -> str:
    """`label` with one capital at its beginning; words all in capitals stay ("TOTP")."""
    first, *rest = label.split(" ")
    return " ".join([first, *(word if word.isupper() else word.lower() for word in rest)])


class LoginForm(Plain, forms.LoginForm):  # type: ignore[misc]
    """Signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Name or e-mail"
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class SignupForm(Plain, forms.SignupForm):  # type: ignore[misc]
    """A new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = "Everybody sees it beside what you change."
        self.fields["username"].widget.attrs |= {
            "maxlength": str(names.LONGEST),
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = "Nobody sees it. We send a link there."


class AddEmailForm(Plain, forms.AddEmailForm):  # type: ignore[misc]
    """Another address for an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New e-mail"

    def save(self, request: HttpRequest) -> EmailAddress:
        """The address, to be confirmed. Raises MailError, and then nothing is kept of it."""
        try:
            added: EmailAddress = super().save(request)
        except MailError:
            email = self.cleaned_data["email"]
            EmailAddress.objects.filter(user=self.user, email=email, verified=False).delete()
            raise
        return added


class ResetPasswordForm(Plain, forms.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"


class ResetPasswordKeyForm(Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, for who came by the link."""


class ChangePasswordForm(Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    """Another password for who knows the one there is."""


class SetPasswordForm(Plain, forms.SetPasswordForm):  # type: ignore[misc]
    """A password for an account without one."""


class ReauthenticateForm(Plain, forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that needs it."""
