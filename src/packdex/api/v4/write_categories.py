"""v4's writes of categories, by the actions that the pages call."""

from __future__ import annotations

from typing import cast

from packdex.api.writing.caller import Caller
from packdex.api.writing.fields import Problems, Wanted
from packdex.catalog.actions import typed
from packdex.catalog.actions.packages import delete, edit_category
from packdex.catalog.actions.packages.edit_category import CategoryChanges
from packdex.catalog.models import Category
from packdex.core.roles import Act, require


def add(caller: Caller, told: Wanted) -> int:
    """Make a category; returns its id. Raises as the action does, and ValidationError."""
    require(caller.actor, Act.EDIT_CATEGORY)
    slug = told.pop("slug", "")
    values = _read(Category(), told)
    return edit_category.add_category(caller.actor, values, caller.at, slug=slug, why=caller.why).pk


def change(caller: Caller, row: Category, told: Wanted) -> None:
    """Give a category other values. Raises as the action does, and ValidationError."""
    values = _read(row, told)
    edit_category.edit_category(caller.actor, row.pk, values, caller.at, why=caller.why)


def remove(caller: Caller, row: Category) -> None:
    """Delete a category. Raises as the action does."""
    delete.delete_category(caller.actor, row.pk, caller.at, why=caller.why)


def _read(row: Category, told: Wanted) -> CategoryChanges:
    problems = Problems()
    for name, value in told.items():
        one = {name: value}
        problems.reading(name, lambda one: typed.changed(row, one, edit_category.READERS), one)
    problems.end()
    return cast("CategoryChanges", told)
