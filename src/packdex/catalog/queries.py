"""Reads of the catalogue, each named by its use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import F, Prefetch, QuerySet

from packdex.catalog.actions.states import ADVISORIES
from packdex.catalog.models import (
    Advisory,
    Category,
    Grid,
    GridPackage,
    MovedSlug,
    Package,
    PackageFacts,
    SourceState,
)
from packdex.catalog.past import past_of


def all_packages_to_answer() -> QuerySet[Package]:
    """Packages with what the APIs' answers show.

    Two queries, whatever the number: the packages with category, facts and people; their grids (as
    `grid_packages`, in the order in which they were put into them).
    """
    return Package.objects.select_related(
        "category", "facts", "created_by", "last_modified_by"
    ).prefetch_related(
        Prefetch(
            "grid_packages",
            GridPackage.objects.select_related("grid").order_by("sequence", "id"),
        ),
    )


def packages_to_answer(ids: Sequence[int]) -> QuerySet[Package]:
    """The packages with `ids`, as `all_packages_to_answer` loads them."""
    return all_packages_to_answer().filter(id__in=ids)


def all_packages_to_show() -> QuerySet[Package]:
    """Packages with all that is known of them now.

    Four queries: the two of `all_packages_to_answer`; their sources; their releases.
    """
    return all_packages_to_answer().prefetch_related("sources", "releases")


def packages_to_show(ids: Sequence[int]) -> list[Package]:
    """The packages with `ids`, with all that an answer or a page about one shows.

    Seven queries, whatever the number: the four of `all_packages_to_show`, and three for `past`.
    """
    pasts = past_of(ids, datetime.now(UTC).date())
    packages = list(all_packages_to_show().filter(id__in=ids))
    for package in packages:
        package.past = pasts[package.pk]
    return packages


def all_grids_to_show() -> QuerySet[Grid]:
    """Grids with their packages (as `grid_packages`, by title). Two queries."""
    return Grid.objects.prefetch_related(
        Prefetch(
            "grid_packages",
            GridPackage.objects.select_related("package").order_by(
                "package__sort_title", "package_id"
            ),
        ),
    )


def grids_to_show(ids: Sequence[int]) -> QuerySet[Grid]:
    """The grids with `ids`, as `all_grids_to_show` loads them."""
    return all_grids_to_show().filter(id__in=ids)


def categories_to_show(ids: Sequence[int]) -> QuerySet[Category]:
    """The categories with `ids`. One query."""
    return Category.objects.filter(id__in=ids)


def facts_of(row: Package) -> PackageFacts:
    """The package's facts; ones that say "not known" where nothing was ever taken."""
    try:
        return row.facts
    except PackageFacts.DoesNotExist:
        return PackageFacts(package=row)


def merged_into(*, id: int | None = None, slug: str = "") -> Package | None:  # noqa: A002
    """The package that the one which had this id, or this slug, was merged into. One query."""
    rows = MovedSlug.objects.select_related("package").order_by("-moved_at")
    found = (rows.filter(slug=slug) if id is None else rows.filter(former_id=id)).first()
    return found.package if found else None


def advisories_of(package_id: int) -> list[Advisory] | None:
    """The open advisories: those that affect the package's current version, newest first.

    None: it was never compared with any. One that is told under several names is given once. Two
    queries at most.
    """
    rows = Advisory.objects.filter(package_id=package_id, affects_current=True).defer("affected")
    found: list[Advisory] = []
    named: set[str] = set()
    for row in rows.order_by(F("published").desc(nulls_last=True), "name"):
        names = {row.name, *row.aliases}
        if named.isdisjoint(names):
            found.append(row)
        named |= names
    compared = SourceState.objects.filter(package=package_id, source=ADVISORIES)
    return found if found or compared.exclude(succeeded_at=None).exists() else None
