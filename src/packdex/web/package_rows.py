"""Packages as lists show them, a row each."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from packdex.catalog.models import Package
from packdex.catalog.queries import facts_of
from packdex.web import sparkline
from packdex.web.show import day, one_line, shortened
from packdex.web.words import description_of, kind


class Row(NamedTuple):
    """A package in a list."""

    slug: str
    title: str
    kind: str
    text: str
    version: str
    date_label: str
    date: SafeString
    trend: SafeString
    stars: SafeString
    deprecated: bool


def row_of(package: Package, sort: str) -> Row:
    """The package in a list; `sort` decides which of its dates is shown."""
    facts = facts_of(package)
    label, moment = {
        "newest": ("added", package.created),
        "released": ("released", facts.released_at),
    }.get(sort, ("commit", facts.last_updated))
    unit = "star" if facts.stars == 1 else "stars"
    stars = "stars not known" if facts.stars is None else f"<b>{facts.stars:,}</b> {unit}"
    return Row(
        package.slug,
        one_line(package.title),
        kind(package.category),
        shortened(description_of(facts), 240),
        one_line(facts.registry_version or ""),
        label,
        day(moment),
        sparkline.trend(facts.commits_over_52),
        SafeString(stars),  # digits
        package.deprecated_at is not None,
    )
