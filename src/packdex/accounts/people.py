"""Making accounts and giving roles."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from packdex.accounts import names, public
from packdex.accounts.models import User
from packdex.core.roles import Role


def add(name: str, password: str, role: Role) -> User:
    """Make an account that signs in with a password.

    Raises ValidationError, with sentences for the reader, for a name that is taken or that none
    may have (names.py), and for a password that is too easy to guess. Reserved names are for the
    operator to give.
    """
    names.check(name)
    user = User(username=name, role=role.value)
    user.validate_unique()
    if public.is_taken(name):
        raise ValidationError(f"Another account is called {name} already, or nearly so.")
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


def give_role(user: User, role: Role) -> None:
    """Let `user` do what `role` may do, from now on."""
    user.role = role.value
    user.save(update_fields=["role", "modified"])
