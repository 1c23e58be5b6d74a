"""Making accounts and giving roles."""

from __future__ import annotations

import logging

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from packdex.accounts import names, public
from packdex.accounts.models import User
from packdex.core.roles import Act, Actor, RefusedError, Role, require

_log = logging.getLogger(__name__)


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


@transaction.atomic
def give_role(user: User, role: Role) -> None:
    """Let `user` do what `role` may do, from now on. Raises RefusedError for the last admin."""
    before = user.actor.role
    if role < Role.ADMIN:
        _keep_an_admin(user)
    user.role, user.is_superuser = role.value, user.is_superuser and role == Role.ADMIN
    user.save(update_fields=["role", "is_superuser", "modified"])
    _log.info("%s was %s and is %s", user.username, before.name.lower(), role.name.lower())


def set_role(actor: Actor, id_: int, role: Role) -> User:
    """Give the account with this id a role, as `actor`.

    Raises RefusedError, also for the last admin, and ValidationError where there is no account.
    """
    require(actor, Act.MANAGE_PEOPLE)
    user = _account(id_)
    give_role(user, role)
    _log.info("that was done by %s", actor.name)
    return user


@transaction.atomic
def set_active(actor: Actor, id_: int, *, active: bool) -> User:
    """Let somebody sign in, or not any more: then they may nothing that takes an account.

    Raises RefusedError, also for the last admin, and ValidationError where there is no account.
    """
    require(actor, Act.MANAGE_PEOPLE)
    user = _account(id_)
    if not active:
        _keep_an_admin(user)
    user.is_active = active
    user.save(update_fields=["is_active", "modified"])
    state = "active" if active else "deactivated"
    _log.info("%s was set %s by %s", user.username, state, actor.name)
    return user


def is_last_admin(user: User) -> bool:
    """Whether nobody else could give roles without `user`.

    Inside a transaction nobody else becomes one, or ends as one, until it ends.
    """
    admins = User.objects.filter(Q(role=Role.ADMIN.value) | Q(is_superuser=True), is_active=True)
    ids = list(admins.order_by("pk").select_for_update().values_list("pk", flat=True))
    return ids == [user.pk]


def _keep_an_admin(user: User) -> None:
    if is_last_admin(user):
        raise RefusedError(
            f"{user.username} is the last admin: make somebody else one before, or nobody could"
            " give roles."
        )


def _account(id_: int) -> User:
    user = User.objects.filter(pk=id_).first()
    if user is None:
        raise ValidationError("There is no such account.")
    return user


def set_password(user: User, password: str, *, drop_steps: bool) -> None:
    """Have `user` sign in with this password, and with `drop_steps` with it alone.

    Sessions of the old one end by themselves. Raises ValidationError for one that is too easy.
    """
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password", "modified"])
        if drop_steps:
            Authenticator.objects.filter(user=user).delete()
