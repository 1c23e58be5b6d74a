"""A category is suggested by similar names, else by topics and classifiers; the reason is told."""

from __future__ import annotations

from packdex.catalog.models import Category
from packdex.catalog.similar import Similar
from packdex.catalog.suggested import suggest_category

APPS = Category(pk=1, slug="apps", title="App", title_plural="Apps")
FRAMEWORKS = Category(pk=2, slug="frameworks", title="Framework", title_plural="Frameworks")
UNKNOWN = Category(pk=3, slug="category-3", title="Category 3", placeholder=True)
ALL = [APPS, FRAMEWORKS, UNKNOWN]


def similar(*categories: int) -> list[Similar]:
    return [Similar(n, f"p{n}", f"P{n}", category, 1) for n, category in enumerate(categories)]


def test_most_of_the_similar_names_decide() -> None:
    found = suggest_category(ALL, similar(2, 1, 1), ["framework"], [])
    assert found == (1, "P1, whose name is similar, is there.")


def test_topics_and_classifiers_come_next() -> None:
    topic = suggest_category(ALL, similar(1, 2), ["sorting", "web-framework"], [])
    assert topic == (2, "The repository's topic “web-framework” names it.")
    classifiers = ["Framework :: Django", "Topic :: Software Development :: Application Frameworks"]
    named = suggest_category(ALL, [], [], classifiers)
    assert named == (2, "The project's classifier “Application Frameworks” names it.")


def test_nothing_is_guessed() -> None:
    assert suggest_category(ALL, [], ["django"], ["Framework :: Django"]) is None
    assert suggest_category(ALL, similar(3), [], []) is None
    assert suggest_category([], similar(1), ["app"], []) is None
