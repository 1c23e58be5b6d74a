"""Reading what people changed: lists of revisions, and what each of them changed in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from packdex.catalog.changes import changes_of
from packdex.catalog.differences import Difference, differences
from packdex.catalog.models import Category, Grid, Package, Revision
from packdex.catalog.revision_names import Names, names_of

MOST_LISTED = 6
"""Rows of each table that a list tells of one revision; its own page tells MOST_SHOWN."""

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Of:
    """Whose history: of one package, grid or category, by one person, or of all (all None)."""

    package: int | None = None
    grid: int | None = None
    category: int | None = None
    by: int | None = None


@dataclass(slots=True)
class Told:
    """A revision with what it changed.

    `more`: there is more than is told here. `undone_by` is the id of a revision that took it back.
    """

    revision: Revision
    names: Names
    differences: list[Difference] = field(default_factory=list)
    more: bool = False
    undone_by: int | None = None


def newest(
    of: Of, *, before: int = 0, limit: int, hidden: bool = False
) -> tuple[list[Revision], bool]:
    """Up to `limit` revisions, newest first, with who made them; whether there are older ones.

    `before`: only those with a smaller id. `hidden`: who asks sees the history of what is hidden,
    too. One query.
    """
    rows = revisions_to_show(hidden=hidden)
    pages = {"package_id": of.package, "grid_id": of.grid, "category_id": of.category}
    for column, value in (pages | {"by": of.by}).items():
        if value is not None:
            rows = rows.filter(**{column: value})
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], len(found) > limit


def revisions_to_show(*, hidden: bool = False) -> QuerySet[Revision]:
    """Revisions with who made them; without `hidden` those of hidden things are left out."""
    rows = Revision.objects.select_related("by")
    if not hidden:
        for model, column in ((Package, "package_id"), (Grid, "grid_id")):
            closed = model._default_manager.filter(pk=OuterRef(column), hidden=True)
            rows = rows.exclude(Exists(closed))
    return rows


def told(revisions: Sequence[Revision], *, most: int, hidden: bool = False) -> list[Told]:
    """What each of these changed, at most `most` rows of each table of each.

    At most 22 queries, whatever the number of revisions, unless somebody took back what took
    something back.
    """
    changed = changes_of([revision.pk for revision in revisions], most)
    rows = [change for changes in changed.values() for change in changes.rows]
    names = names_of(revisions, rows, hidden=hidden)
    undone = taken_back([revision.pk for revision in revisions])
    return [
        Told(
            revision,
            names,
            [
                difference
                for change in changed[revision.pk].rows
                for difference in differences(change, names)
            ],
            changed[revision.pk].more,
            undone.get(revision.pk),
        )
        for revision in revisions
    ]


def taken_back(ids: Collection[int]) -> dict[int, int]:
    """Which of these revisions were taken back, and by which that holds. A query, mostly."""
    undoing: dict[int | None, list[int]] = {}
    wanted = set(ids)
    while wanted:
        rows = Revision.objects.filter(undoes__in=wanted).order_by("pk")
        found = list(rows.values_list("undoes", "pk"))
        for undone, by in found:
            undoing.setdefault(undone, []).append(by)
        wanted = {by for _, by in found}
    held: dict[int, int] = {}
    # What undoes has the larger id, so that it is known by then whether it holds itself.
    for id_ in sorted(filter(None, undoing), reverse=True):
        if holding := [by for by in undoing[id_] if by not in held]:
            held[id_] = holding[-1]
    return {id_: held[id_] for id_ in ids if id_ in held}


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing whose history is asked for: the page where it stands, and its id."""

    kind: str
    id: int
    slug: str
    title: str

    @property
    def of(self) -> Of:
        """What its history is asked by."""
        return Of(**{self.kind: self.id})


KINDS: dict[str, type[Package] | type[Grid] | type[Category]] = {
    "package": Package,
    "grid": Grid,
    "category": Category,
}


def subject(kind: str, slug: str, *, hidden: bool = False) -> Subject | None:
    """The package, grid or category with that slug; None where who asks sees none. One query."""
    shown = {} if hidden or kind == "category" else {"hidden": False}
    rows = KINDS[kind]._default_manager.filter(slug=slug, **shown)
    found = rows.values_list("pk", "slug", "title").first()
    return Subject(kind, *found) if found else None
