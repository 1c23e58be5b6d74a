"""Queries that are built once give what Django gives, for any number of ids."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.models import CharField, QuerySet, Value

from packdex.catalog.built import SIZES, Built
from packdex.catalog.models import Package
from tests import make

pytestmark = pytest.mark.django_db


def _read(ids: Sequence[int]) -> QuerySet[Any, Any]:
    found = Package.objects.filter(pk__in=ids, title__gt="p0").order_by("-id")
    return found.values_list("id", Value("shown", CharField()), "created", "hidden", "category_id")


@pytest.mark.parametrize("size", [1, 3, 8, 9, 70])
def test_it_gives_what_the_query_set_gives(size: int) -> None:
    ids = [make.package(f"p{number}").pk for number in range(size)]
    query = Built(_read)
    for asked in (ids, ids[:1], ids[::-1], [*ids, -5], [ids[-1] + 100]):
        assert query.rows(asked) == list(_read(asked))


def test_it_is_built_once_for_each_size(django_assert_num_queries: Any) -> None:
    made = []

    def build(ids: Sequence[int]) -> QuerySet[Any, Any]:
        made.append(len(ids))
        return _read(ids)

    query = Built(build)
    with django_assert_num_queries(4):
        for count in (1, 5, 7, 1):
            query.rows(range(1, count + 1))
    assert made == [1, 8]
    assert query.rows([]) == []


def test_more_than_the_largest_size_are_asked_for_as_they_are() -> None:
    one = make.package("p1")
    assert [row[0] for row in Built(_read).rows([one.pk, *range(10**6, 10**6 + SIZES[-1])])] == [
        one.pk
    ]
