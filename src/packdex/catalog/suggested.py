"""Which category a new package may belong to, and why: a suggestion, for a person to decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from packdex.catalog.models import Category
from packdex.catalog.similar import Similar


class Suggestion(NamedTuple):
    """A category, and the reason for suggesting it, as a sentence."""

    category_id: int
    why: str


def suggest_category(
    categories: Sequence[Category],
    similar: Sequence[Similar],
    topics: Iterable[str],
    classifiers: Iterable[str],
) -> Suggestion | None:
    """The category of most packages with a similar name, else the one that a topic names.

    `topics` are what the repository says of itself, `classifiers` what the project does. None where
    nothing points to one. Asks nothing.
    """
    known = {category.pk for category in categories if not category.placeholder}
    counts = Counter(one.category_id for one in similar if one.category_id in known)
    for category_id, count in counts.most_common(1):
        if 2 * count > len(similar):
            names = [one.title for one in similar if one.category_id == category_id]
            return Suggestion(category_id, f"{names[0]}, whose name is similar, is there.")
    words = {word: category.pk for category in categories for word in _words(category)}
    for kind, text in _named(topics, classifiers):
        for word in re.findall(r"[a-z0-9]+", text.lower()):
            if words.get(word) in known:
                return Suggestion(words[word], f"The {kind} “{text}” names it.")
    return None


def _named(topics: Iterable[str], classifiers: Iterable[str]) -> Iterable[tuple[str, str]]:
    for topic in topics:
        yield "repository's topic", topic
    for classifier in classifiers:
        # Other classifiers speak of what a package is for: "Framework :: …" makes it none.
        if classifier.startswith("Topic ::"):
            yield "project's classifier", classifier.rpartition("::")[2].strip()


def _words(category: Category) -> set[str]:
    """What the category may be called: its title and slug, of one and of many."""
    names = {category.slug, category.title.lower(), category.title_plural.lower()}
    return {form for name in names if name for form in (name, name.removesuffix("s"))}
