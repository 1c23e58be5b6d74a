"""Gives the status of each registry project a turn of its own, spread over four weeks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import migrations

SPREAD = timedelta(days=28)


def add_turns(apps: Any, _: Any) -> None:
    state = apps.get_model("catalog", "SourceState")
    asked = state.objects.filter(source="registry", due_at__isnull=False)
    rows = list(asked.order_by("package_id").values_list("package_id", "host"))
    begin = datetime.now(UTC)
    state.objects.bulk_create(
        [
            state(
                package_id=package_id,
                source="status",
                host=host,
                due_at=begin + SPREAD * place / len(rows),
            )
            for place, (package_id, host) in enumerate(rows)
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


def remove_turns(apps: Any, _: Any) -> None:
    apps.get_model("catalog", "SourceState").objects.filter(source="status").delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_advisories")]

    operations = [migrations.RunPython(add_turns, remove_turns, elidable=True)]
