"""What most entries meet is checked in what was found: the same is found as by looking for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from packdex.search import sieve
from packdex.search.find import search
from tests import make

pytestmark = pytest.mark.django_db

QUERIES = [
    "forms category:apps",
    "forms -is:archived license:mit",
    "forms -license:mit",
    "forms is:package -has:grid",
    "forms stars:<6 category:apps -category:tools",
    "forms category:tools category:apps",
    "category:apps -is:archived",
]


@pytest.fixture
def _many() -> Iterator[None]:
    tools = make.category("tools")
    for number in range(12):
        make.package(
            f"forms-{number}",
            **({"category": tools} if number == 3 else {}),
            facts={
                "stars": number,
                "archived": number == 5,
                "licence": "MIT" if number % 5 else "ISC",
            },
        )
    make.grid("form-builders", title="Forms")
    forget = sieve._share.cache_clear
    forget()
    sieve._samples.clear()
    yield
    forget()
    sieve._samples.clear()


@pytest.mark.usefixtures("_many")
def test_the_same_is_found_in_small_and_in_large_directories(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = [search(query) for query in QUERIES]
    assert [len(found.places) for found in small] == [11, 9, 4, 12, 5, 0, 10]
    monkeypatch.setattr(sieve, "LARGE", 0)
    monkeypatch.setattr(sieve, "LEAST", 1)
    monkeypatch.setattr(sieve, "SAMPLED", 10**6)
    large = [search(query) for query in QUERIES]
    assert [found.places for found in large] == [found.places for found in small]
    (sample,) = sieve._samples.values()
    assert sum(count for _, count in sample) == 12


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("limit", [1, 3, 8])
def test_where_the_sample_misleads_all_is_looked_for(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packdex.search.retrieve.MOST", limit)
    small = search("forms license:isc").places
    monkeypatch.setattr(sieve, "LARGE", 0)
    monkeypatch.setattr(sieve, "_share", lambda *_: 1.0)
    assert search("forms license:isc").places == small != []
