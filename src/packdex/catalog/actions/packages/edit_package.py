"""Changing what people wrote about packages: adding, editing, deprecating."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from packdex.catalog import documents, editions
from packdex.catalog.actions import chosen_slugs, rows, typed, verbs
from packdex.catalog.actions.errors import ConflictError, InvalidError
from packdex.catalog.actions.imports.entries import SORT_TITLE_LENGTH
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.maintainers import require_for
from packdex.catalog.models import Category, GridPackage, Package, PastSlug
from packdex.core.repository import parse
from packdex.core.roles import Act, Actor, RefusedError, Role, require
from packdex.core.titles import sort_key


class PackageChanges(TypedDict, total=False):
    """What of a package is to be set.

    `documentation_url` is "" where there is none, None where nobody says. `slug` is chosen by
    whoever adds the package; later it is for moderators.
    """

    title: str
    slug: str
    category_id: int
    repo_url: str
    pypi_url: str
    documentation_url: str | None


def _category(value: object) -> int:
    known = isinstance(value, int) and Category.objects.filter(pk=value).exists()
    if not known:
        raise InvalidError("category_id", f"there is no category {value!r}.")
    return int(value)  # type: ignore[call-overload,no-any-return]


def _repository(value: object) -> str:
    """A repository's address, also as `git@host:path`."""
    if isinstance(value, str) and value.strip().startswith("git@") and parse(value):
        return typed.line("repo_url", value, longest=1000)
    return typed.address("repo_url", value)


READERS = {
    "title": typed.reader(typed.line, "title", longest=200, needed=True),
    "slug": chosen_slugs.read,
    "category_id": _category,
    "repo_url": _repository,
    "pypi_url": typed.reader(typed.address, "pypi_url"),
    "documentation_url": typed.reader(typed.optional_address, "documentation_url"),
}
FIRST_READERS = {name: read for name, read in READERS.items() if name != "slug"}


@transaction.atomic
def add_package(actor: Actor, values: PackageChanges, at: datetime, *, why: str = "") -> Package:
    """Make a package; `title` and `category_id` are needed. Without `slug` it follows the title.

    The caller sees to it that its sources are asked. Raises RefusedError and InvalidError.
    """
    require(actor, Act.ADD_PACKAGE)
    rows.one_importer()
    new = Package(created=at, modified=at, created_by_id=actor.id, last_modified_by_id=actor.id)
    given: dict[str, Any] = {"title": "", "category_id": None} | values
    given.pop("slug", None)
    for name, value in typed.changed(new, given, FIRST_READERS).items():
        setattr(new, name, value)
    READERS["title"](new.title)
    READERS["category_id"](new.category_id)
    new.sort_title = sort_key(new.title)[:SORT_TITLE_LENGTH]
    new.slug = chosen_slugs.first(Package, values.get("slug", ""), new.title)
    about = About(new.title, category=new.category_id)
    with revising(actor, verbs.ADD_PACKAGE, about, at=at, why=typed.why(why)) as revision:
        new.save()
        revision.package_id = new.pk
        revision.save()
    editions.touch(packages=[new.pk], orders=[editions.PACKAGES])
    documents.prepare(documents.PACKAGE, [new.pk])
    return new


@transaction.atomic
def edit_package(
    actor: Actor,
    package_id: int,
    changes: PackageChanges,
    *,
    expected: datetime | None,
    at: datetime,
    why: str = "",
) -> Package:
    """Set what `changes` names. `expected` is the `modified` that the person saw; None: any.

    Where addresses changed, the caller has the sources planned anew. Raises RefusedError,
    InvalidError, and ConflictError with the row as it is now and `changes`.
    """
    package = open_package(actor, package_id, Act.EDIT_PACKAGE)
    before = package.title
    changed = typed.changed(package, changes, READERS)
    if not changed:
        return package
    if expected is not None and expected != package.modified:
        raise ConflictError(package, changes)
    if "slug" in changed:
        _free_slug(actor, package, changed["slug"], at)
    about = About(before, package=package.pk, category=changed.get("category_id"))
    with revising(actor, verbs.EDIT_PACKAGE, about, at=at, why=typed.why(why)):
        for name, value in changed.items():
            setattr(package, name, value)
        package.sort_title = sort_key(package.title)[:SORT_TITLE_LENGTH]
        _save(package, actor, at)
    show(package, set(changed))
    return package


def open_package(actor: Actor, package_id: int, act: Act) -> Package:
    """The package, for `actor` to change; nobody else changes anything until the transaction ends.

    Raises RefusedError where `actor` may not, InvalidError where there is none.
    """
    require(actor, act, owns=True)  # who may not do it to any learns nothing about ids
    rows.one_importer()
    package = Package.objects.select_for_update(of=("self",)).filter(pk=package_id).first()
    if package is None:
        raise InvalidError("package", f"there is no package {package_id!r}.")
    if package.hidden and actor.role < Role.MODERATOR:
        raise RefusedError("This package is hidden: only moderators may change it.")
    require_for(actor, act, package)
    return package


def show(package: Package, fields: set[str]) -> None:
    """Have what shows the package be made anew, after a change of these fields."""
    seen_in_grids = fields & {"title", "slug", "deprecated_at", "hidden"}
    grids = GridPackage.objects.filter(package=package).values_list("grid", flat=True)
    named_by = Package.objects.filter(replaced_by=package).values_list("pk", flat=True)
    editions.touch(
        packages=[package.pk, *(named_by if fields & {"title", "slug"} else ())],
        grids=grids if seen_in_grids else (),
        orders=[editions.PACKAGES] if fields & {"title", "category_id", "hidden"} else (),
    )
    documents.prepare(documents.PACKAGE, [package.pk])


def _save(package: Package, actor: Actor, at: datetime) -> None:
    package.modified, package.last_modified_by_id = at, actor.id
    package.save()


def _free_slug(actor: Actor, package: Package, slug: str, at: datetime) -> None:
    """Keep the old slug working. Raises RefusedError, InvalidError where another package has it."""
    if actor.role < Role.MODERATOR:
        raise RefusedError("Only moderators may change the address of a package.")
    if Package.objects.filter(slug=slug).exclude(pk=package.pk).exists():
        raise InvalidError("slug", f"{slug!r} is the slug of another package; take a free one.")
    PastSlug.objects.update_or_create(slug=package.slug, defaults={"package": package, "until": at})
