"""Packages that stand beside another in the grids that it is in."""

from __future__ import annotations

from django.db.models import Count

from packdex.catalog.browse import packages_to_list
from packdex.catalog.models import GridPackage, Package

MOST_GRIDS = 20
"""Of one package that are looked at."""


def beside(package_id: int, limit: int) -> list[Package]:
    """Up to `limit` others, those in most of its grids first, each with category and facts.

    Three queries at most.
    """
    places = GridPackage.objects.filter(package=package_id, grid__hidden=False)
    grids = list(places.order_by("sequence", "id").values_list("grid_id", flat=True)[:MOST_GRIDS])
    others = GridPackage.objects.filter(grid__in=grids, package__hidden=False)
    counted = (
        others.exclude(package=package_id)
        .values_list("package_id")
        .annotate(times=Count("id"))
        .order_by("-times", "package_id")
    )
    return packages_to_list([id_ for id_, _ in counted[:limit]]) if grids else []
