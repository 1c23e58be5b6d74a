"""Hiding and locking packages and grids. Each is a revision, so that the history tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from packdex.catalog import editions
from packdex.catalog.actions import rows, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Grid, GridPackage, Package
from packdex.core.roles import Act, Actor, require

Row = TypeVar("Row", Package, Grid)


def hide(actor: Actor, table: type[Row], id_: int, at: datetime, *, why: str) -> None:
    """Show the package or grid to moderators only. `why` is needed: its page tells them.

    Raises RefusedError and InvalidError.
    """
    require(actor, Act.HIDE)
    why = typed.line("why", why, longest=typed.LONGEST_WHY, needed=True)
    _set(actor, table, id_, verbs.HIDE, at, why, hidden=True)


def unhide(actor: Actor, table: type[Row], id_: int, at: datetime, *, why: str = "") -> None:
    """Show the package or grid to everybody again. Raises RefusedError and InvalidError."""
    require(actor, Act.HIDE)
    _set(actor, table, id_, verbs.UNHIDE, at, typed.why(why), hidden=False)


def lock(actor: Actor, table: type[Row], id_: int, at: datetime, *, why: str = "") -> None:
    """Let only editors change the package or grid. Raises RefusedError and InvalidError."""
    require(actor, Act.LOCK)
    _set(actor, table, id_, verbs.LOCK, at, typed.why(why), is_locked=True)


def unlock(actor: Actor, table: type[Row], id_: int, at: datetime, *, why: str = "") -> None:
    """Let everybody change the package or grid again. Raises RefusedError and InvalidError."""
    require(actor, Act.LOCK)
    _set(actor, table, id_, verbs.UNLOCK, at, typed.why(why), is_locked=False)


@transaction.atomic
def _set(
    actor: Actor, table: type[Row], id_: int, verb: str, at: datetime, why: str, **wanted: Any
) -> None:
    rows.one_importer()
    stored: models.QuerySet[Row] = table._default_manager.select_for_update(of=("self",))
    row = stored.filter(pk=id_).first()
    name = table._meta.model_name or ""
    if row is None:
        raise InvalidError(name, f"there is no {name} {id_!r}.")
    if all(getattr(row, field) == value for field, value in wanted.items()):
        return
    about = About(row.title, **{name: row.pk})
    with revising(actor, verb, about, at=at, why=why):
        for field, value in wanted.items():
            setattr(row, field, value)
        row.save(update_fields=list(wanted))
    if table is Package:
        touch_around(packages=[row.pk])
    else:
        touch_around(grids=[row.pk])


def touch_around(*, packages: Iterable[int] = (), grids: Iterable[int] = ()) -> None:
    """Make stale all that shows, or names, these packages and grids, lists as well.

    Call it after anything that hides them or shows them again.
    """
    packages, grids = list(packages), list(grids)
    places = GridPackage.objects.order_by()
    in_grids = places.filter(package__in=packages).values_list("grid_id", flat=True)
    members = places.filter(grid__in=grids).values_list("package_id", flat=True)
    replaced = Package.objects.filter(replaced_by__in=packages).values_list("pk", flat=True)
    editions.touch(
        packages=[*packages, *members, *replaced],
        grids=[*grids, *in_grids],
        orders=[editions.PACKAGES, editions.GRIDS],
    )
