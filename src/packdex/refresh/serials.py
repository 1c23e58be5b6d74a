"""Asking the registry once which projects changed, instead of asking about each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import connection
from django.db.models import F
from packaging.utils import canonicalize_name

from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.actions.facts.still_true import record_many_still_true
from packdex.catalog.models import SourceState
from packdex.core.registry import project_of
from packdex.refresh.claims import claim, new_owner, release
from packdex.refresh.context import Context
from packdex.sources import registry_serials
from packdex.sources.outcome import Fetched

WORTH_IT = 200
"""Due projects from which on the list of all, some 40 MB of a public index, costs less."""


EVERYTHING = 10**9  # rows; a database's LIMIT takes any number

LEASE = timedelta(minutes=5)
"""Long enough for the list. Were it not, others would ask about projects that it spares."""


def pass_over_unchanged(context: Context) -> int:
    """Have done with the due projects that did not change; returns how many those were.

    One question to the index, by one worker: it holds all that is due meanwhile. Where the index
    tells no serials or cannot be reached, nothing is passed over, and each project is asked about
    as it would be anyway.
    """
    now = context.now()
    if SourceState.objects.filter(source=REGISTRY, due_at__lte=now).count() < WORTH_IT:
        return 0
    owner = new_owner()
    try:
        claimed = claim(REGISTRY, owner, now, EVERYTHING, lease=LEASE)
        return _pass_over(owner, context) if len(claimed) >= WORTH_IT else 0
    finally:
        release(owner)


def _pass_over(owner: str, context: Context) -> int:
    names = _names(owner, context)
    ref = registry_serials.SerialsRef(context.registry)
    outcome = registry_serials.fetch(ref, context.door, frozenset(names.values()))
    if not isinstance(outcome, Fetched):
        return 0
    serials = outcome.facts.projects
    seen = {pk: serials[name] for pk, name in names.items() if name in serials}
    _note(seen)
    unchanged = _holding(owner, seen)
    record_many_still_true(REGISTRY, unchanged, outcome.taken_at)
    return len(unchanged)


def _names(owner: str, context: Context) -> dict[int, str]:
    """The normalised project of every row that `owner` holds, by the row's id."""
    rows = SourceState.objects.filter(lease_owner=owner)
    links = rows.values_list("pk", "package__pypi_url").iterator(chunk_size=5000)
    found = ((pk, project_of(link, context.registry)) for pk, link in links)
    return {pk: canonicalize_name(name) for pk, name in found if name}


def _note(seen: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE catalog_sourcestate SET serial_seen = %s WHERE id = %s",
            [(serial, pk) for pk, serial in seen.items()],
        )


def _holding(owner: str, seen: Mapping[int, int]) -> Collection[int]:
    """The packages of `owner`'s rows whose facts we hold in the state that the index has now.

    Not those that it does not list any more: they are asked about.
    """
    rows = SourceState.objects.filter(
        lease_owner=owner, succeeded_at__isnull=False, error=None, serial=F("serial_seen")
    )
    return [package_id for pk, package_id in rows.values_list("pk", "package_id") if pk in seen]
