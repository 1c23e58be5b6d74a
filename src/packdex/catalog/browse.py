"""Reads for the pages on which people look around: lists and counts. None hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from packdex.catalog import editions, order
from packdex.catalog.models import Category, Grid, GridPackage, Package, PackageFacts


@dataclass(frozen=True, slots=True)
class PackageList:
    """Packages, in one category (an id) or any.

    `sort`: "title", "newest" (added last first), "stars" (most first), "updated" or "released"
    (latest first). What is not known comes last.
    """

    category: int | None = None
    sort: str = "title"

    def count(self) -> int:
        """How many there are. A small query."""
        return len(self._kept())

    def slice(self, start: int, stop: int) -> list[Package]:
        """Those from `start` up to `stop`, each with category and facts.

        Two queries; four at the end of an order by facts.
        """
        by_title = self.sort == "title"
        ids = list(self._kept()[start:stop]) if by_title else self._ids(start, stop)
        return packages_to_list(ids)

    def _kept(self) -> Sequence[int]:
        return order.by_title(editions.PACKAGES, editions.marks()[editions.PACKAGES], self.category)

    def _ids(self, start: int, stop: int) -> list[int]:
        if self.sort not in _BY_FACTS:
            newest = self._packages().order_by("-created", "-id")
            return list(newest.values_list("id", flat=True)[start:stop])
        # An index helps only when the query begins at the facts; packages without come after.
        facts = self._facts()
        latest_first = F(_BY_FACTS[self.sort]).desc(nulls_last=True)
        ordered = facts.order_by(latest_first, "-package").values_list("package_id", flat=True)
        ids = list(ordered[start:stop])
        if len(ids) < stop - start:
            skip = max(0, start - facts.count())
            others = self._packages().filter(facts=None).order_by("-id")
            missing = stop - start - len(ids)
            ids += others.values_list("id", flat=True)[skip : skip + missing]
        return ids

    def _packages(self) -> QuerySet[Package]:
        packages = Package.shown.all()
        return packages if self.category is None else packages.filter(category=self.category)

    def _facts(self) -> QuerySet[PackageFacts]:
        facts = PackageFacts.objects.filter(package__hidden=False)
        if self.category is None:
            return facts
        return facts.filter(package__category=self.category)


_BY_FACTS = {"stars": "stars", "updated": "last_updated", "released": "released_at"}


def packages_to_list(ids: Sequence[int]) -> list[Package]:
    """The packages with `ids`, in that order, each with category and facts. One query."""
    found = _without_bulk(Package.shown.select_related("category", "facts")).in_bulk(ids)
    return [found[id_] for id_ in ids if id_ in found]


def _without_bulk(packages: QuerySet[Package]) -> QuerySet[Package]:
    """Without the facts that no list shows."""
    return packages.defer("facts__classifiers", "facts__links")


def grids_counted() -> int:
    """How many grids there are. One query."""
    return Grid.shown.count()


def grids_by_title(start: int, stop: int) -> list[tuple[Grid, int]]:
    """The grids from `start` up to `stop`, each with its number of packages. Two queries."""
    grids = list(Grid.shown.order_by("sort_title", "id")[start:stop])
    sizes = grid_sizes(grid.pk for grid in grids)
    return [(grid, sizes.get(grid.pk, 0)) for grid in grids]


def largest_grids(limit: int) -> list[tuple[Grid, int]]:
    """The `limit` grids with the most packages, each with their number. Two queries."""
    sizes = dict(
        GridPackage.objects.filter(grid__hidden=False, package__hidden=False)
        .values_list("grid_id")
        .annotate(size=Count("id"))
        .order_by("-size", "grid_id")[:limit]
    )
    grids = Grid.shown.in_bulk(sizes)
    return [(grids[id_], size) for id_, size in sizes.items() if id_ in grids]


def grids_to_list(ids: Sequence[int]) -> QuerySet[Grid]:
    """The grids with `ids`, in any order, each with its number of packages (`size`). One query."""
    size = Count("grid_packages", filter=Q(grid_packages__package__hidden=False))
    return Grid.shown.filter(id__in=ids).annotate(size=size).order_by()


def grid_sizes(grids: Iterable[int]) -> dict[int, int]:
    """The number of packages of each of these grids that has any. One query."""
    return dict(
        GridPackage.objects.filter(grid__in=list(grids), package__hidden=False)
        .values_list("grid_id")
        .annotate(size=Count("id"))
        .order_by()
    )


def category_by_slug(slug: str) -> Category | None:
    """The category with that slug. One query."""
    return Category.objects.filter(slug=slug).first()


def categories_counted() -> list[tuple[Category, int]]:
    """All categories with their number of packages, most first. Two queries."""
    sizes = dict(Package.shown.values_list("category_id").annotate(size=Count("id")).order_by())
    found = [(category, sizes.get(category.pk, 0)) for category in Category.objects.all()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].title, pair[0].pk))


def categories_by_title() -> QuerySet[Category]:
    """All categories. One query."""
    return Category.objects.order_by("title", "id")


def totals() -> tuple[int, int]:
    """How many packages and how many grids there are. Two queries."""
    return Package.shown.count(), Grid.shown.count()


# ---- for search engines


def addresses(
    table: type[Package] | type[Grid], part: int, size: int
) -> list[tuple[str, datetime]]:
    """Slug and time of the last edit for rows `part * size` and on, by id, `size` at most.

    Two queries, the first of them small, and one more when the order of ids is not known yet.
    """
    ids = _ids_of(table)
    here = ids[max(0, len(ids) - (part + 1) * size) : max(0, len(ids) - part * size)]
    if not here:
        return []
    rows = table.shown.filter(id__range=(here[-1], here[0])).order_by("id")
    return list(rows.values_list("slug", "modified"))


def count_of(table: type[Package] | type[Grid]) -> int:
    """How many rows there are. One small query."""
    return len(_ids_of(table))


def _ids_of(table: type[Package] | type[Grid]) -> Sequence[int]:
    name = editions.PACKAGES if table is Package else editions.GRIDS
    return order.newest(name, editions.marks()[name])
