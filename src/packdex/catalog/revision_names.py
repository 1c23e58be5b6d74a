"""What the ids in histories stand for: titles and slugs, also of what is gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from packdex.catalog.changes import Change
from packdex.catalog.models import (
    Category,
    Element,
    Feature,
    Grid,
    GridPackage,
    Package,
    Revision,
)

HIDDEN = "something hidden"
"""What those read who do not see it."""


@dataclass(slots=True)
class Names:
    """Titles by id; slugs only of what has a page for who asks; the package of each place."""

    titles: dict[type[Any], dict[int, str]] = field(default_factory=dict)
    slugs: dict[type[Any], dict[int, str]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def title(self, model: type[Any], id_: int | None) -> str:
        """What the row is called; "number 7" where nothing is known of it any more."""
        if id_ is None:
            return ""
        return self.titles.get(model, {}).get(id_) or f"number {id_}"

    def slug(self, model: type[Any], id_: int | None) -> str:
        """The slug of the row's page; "" where there is none for who asks."""
        return self.slugs.get(model, {}).get(id_ or 0, "")

    def package_of(self, place: int) -> str:
        """What the package is called that has a place in a grid."""
        return self.title(Package, self.places.get(place, 0)) if place in self.places else "?"


def names_of(
    revisions: Iterable[Revision], changes: Iterable[Change], *, hidden: bool = False
) -> Names:
    """What revisions and changes name. `hidden`: who asks sees hidden things, too.

    Five queries, and up to four more where something is gone.
    """
    wanted: dict[type[Any], set[int]] = {
        model: set() for model in (Package, Grid, Category, Feature, GridPackage)
    }
    for revision in revisions:
        wanted[Package].add(revision.package_id or 0)
        wanted[Grid].add(revision.grid_id or 0)
        wanted[Category].add(revision.category_id or 0)
    for change in changes:
        for values in filter(None, (change.before, change.after)):
            _collect(change, values, wanted)
    names = Names()
    _find_places(wanted, names)
    for model in (Package, Grid, Category, Feature):
        _find_titles(model, wanted[model] - {0}, names, hidden=hidden)
    return names


def _collect(change: Change, values: dict[str, Any], wanted: dict[type[Any], set[int]]) -> None:
    if change.model is Package:
        wanted[Category].add(values["category_id"])
        wanted[Package].add(values["replaced_by_id"] or 0)
    elif change.model is GridPackage:
        wanted[Package].add(values["package_id"])
        wanted[Grid].add(values["grid_id"])
    elif change.model is Element:
        wanted[Feature].add(values["feature_id"])
        wanted[GridPackage].add(values["grid_package_id"])


def _find_places(wanted: dict[type[Any], set[int]], names: Names) -> None:
    ids = wanted[GridPackage]
    if not ids:
        return
    rows = GridPackage.objects.filter(pk__in=ids)
    names.places = dict(rows.values_list("pk", "package"))
    if missing := ids - names.places.keys():
        past = GridPackage.revisions.filter(id__in=missing).order_by("history_id")
        names.places |= dict(past.values_list("id", "package"))
    wanted[Package] |= set(names.places.values())


def _find_titles(model: Any, ids: set[int], names: Names, *, hidden: bool) -> None:
    titles, slugs = dict[int, str](), dict[int, str]()
    names.titles[model], names.slugs[model] = titles, slugs
    if not ids:
        return
    columns = ["pk", "title"]
    if model is not Feature:
        columns += ["slug", "hidden"] if model in {Package, Grid} else ["slug"]
    for id_, title, *page in model.objects.filter(pk__in=ids).values_list(*columns):
        closed = page[1:] == [True] and not hidden
        titles[id_] = HIDDEN if closed else title
        if page and not closed:
            slugs[id_] = page[0]
    if missing := ids - titles.keys():
        past = model.revisions.filter(id__in=missing).order_by("history_id")
        titles |= dict(past.values_list("id", "title"))
