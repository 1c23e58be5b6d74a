"""Asking the registry once which projects changed, instead of asking about each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from packaging.utils import canonicalize_name

from packdex.catalog.actions.states import REGISTRY
from packdex.catalog.actions.still_true import record_many_still_true
from packdex.catalog.models import SourceState
from packdex.core.registry import project_of
from packdex.refresh.context import Context
from packdex.sources import registry_serials
from packdex.sources.outcome import Fetched

WORTH_IT = 200
"""Due projects from which on the list of all, some 40 MB of a public index, costs less."""


def pass_over_unchanged(context: Context) -> int:
    """Have done with the due projects that did not change; returns how many those were.

    One question to the index. Where it tells no serials or cannot be reached, nothing is passed
    over, and each project is asked about as it would be anyway.
    """
    now = context.now()
    names = _due(context, now)
    if len(names) < WORTH_IT:
        return 0
    ref = registry_serials.SerialsRef(context.registry)
    outcome = registry_serials.fetch(ref, context.door, frozenset(names.values()))
    if not isinstance(outcome, Fetched):
        return 0
    serials = outcome.facts.projects
    seen = {pk: serials[name] for pk, name in names.items() if name in serials}
    _note(seen)
    unchanged = _holding(seen)
    record_many_still_true(REGISTRY, unchanged, outcome.taken_at)
    return len(unchanged)


def _due(context: Context, now: datetime) -> dict[int, str]:
    """The normalised project of every due row, by the row's id."""
    rows = SourceState.objects.filter(source=REGISTRY, due_at__lte=now)
    links = rows.values_list("pk", "package__pypi_url").iterator(chunk_size=5000)
    found = ((pk, project_of(link, context.registry)) for pk, link in links)
    return {pk: canonicalize_name(name) for pk, name in found if name}


def _note(seen: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE catalog_sourcestate SET serial_seen = %s WHERE id = %s",
            [(serial, pk) for pk, serial in seen.items()],
        )


def _holding(seen: dict[int, int]) -> Collection[int]:
    """The packages whose facts we hold in the state that the index has now."""
    rows = SourceState.objects.filter(source=REGISTRY, succeeded_at__isnull=False, error=None)
    held = rows.values_list("pk", "package_id", "serial").iterator(chunk_size=5000)
    return [package_id for pk, package_id, serial in held if pk in seen and serial == seen[pk]]
