"""Rows beside others are found by their key, without an index of its own."""

import pytest
from django.apps import apps
from django.db import connection

from packdex.catalog.models.owner import OwnerKey

pytestmark = pytest.mark.django_db

TABLES = [
    model._meta.db_table
    for model in apps.get_app_config("catalog").get_models()
    if isinstance(model._meta.pk, OwnerKey)
]


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("table", TABLES)
def test_sqlite_keeps_no_index_beside_the_table(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table]
        )
        assert [name for (name,) in cursor.fetchall() if "autoindex" in name] == []


def test_there_are_some() -> None:
    assert len(TABLES) >= 6
