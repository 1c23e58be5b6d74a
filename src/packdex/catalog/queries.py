"""Reads of the catalogue, each named by its use."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from packdex.catalog.models import Category, Grid, GridPackage, Package


def packages_to_show(ids: Sequence[int]) -> QuerySet[Package]:
    """The packages with `ids`, with all that an answer or a page about one shows.

    Five queries, whatever the number: the packages with category, facts and people; their grids
    (as `grid_packages`, in the order in which they were put into them); sources; releases.
    """
    return (
        Package.objects.filter(id__in=ids)
        .select_related("category", "facts", "created_by", "last_modified_by")
        .prefetch_related(
            Prefetch(
                "grid_packages",
                GridPackage.objects.select_related("grid").order_by("sequence", "id"),
            ),
            "sources",
            "releases",
        )
    )


def grids_to_show(ids: Sequence[int]) -> QuerySet[Grid]:
    """The grids with `ids`, with their packages (as `grid_packages`, by title). Two queries."""
    return Grid.objects.filter(id__in=ids).prefetch_related(
        Prefetch(
            "grid_packages",
            GridPackage.objects.select_related("package").order_by(
                "package__sort_title", "package_id"
            ),
        ),
    )


def categories_to_show(ids: Sequence[int]) -> QuerySet[Category]:
    """The categories with `ids`. One query."""
    return Category.objects.filter(id__in=ids)
