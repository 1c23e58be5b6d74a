"""allauth's forms in the words of all other forms here: labels like "New password", no examples.

What stands in a field as an example is the label once more, and gone as soon as one types.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class _Plain:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = in_sentence_case(str(field.label or ""))
            field.widget.attrs.pop("placeholder", None)


def in_sentence_case(label: str) -> str:
    """`label` with one capital at its beginning; words all in capitals stay ("TOTP")."""
    first, *rest = label.split(" ")
    return " ".join([first, *(word if word.isupper() else word.lower() for word in rest)])


class LoginForm(_Plain, forms.LoginForm):  # type: ignore[misc]
    """Signing in."""


class ChangePasswordForm(_Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    """Another password for who knows the one there is."""


class SetPasswordForm(_Plain, forms.SetPasswordForm):  # type: ignore[misc]
    """A password for an account without one."""


class ReauthenticateForm(_Plain, forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that needs it."""
