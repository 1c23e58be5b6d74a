"""How a category and a package are spoken of."""

from __future__ import annotations

from packdex.catalog.models import Category, PackageFacts
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
