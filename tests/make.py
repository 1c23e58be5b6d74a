"""Rows for tests: each function makes one, with what matters said and the rest plain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from packdex.accounts.models import User
from packdex.catalog import editions
from packdex.catalog.models import (
    Category,
    Event,
    Grid,
    GridPackage,
    Package,
    PackageFacts,
    Snapshot,
)
from packdex.core.roles import Role
from packdex.core.titles import sort_key

NOON = datetime(2026, 2, 15, 12, tzinfo=UTC)
PASSWORD = "correct horse 7"


def user(name: str, role: Role = Role.MEMBER, **fields: Any) -> User:
    """An account that is not new any more, with the password `PASSWORD`."""
    fields.setdefault("date_joined", NOON - timedelta(days=100))
    row = User(username=name, role=role.value, **fields)
    row.set_password(PASSWORD)
    row.save()
    return row


def category(slug: str = "apps", **fields: Any) -> Category:
    """A category; the one of that slug when there is one already."""
    row = Category.objects.filter(slug=slug).first()
    if row is None:
        row = Category.objects.create(
            **{"slug": slug, "title": slug.title(), "created": NOON, "modified": NOON} | fields
        )
        editions.touch(orders=[editions.CATEGORIES])
    return row


def package(slug: str, *, facts: dict[str, Any] | None = None, **fields: Any) -> Package:
    """A package with its facts, in the category "apps" unless another is given."""
    values = {"slug": slug, "title": slug, "created": NOON, "modified": NOON} | fields
    values.setdefault("category", None)
    values["category"] = values["category"] or category()
    row = Package.objects.create(sort_title=sort_key(values["title"]), **values)
    PackageFacts.objects.create(package=row, **facts or {})
    editions.touch(packages=[row.pk], orders=[editions.PACKAGES])
    return row


def grid(slug: str, *packages: Package, **fields: Any) -> Grid:
    """A grid of these packages, in this order."""
    values = {"slug": slug, "title": slug, "created": NOON, "modified": NOON} | fields
    row = Grid.objects.create(sort_title=sort_key(values["title"]), **values)
    for position, member in enumerate(packages):
        sequence = GridPackage.objects.filter(package=member).count()
        GridPackage.objects.create(grid=row, package=member, position=position, sequence=sequence)
    editions.touch(
        packages=[member.pk for member in packages], grids=[row.pk], orders=[editions.GRIDS]
    )
    return row


def snapshot(package: Package, days_before: int, **figures: Any) -> Snapshot:
    """The package's figures so many days before NOON."""
    day = (NOON - timedelta(days=days_before)).date()
    return Snapshot.objects.create(id=Snapshot.key(package.pk, day), **figures)


def event(
    package: Package, kind: str, at: datetime = NOON, source: str = "registry", **evidence: Any
) -> Event:
    """Something that happened to the package."""
    return Event.objects.create(
        package=package, kind=kind, at=at, seen_at=at, source=source, evidence=evidence
    )
