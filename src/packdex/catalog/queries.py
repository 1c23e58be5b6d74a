"""Reads of the catalogue, each named by its use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import F, Prefetch, QuerySet

from packdex.catalog.actions.facts.states import ADVISORIES
from packdex.catalog.models import (
    Advisory,
    Category,
    Example,
    Grid,
    GridPackage,
    Maintainer,
    MovedSlug,
    Package,
    PackageFacts,
    PastSlug,
    SourceState,
)
from packdex.catalog.past import past_of


def all_packages_to_answer() -> QuerySet[Package]:
    """Packages with what the APIs' answers show; none that is hidden.

    Two queries, whatever the number: the packages with category, facts and people; their grids (as
    `grid_packages`, in the order in which they were put into them).
    """
    return _with_answer(Package.shown.all())


def _with_answer(packages: QuerySet[Package]) -> QuerySet[Package]:
    places = GridPackage.objects.filter(grid__hidden=False).select_related("grid")
    return packages.select_related(
        "category", "facts", "created_by", "last_modified_by"
    ).prefetch_related(Prefetch("grid_packages", places.order_by("sequence", "id")))


def packages_to_answer(ids: Sequence[int]) -> QuerySet[Package]:
    """The packages with `ids`, as `all_packages_to_answer` loads them."""
    return all_packages_to_answer().filter(id__in=ids)


def all_packages_to_show() -> QuerySet[Package]:
    """Packages with all that is known of them now, hidden ones as well.

    Six queries: the two of `all_packages_to_answer`, here with what replaces them, the kept verdict
    and who said how they stand; their sources; their releases; the sites that use them and are
    shown; their maintainers.
    """
    sites = Example.objects.filter(shown=True).order_by("title", "id")
    people = Maintainer.objects.filter(person__is_active=True).select_related("person")
    beside = ("replaced_by", "verdict", "deprecated_by", "declared_by")
    packages = _with_answer(Package.objects.select_related(*beside))
    return packages.prefetch_related(
        "sources",
        "releases",
        Prefetch("examples", sites),
        Prefetch("maintainers", people.order_by("since", "id")),
    )


def packages_to_show(ids: Sequence[int]) -> list[Package]:
    """The packages with `ids`, with all that an answer or a page about one shows.

    Nine queries, whatever the number: the six of `all_packages_to_show`, and three for `past`.
    Hidden ones are among them: moderators are shown their pages.
    """
    pasts = past_of(ids, datetime.now(UTC).date())
    packages = list(all_packages_to_show().filter(id__in=ids))
    for package in packages:
        package.past = pasts[package.pk]
    return packages


def packages_judged(ids: Sequence[int]) -> QuerySet[Package]:
    """The packages with `ids` on which there is a verdict, with it; none is hidden. One query."""
    packages = Package.shown.filter(id__in=ids, verdict__isnull=False)
    return packages.select_related("category", "verdict")


def all_grids_to_show() -> QuerySet[Grid]:
    """Grids with their packages (as `grid_packages`, by title), none hidden. Two queries."""
    places = GridPackage.objects.filter(package__hidden=False).select_related("package")
    return Grid.shown.prefetch_related(
        Prefetch("grid_packages", places.order_by("package__sort_title", "package_id"))
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
    """The package that the one which had this id, or this slug, was merged into, or renamed to.

    None for one that is hidden. Two queries at most.
    """
    rows = MovedSlug.objects.filter(package__hidden=False).select_related("package")
    rows = rows.order_by("-moved_at")
    found = (rows.filter(slug=slug) if id is None else rows.filter(former_id=id)).first()
    if found is None and id is None:
        renamed = PastSlug.objects.filter(slug=slug, package__hidden=False)
        past = renamed.select_related("package").first()
        return past.package if past else None
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
