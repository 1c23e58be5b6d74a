"""Every case asks for what the generated catalogue has."""

import pytest

from benchmarks.cases import CASES, Sample, take_sample
from benchmarks.generate import Catalogue


@pytest.fixture(scope="module")
def sample() -> Sample:
    return take_sample(Catalogue(1_000), seed=1)


@pytest.mark.parametrize("case", CASES, ids=[case.key for case in CASES])
def test_a_case_asks_for_different_things_and_knows_a_piece_of_each(case, sample):
    asks = case.asks(sample)
    assert len({ask.raw for ask in asks}) == len(asks)
    assert all(ask.piece for ask in asks)


def test_packages_of_the_whole_catalogue_are_asked_for(sample):
    assert len(set(sample.numbers)) == 500
    assert min(sample.numbers) < 50
    assert max(sample.numbers) > 950


def test_the_deep_page_is_1000_where_there_are_as_many():
    assert Sample(Catalogue(1_000), ()).deep_page == 25
    assert Sample(Catalogue(30_000), ()).deep_page == 1_000


def test_keys_are_unique():
    assert len({case.key for case in CASES}) == len(CASES)
