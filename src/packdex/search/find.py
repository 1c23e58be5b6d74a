"""Finding packages and grids by words; none that is hidden.

Every word has to occur in the title, the slug or the description. Names come before descriptions,
and among equals the one with more stars first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import F, Q

from packdex.catalog.models import Grid, Package

MAX_WORDS = 12
MAX_LENGTH = 200

# How many rows of each kind are looked at closely. More would change no first page.
CANDIDATES = 200

# What a match is worth, from 0 to 100: the whole name, its beginning, a part of it, elsewhere.
WHOLE_NAME, NAME_BEGINS, IN_NAME, ELSEWHERE = 100, 80, 60, 30


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `weight` is 0 to 100, the higher the better the words fit its name."""

    row: Package | Grid
    weight: int


def find(text: str, limit: int) -> list[Hit]:
    """The best `limit` packages and grids for `text`, best first. Two queries; [] for no words."""
    words = split(text)
    if not words:
        return []
    packages = _matching(words, "facts__description")
    rows: list[Package | Grid] = [
        *Package.shown.filter(packages)
        .select_related("category", "facts")
        .order_by(F("facts__stars").desc(nulls_last=True), "id")[:CANDIDATES],
        *Grid.shown.filter(_matching(words, "description")).order_by("sort_title", "id")[
            :CANDIDATES
        ],
    ]
    hits = [Hit(row, _weight(row, words)) for row in rows]
    hits.sort(key=lambda hit: (-hit.weight, -_stars(hit.row), hit.row.sort_title, hit.row.pk))
    return hits[:limit]


def split(text: str) -> list[str]:
    """The words of a query, lower-case, at most 12; control characters part words too."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", text[:MAX_LENGTH]).lower().split()[:MAX_WORDS]


def plain_name(name: str) -> str:
    """`name` without the framework's prefix, case and separators, for comparing names."""
    return re.sub(r"[-_. ]+", "", without_prefix(name.lower()))


def without_prefix(name: str) -> str:
    """`name` without a leading "django-", "django_" or "django "."""
    return re.sub(r"^django[-_ ]+(?=.)", "", name.strip(), flags=re.IGNORECASE)


def _matching(words: list[str], description: str) -> Q:
    return reduce(
        and_,
        (
            Q(title__icontains=word)
            | Q(slug__icontains=word)
            | Q(**{f"{description}__icontains": word})
            for word in words
        ),
    )


def _weight(row: Package | Grid, words: list[str]) -> int:
    wanted = plain_name(" ".join(words))
    names = {plain_name(row.title), plain_name(row.slug)}
    if wanted in names:
        return WHOLE_NAME
    if any(name.startswith(wanted) for name in names if wanted):
        return NAME_BEGINS
    if all(any(plain_name(word) in name for name in names) for word in words):
        return IN_NAME
    return ELSEWHERE


def _stars(row: Package | Grid) -> int:
    return (row.facts.stars or 0) if isinstance(row, Package) else 0
