"""Asking other sources after addresses were taken back to what they were."""

from __future__ import annotations

from collections.abc import Sequence

from packdex.catalog.changes import changes_of
from packdex.catalog.models import Package, Revision
from packdex.refresh.context import open_context
from packdex.refresh.planning import plan_packages

ADDRESSES = {"repo_url", "pypi_url"}


def plan_anew(done: Sequence[Revision]) -> None:
    """Plan the sources of packages that have another address since these changes, or came back."""
    changed = changes_of([revision.pk for revision in done])
    ids = {
        row.id
        for changes in changed.values()
        for row in changes.rows
        if row.model is Package and (row.before is None or ADDRESSES & set(row.fields))
    }
    packages = list(Package.objects.filter(pk__in=ids))
    if packages:
        context = open_context()
        with context.door:
            plan_packages(packages, context)
