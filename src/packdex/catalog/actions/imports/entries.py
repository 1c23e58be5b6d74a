"""Storing categories, grids and packages of a v4 service, many at once.

Each verb is one transaction with a constant number of queries for up to 500 entries. It compares
with what is stored and writes differences only, so that a second run writes nothing at all. Ids,
`created` and `modified` are those of the entries. It makes stale what shows the changed rows;
preparing anew is left to the caller, because a row that many batches touch (a wide grid) is
better prepared once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from packdex.catalog import editions
from packdex.catalog.actions import rows, slugs
from packdex.catalog.actions.imports import facts as imported_facts
from packdex.catalog.actions.imports import membership, placeholders, told
from packdex.catalog.actions.imports.stored import Refusal, Stored
from packdex.catalog.actions.rows import Values, Written
from packdex.catalog.models import Category, Grid, GridPackage, MovedSlug, Package
from packdex.core.entries import CategoryEntry, GridEntry, PackageEntry
from packdex.core.titles import sort_key

# Case folding can make a title longer than its column.
SORT_TITLE_LENGTH = 200

E = TypeVar("E", CategoryEntry, GridEntry, PackageEntry)


@dataclass(slots=True)
class _Accepted(Generic[E]):
    """The entries that can be stored, the rows that they meet, and the placeholders renamed."""

    entries: dict[int, E]
    stored: dict[int, Any]
    refused: list[Refusal]
    renamed: set[int]


@transaction.atomic
def store_categories(entries: Iterable[CategoryEntry], now: datetime) -> Stored:
    """Store categories; fills in the placeholders among them. Histories date it `now`."""
    accepted = _accept(Category, "category", entries)
    values = {id_: _category(entry) for id_, entry in accepted.entries.items()}
    written = rows.write(Category, values, accepted.stored)
    told.tell_changed(Category, written.changed, accepted.stored, now)
    outcome = _outcome(accepted, written, set(written.changed))
    seen_elsewhere = written.with_changed("title", "slug") | accepted.renamed
    if outcome.created or outcome.changed:
        reordered = bool(written.created or written.with_changed("title"))
        editions.touch(
            packages=_ids(Package, "category_id", seen_elsewhere),
            categories=outcome.changed | accepted.renamed,
            orders=[editions.CATEGORIES] if reordered else [],
        )
    return outcome


@transaction.atomic
def store_grids(entries: Iterable[GridEntry], now: datetime) -> Stored:
    """Store grids; fills in the placeholders among them. Histories date it `now`.

    Their lists of packages are not read: which grids a package is in, and in which order it was
    put into them, is what the package's own entry says.
    """
    accepted = _accept(Grid, "grid", entries)
    values = {id_: _grid(entry) for id_, entry in accepted.entries.items()}
    written = rows.write(Grid, values, accepted.stored)
    told.tell_changed(Grid, written.changed, accepted.stored, now)
    outcome = _outcome(accepted, written, set(written.changed))
    seen_elsewhere = written.with_changed("title", "slug") | accepted.renamed
    if outcome.created or outcome.changed:
        reordered = bool(written.created or written.with_changed("title"))
        editions.touch(
            packages=_ids(GridPackage, "grid_id", seen_elsewhere, "package_id"),
            grids=outcome.changed | accepted.renamed,
            orders=[editions.GRIDS] if reordered else [],
        )
    return outcome


@transaction.atomic
def store_packages(entries: Iterable[PackageEntry], now: datetime) -> Stored:
    """Store packages, their places in grids, and their facts unless newer ones are stored.

    Categories and grids that are not stored become placeholders, made at `now`. A package that was
    merged into another here is passed over: its source may not know of that.
    """
    entries = list(entries)
    merged = _merged(entries)
    accepted = _accept(Package, "package", [e for e in entries if e.id not in merged])
    new_categories = placeholders.make_categories(
        {entry.category for entry in accepted.entries.values()}, now
    )
    new_grids = placeholders.make_grids(
        {grid for entry in accepted.entries.values() for grid in entry.grids}, now
    )
    values = {id_: _package(entry) for id_, entry in accepted.entries.items()}
    written = rows.write(Package, values, accepted.stored)
    told.tell_changed(Package, written.changed, accepted.stored, now)
    moved = membership.put_in_grids({id_: e.grids for id_, e in accepted.entries.items()}, now)
    facts = imported_facts.store_facts({id_: e.facts for id_, e in accepted.entries.items()})
    outcome = _outcome(accepted, written, set(written.changed) | moved.packages | facts)
    outcome.unchanged |= merged
    if outcome.created or outcome.changed:
        seen_in_grids = written.with_changed("title", "slug")
        grids = moved.grids | _ids(GridPackage, "package_id", seen_in_grids, "grid_id")
        editions.touch(
            packages=outcome.changed,
            grids=grids - new_grids,
            orders=_orders(written, new_categories, new_grids),
        )
    return outcome


def _merged(entries: list[PackageEntry]) -> set[int]:
    """The ids of those that are no packages of their own here any more."""
    ids = [entry.id for entry in entries]
    return set(
        MovedSlug.objects.filter(former_id__in=ids).values_list("former_id", flat=True)
    ) - set(Package.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _orders(written: Written, categories: set[int], grids: set[int]) -> list[str]:
    """The lists that new packages, titles, categories and placeholders change."""
    changes = {
        editions.PACKAGES: written.created | written.with_changed("title", "category_id"),
        editions.CATEGORIES: categories,
        editions.GRIDS: grids,
    }
    return [name for name, ids in changes.items() if ids]


def _accept(
    model: type[Category] | type[Grid] | type[Package], stem: str, entries: Iterable[E]
) -> _Accepted[E]:
    """Sort out the entries whose slug another row has. Of several with one id the last counts."""
    rows.one_importer()
    wanted = {entry.id: entry for entry in entries}
    stored = rows.stored_rows(model, wanted)
    names = {id_: entry.slug for id_, entry in wanted.items()}
    renamed = set() if model is Package else slugs.give_way(model, names, stem)
    refused = slugs.conflicts(model, names, stored)
    kept = {id_: entry for id_, entry in wanted.items() if id_ not in refused}
    slugs.vacate(model, {id_: names[id_] for id_ in kept}, stored)
    refusals = [_refusal(wanted[id_], stem, holder) for id_, holder in refused.items()]
    return _Accepted(kept, stored, refusals, renamed)


def _refusal(entry: CategoryEntry | GridEntry | PackageEntry, stem: str, holder: int) -> Refusal:
    reason = (
        f"{entry.slug!r} is the slug of {stem} {holder} already;"
        f" expected one that {stem} {entry.id} has alone"
    )
    return Refusal(entry, "slug", reason)


def _outcome(accepted: _Accepted[E], written: Written, changed: set[int]) -> Stored:
    changed = changed - written.created
    unchanged = set(accepted.entries) - written.created - changed
    return Stored(written.created, changed, unchanged, accepted.refused)


def _ids(
    model: type[models.Model], field: str, values: Collection[int], wanted: str = "pk"
) -> set[int]:
    """The `wanted` ids of the rows of `model` whose `field` is one of `values`."""
    found: set[int] = set()
    for part in rows.parts(values):
        chosen = model._default_manager.filter(**{f"{field}__in": part})
        found.update(chosen.values_list(wanted, flat=True))
    return found


def _category(entry: CategoryEntry) -> Values:
    return {
        "title": entry.title,
        "slug": entry.slug,
        "description": entry.description,
        "title_plural": entry.title_plural,
        "show_pypi": entry.show_pypi,
        "placeholder": False,
        "created": entry.created,
        "modified": entry.modified,
    }


def _grid(entry: GridEntry) -> Values:
    return {
        "title": entry.title,
        "sort_title": sort_key(entry.title)[:SORT_TITLE_LENGTH],
        "slug": entry.slug,
        "description": entry.description,
        "is_locked": entry.is_locked,
        "header": entry.header,
        "placeholder": False,
        "created": entry.created,
        "modified": entry.modified,
    }


def _package(entry: PackageEntry) -> Values:
    return {
        "title": entry.title,
        "sort_title": sort_key(entry.title)[:SORT_TITLE_LENGTH],
        "slug": entry.slug,
        "category_id": entry.category,
        "repo_url": entry.repo_url,
        "pypi_url": entry.pypi_url,
        "documentation_url": entry.documentation_url,
        "created": entry.created,
        "modified": entry.modified,
    }
