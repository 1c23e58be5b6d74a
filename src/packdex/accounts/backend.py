"""Whose password it is, at the same price whether there is such an account or not."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.http import HttpRequest

from packdex.accounts.models import User

LONGEST = 254
"""Characters of an address, which are more than names have."""


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, but each attempt computes one password hash.

    allauth's own tries an address twice where the password is wrong, and once where nobody has the
    address: whoever takes the time can tell who has an account.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:
        user = _called(credentials.get("username", ""), credentials.get("email", ""))
        found: User | None = self._check_password(user, credentials.get("password", ""))
        return found


def _called(username: str, email: str) -> User | None:
    """The one account of that name or address; of several with an unproven address, the first."""
    if max(len(username), len(email)) > LONGEST:
        return None  # nobody is; and SQLite compares no text that is much longer
    named: User | None = get_user_by_username(username) if username else None
    if named is not None:
        return named
    address = email or username
    if "@" not in address:
        return None
    having = filter_users_by_email(address, prefer_verified=True, for_login=True)
    return min(having, key=lambda user: user.pk, default=None)
