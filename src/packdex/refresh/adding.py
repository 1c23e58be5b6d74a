"""Adding what was looked at: the package, the facts of the look, and what is asked next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog import documents
from packdex.catalog.actions import rows
from packdex.catalog.actions.facts.git import record_history
from packdex.catalog.actions.facts.registry import record_failure, record_projects
from packdex.catalog.actions.facts.repository import record_repositories
from packdex.catalog.actions.facts.states import FORGE, GIT, REGISTRY, STATUS
from packdex.catalog.actions.facts.status import record_statuses
from packdex.catalog.actions.facts.taken import Taken, record_each
from packdex.catalog.actions.packages.edit_package import PackageChanges, add_package
from packdex.catalog.models import Package
from packdex.catalog.similar import Here, Thing, same_things
from packdex.core.history import History
from packdex.core.registry import project_of
from packdex.core.repository import parse
from packdex.core.roles import Actor, RefusedError
from packdex.refresh.context import Context
from packdex.refresh.planning import plan_packages
from packdex.refresh.preview import Preview, Told


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person decided. Without a `slug` one is made of the title."""

    title: str
    category_id: int
    slug: str = ""
    documentation_url: str = ""
    why: str = ""


class AlreadyHereError(RefusedError):
    """It is in the directory already. `here` are the packages that it is."""

    def __init__(self, here: Sequence[Here]) -> None:
        self.here = tuple(here)
        super().__init__("It is in the directory already.")


def add(actor: Actor, preview: Preview, wish: Wish, context: Context) -> Package:
    """Add what `preview` shows, with its facts, and have all that can be asked of it asked next.

    Raises RefusedError, InvalidError, and AlreadyHereError where somebody added it meanwhile: of
    two who add one thing at once, one does.
    """
    if not preview.is_known:
        raise RefusedError("No source knows it, so there is nothing to add.")
    with transaction.atomic():
        rows.one_importer()
        found = same_things(preview.thing, context.registry)
        if found.same:
            raise AlreadyHereError(found.same)
        package = add_package(actor, _changes(preview, wish), context.now(), why=wish.why)
        plan_packages([package], context)
        for source, told, record in _told(preview):
            _record(package.pk, source, told, record)
    documents.prepare(documents.PACKAGE, [package.pk])
    return package


def add_untold(
    actor: Actor, values: PackageChanges, context: Context, at: datetime, *, why: str = ""
) -> Package:
    """Add what `values` say, of which no source was asked yet; all of them are asked next.

    Raises as `add` does. Without a look an address that a package had before it moved counts as
    that package's.
    """
    with transaction.atomic():
        rows.one_importer()
        repository = parse(values.get("repo_url") or "")
        project = project_of(values.get("pypi_url") or "", context.registry)
        thing = Thing((repository,) if repository else (), project, found=False)
        if same := same_things(thing, context.registry).same:
            raise AlreadyHereError(same)
        package = add_package(actor, values, at, why=why)
        plan_packages([package], context)
    return package


def _changes(preview: Preview, wish: Wish) -> PackageChanges:
    return {
        "title": wish.title,
        "slug": wish.slug,
        "category_id": wish.category_id,
        "repo_url": preview.repository,
        "pypi_url": preview.project_url,
        # Empty means that nobody said, not that there is none.
        "documentation_url": wish.documentation_url or None,
    }


Record = Callable[[Sequence[Taken[Any]]], None]


def _told(preview: Preview) -> list[tuple[str, Told[Any], Record]]:
    """What each source told and how that is recorded, as the refresh does it."""
    told = (
        (REGISTRY, preview.registry, record_projects),
        (STATUS, preview.status, record_statuses),
        (FORGE, preview.forge, record_repositories),
        (GIT, preview.git, _record_histories),
    )
    return [(source, facts, record) for source, facts, record in told if facts is not None]


def _record(package_id: int, source: str, told: Told[Any], record: Record) -> None:
    """Record it; what the database refuses is noted beside the package, as in a refresh."""
    taken = Taken(package_id, told.facts, told.origin, told.etag, told.taken_at)
    for why in record_each([taken], record).values():
        record_failure(package_id, source, why, told.taken_at, origin=told.origin, permanent=True)


def _record_histories(taken: Sequence[Taken[History]]) -> None:
    for one in taken:
        record_history(
            one.package_id, one.facts, origin=one.origin, etag=one.etag, taken_at=one.taken_at
        )
