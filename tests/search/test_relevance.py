"""What people look for comes first: the relevance set, with floors, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from packdex.catalog.models import Grid
from packdex.search.find import search
from tests.search import relevance
from tests.search.relevance import EXACT, LOOKED_AT, TYPO, Score


@pytest.fixture(scope="module")
def results(
    searched: list[str], django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[dict[str, Score], list[str]]]:
    with django_db_blocker.unblock():
        yield relevance.scores(relevance.cases(searched), _found)


def _found(query: str) -> list[str]:
    hits = search(query, LOOKED_AT).hits()
    return [f"grid:{h.row.slug}" if isinstance(h.row, Grid) else h.row.slug for h in hits]


def test_the_set_is_large_enough() -> None:
    assert len(relevance.written()) >= 150


@pytest.mark.django_db
def test_an_exact_name_always_comes_first(results: tuple[dict[str, Score], list[str]]) -> None:
    scores, misses = results
    assert scores[EXACT].first == 1.0, [miss for miss in misses if miss.startswith(EXACT)]


@pytest.mark.django_db
def test_a_typo_is_forgiven(results: tuple[dict[str, Score], list[str]]) -> None:
    scores, misses = results
    assert scores[TYPO].among_five >= 0.95, [miss for miss in misses if miss.startswith(TYPO)]


@pytest.mark.django_db
def test_the_whole_set_is_answered_well(results: tuple[dict[str, Score], list[str]]) -> None:
    scores, misses = results
    print(*(f"{kind}: {score}" for kind, score in scores.items()), *misses, sep="\n")
    assert scores["all"].mrr >= 0.85, misses
