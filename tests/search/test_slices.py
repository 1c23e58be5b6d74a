"""Entries in slices: the same is found in the same order, however they are divided."""

from __future__ import annotations

import pytest

from packdex.catalog import editions
from packdex.catalog.models import Package
from packdex.search import index, rebuild
from packdex.search.engines import Match, engine, slices
from packdex.search.find import search
from tests import make

MATCHES = [
    Match(((("form",),),)),
    Match(((("form",),), (("tool",),)), without=("builder",)),
    Match((), stars=((2, 7),)),
    Match(((("tool",),),), stars=((3, 1),)),
    Match(((("nowhere",),),)),
]


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")
def test_the_same_is_found_however_entries_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    packages = [
        make.package(
            f"forms-{'builder-' if number % 3 else ''}{number}",
            facts={"stars": number, "description": "tools for forms" if number % 2 else ""},
        )
        for number in range(12)
    ]
    found = []
    for firsts in ((), (1,), (2, 5, 6), (5, 40)):
        monkeypatch.setattr(slices, "FIRSTS", firsts)
        _give(packages[4], 4)
        rebuild.rebuild()
        _give(packages[4], 100)  # it moves to the best slice, and is found there
        assert search("forms").places
        generation = index.state().generation
        assert generation is not None
        assert len(slices.of(generation)) == 1 + sum(first < 12 for first in firsts)
        rows = [engine().find(generation, match, most) for match in MATCHES for most in (3, 99)]
        rows += [engine().begin(generation, ["form", "bui"], most) for most in (2, 99)]
        found.append([[row.owner for row in each] for each in rows])
    assert found == [found[0]] * 4
    assert list(map(len, found[0])) == [3, 12, 2, 2, 3, 5, 3, 6, 0, 0, 2, 8]
    assert found[0][1][0] == packages[4].pk * 2


def _give(package: Package, stars: int) -> None:
    package.facts.stars = stars
    package.facts.save()
    editions.touch(packages=[package.pk])


@pytest.mark.parametrize(
    ("stars", "impossible"),
    [
        ((), False),
        (((0, 4),), False),
        (((0, 4), (4, 9)), False),
        (((0, 4), (5, 9)), True),
        (((5, 3),), False),
        (((5, 9), (8, 2), (0, 3)), True),
    ],
)
def test_ranges_with_nothing_in_common_are_not_looked_for(
    stars: tuple[tuple[int, int], ...], impossible: bool
) -> None:
    assert Match((), stars=stars).is_impossible is impossible
    assert Match((), updated=stars).is_impossible is impossible
