"""What holds for all that people say about things: it is theirs, and not too much at once."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.db import models

from packdex.catalog.actions.errors import InvalidError, TooMuchError
from packdex.catalog.actions.revising import HOUR, seconds_until_less
from packdex.catalog.models import Grid, Package
from packdex.core.roles import Act, Actor, RefusedError, may

Row = TypeVar("Row", Package, Grid)


class AlreadyError(Exception):
    """Somebody did this before, and once is enough. The message says so to the reader."""


def one_at_a_time(actor: Actor) -> int:
    """Let this person say nothing else until the transaction ends: what is counted here holds.

    Returns the account's id. Raises RefusedError for who has none: the instance says nothing.
    """
    people = get_user_model()._default_manager.select_for_update(of=("self",))
    if actor.id is None or not people.filter(pk=actor.id).exists():
        raise RefusedError("This is for people with an account.")
    return actor.id


def keep_pace(model: type[models.Model], actor: Actor, at: datetime, most: int) -> None:
    """Raise TooMuchError if `actor` made `most` rows of `model` in the hour before `at`."""
    made = model._default_manager.filter(by=actor.id, created__gt=at - HOUR)
    if made.count() >= most:
        raise TooMuchError(
            f"You have sent {most} of these within an hour, the most for "
            + ("an account that is new here." if actor.is_new(at) else "one account.")
            + " Go on a little later.",
            seconds_until_less(
                made.order_by("-created").values_list("created", flat=True), most, at
            ),
        )


def seen_by(actor: Actor, table: type[Row], id_: int) -> Row:
    """The package or grid with this id, locked until the transaction ends.

    Raises InvalidError where there is none, or none that `actor` sees: moderators see hidden ones.
    """
    rows: models.QuerySet[Row] = table._default_manager.select_for_update(of=("self",))
    found = rows.filter(pk=id_).first()
    if found is None or (found.hidden and not may(actor, Act.HIDE)):
        name = table._meta.model_name or ""
        raise InvalidError(name, f"there is no {name} {id_!r}.")
    return found
