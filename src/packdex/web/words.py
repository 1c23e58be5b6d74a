"""How a category and a package are spoken of."""

from __future__ import annotations

from datetime import timedelta

from packdex.catalog.models import Category, PackageFacts
from packdex.core.counts import counted
from packdex.web.show import one_line


def kind(category: Category) -> str:
    """What a package of this category is, as a dictionary gives a part of speech: "app"."""
    return one_line(category.title).lower()


def kinds(category: Category) -> str:
    """The category's name for all its packages: "Apps"."""
    return one_line(category.title_plural or category.title)


def description_of(facts: PackageFacts) -> str:
    """What the package says of itself, as its source gave it: the repository, else the registry."""
    return facts.description if facts.description.strip() else facts.registry_summary or ""


# What the sources are called, by the names that their states carry.
SOURCES = {
    "registry": "registry",
    "status": "status on the registry",
    "forge": "forge",
    "git": "git",
    "import": "import",
}

# What is the matter with a source, for each key of freshness.REASONS, to be followed by "since".
MATTERS = {
    "not found": "not found",
    "moved": "moved to another address",
    "busy": "busy",
    "no answer": "out of reach",
    "not proven": "without a valid certificate",
    "broken": "in trouble of its own",
    "refused": "closed to us",
    "not asked": "left unasked, by our own rules,",
    "not understood": "not understood",
}
OTHER_MATTER = "asked in vain"

# A unit is used for what is longer than the time before it.
_UNITS = (
    (timedelta(days=60), timedelta(days=30), "month"),
    (timedelta(hours=48), timedelta(days=1), "day"),
    (timedelta(minutes=90), timedelta(hours=1), "hour"),
    (timedelta.min, timedelta(minutes=1), "minute"),
)


def span(length: timedelta) -> str:
    """A length of time in one unit, rounded up: what is 8.2 hours old is "9 hours" at most."""
    unit, name = next((unit, name) for least, unit, name in _UNITS if length > least)
    count = max(1, -(-length // unit))
    return counted(count, name)
