"""How pages name people: by the name of their account, which leads to their profile."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.models import AbstractBaseUser
from django.utils.safestring import SafeString

from packdex.accounts.models import User
from packdex.web.show import escape, escaped


def profile_path(user: User) -> str:
    """The address of a person's profile."""
    return f"/profiles/{quote(user.account, safe='')}/"


def profile_link(user: AbstractBaseUser | None) -> SafeString:
    """The name with a link to the profile, the name alone where there is no profile any more.

    "" for nobody.
    """
    if not isinstance(user, User):
        return SafeString("")
    name = escaped(user.account)
    if not user.is_active:
        return name
    return SafeString(f'<a href="{escape(profile_path(user))}">{name}</a>')  # both are escaped
