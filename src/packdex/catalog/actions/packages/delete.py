"""Deleting packages and categories. Hiding is usual; this is for what never belonged here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import many, rows, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids.grid_rows import renumber
from packdex.catalog.actions.packages.edit_package import open_package
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import (
    Category,
    Element,
    GridPackage,
    Package,
    SourceState,
)
from packdex.core.roles import Act, Actor, require


@transaction.atomic
def delete_package(actor: Actor, package_id: int, at: datetime, *, why: str = "") -> None:
    """Delete a package, its places and its cells in grids; that is in the revision.

    What sources reported and what people said about it goes, too, and does not come back with an
    undo. Raises RefusedError, InvalidError, and AlreadyError where something still needs it.
    """
    package = open_package(actor, package_id, Act.DELETE)
    _check_free(package, at)
    places = GridPackage.objects.filter(package=package)
    grids = list(places.values_list("grid", flat=True))
    about = About(package.title, package=package.pk, category=package.category_id)
    with revising(actor, verbs.DELETE_PACKAGE, about, at=at, why=typed.why(why)):
        many.delete(Element.objects.filter(grid_package__package=package))
        many.delete(places)
        for grid in grids:
            renumber(GridPackage, grid)
        package.delete()
    editions.touch(packages=[package_id], grids=grids, orders=[editions.PACKAGES])


@transaction.atomic
def delete_category(actor: Actor, category_id: int, at: datetime, *, why: str = "") -> None:
    """Delete a category that no package is in. Raises as `delete_package` does."""
    require(actor, Act.EDIT_CATEGORY)
    require(actor, Act.DELETE)
    rows.one_importer()
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise InvalidError("category", f"there is no category {category_id!r}.")
    if Package.objects.filter(category=category).exists():
        raise AlreadyError("Packages are in this category: put them into another one first.")
    about = About(category.title, category=category.pk)
    with revising(actor, verbs.DELETE_CATEGORY, about, at=at, why=typed.why(why)):
        category.delete()
    editions.touch(orders=[editions.CATEGORIES])


def _check_free(package: Package, at: datetime) -> None:
    """Raise AlreadyError where a worker waits for an answer about it, or it replaces another."""
    states = SourceState.objects.select_for_update().filter(package=package)
    if any(state.lease_until and state.lease_until > at for state in states):
        raise AlreadyError("The package is being refreshed; try again in a few minutes.")
    if replaced := Package.objects.filter(replaced_by=package).first():
        raise AlreadyError(f"It is named as what replaces {replaced.slug}: change that first.")
