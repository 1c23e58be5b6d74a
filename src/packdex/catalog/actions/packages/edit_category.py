"""Changing categories."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from packdex.catalog import documents, editions
from packdex.catalog.actions import chosen_slugs, rows, typed, verbs
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Category, Package
from packdex.core.roles import Act, Actor, require


class CategoryChanges(TypedDict, total=False):
    """What of a category is to be set. `show_pypi`: its packages are looked for on the registry."""

    title: str
    title_plural: str
    description: str
    show_pypi: bool


READERS = {
    "title": typed.reader(typed.line, "title", longest=100, needed=True),
    "title_plural": typed.reader(typed.line, "title_plural", longest=100),
    "description": typed.reader(typed.lines, "description", longest=5_000),
    "show_pypi": typed.reader(typed.flag, "show_pypi"),
}


@transaction.atomic
def add_category(
    actor: Actor, values: CategoryChanges, at: datetime, *, slug: object = "", why: str = ""
) -> Category:
    """Make a category. Its slug is `slug`, or made of its title.

    Raises RefusedError, and InvalidError, also where there is one of that title already.
    """
    require(actor, Act.EDIT_CATEGORY)
    rows.one_importer()
    new = Category(created=at, modified=at)
    for name, value in typed.changed(new, values, READERS).items():
        setattr(new, name, value)
    READERS["title"](new.title)
    _check_title(new)
    new.slug = chosen_slugs.first(Category, slug, new.title)
    about = About(new.title)
    with revising(actor, verbs.ADD_CATEGORY, about, at=at, why=typed.why(why)) as revision:
        new.save()
        revision.category_id = new.pk
        revision.save()
    editions.touch(categories=[new.pk], orders=[editions.CATEGORIES])
    documents.prepare(documents.CATEGORY, [new.pk])
    return new


@transaction.atomic
def edit_category(
    actor: Actor, category_id: int, changes: CategoryChanges, at: datetime, *, why: str = ""
) -> Category:
    """Set what `changes` names; the slug stays. Raises RefusedError and InvalidError."""
    require(actor, Act.EDIT_CATEGORY)
    rows.one_importer()
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise InvalidError("category", f"there is no category {category_id!r}.")
    about = About(category.title, category=category.pk)
    changed = typed.changed(category, changes, READERS)
    if not changed:
        return category
    with revising(actor, verbs.EDIT_CATEGORY, about, at=at, why=typed.why(why)):
        for name, value in changed.items():
            setattr(category, name, value)
        _check_title(category)
        category.placeholder = False
        category.modified = at
        category.save()
    renamed = "title" in changed
    packages = Package.objects.filter(category=category).values_list("pk", flat=True)
    editions.touch(
        packages=packages if renamed else (),
        categories=[category.pk],
        orders=[editions.CATEGORIES] if renamed else (),
    )
    documents.prepare(documents.CATEGORY, [category.pk])
    return category


def _check_title(category: Category) -> None:
    same = Category.objects.filter(title__iexact=category.title).exclude(pk=category.pk).first()
    if same is not None:
        raise InvalidError(
            "title", f"{category.title!r} is a category already ({same.slug}); take another title."
        )
