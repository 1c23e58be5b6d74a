"""Prints all that an instance's catalogue holds: python -m tests.exchange.contents

Without what differs between two imports of the same: row numbers of places, versions, and when
placeholders were made.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    django.setup()
    from packdex.catalog import documents
    from packdex.catalog.models import (
        Category,
        Grid,
        GridPackage,
        Package,
        PackageFacts,
        SourceState,
    )

    left_out = {"version"}
    kept = {
        model.__name__: [
            {key: value for key, value in row.items() if key not in left_out}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in (Category, Grid, Package, PackageFacts)
    }
    for row in kept["Category"] + kept["Grid"]:
        if row["placeholder"]:
            del row["created"], row["modified"]
    kept["places"] = list(
        GridPackage.objects.order_by("package", "sequence").values_list(
            "package", "grid", "sequence", "position"
        )
    )
    kept["sources"] = list(
        SourceState.objects.order_by("package").values_list("package", "origin", "succeeded_at")
    )
    kept["stale"] = documents.stale_ids(documents.PACKAGE) + documents.stale_ids(documents.GRID)
    json.dump(kept, sys.stdout, default=str, indent=1)


if __name__ == "__main__":
    main()
