"""Titles are ordered by code point on every database, so that lists are the same on all."""

from typing import Any

from django.db import migrations


def order_by_code_point(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return  # SQLite compares text by its bytes already
    for table in ("catalog_package", "catalog_grid"):
        schema_editor.execute(
            f'ALTER TABLE {table} ALTER COLUMN sort_title TYPE varchar(200) COLLATE "C"'
        )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(order_by_code_point, migrations.RunPython.noop)]
