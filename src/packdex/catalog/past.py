"""What was: the snapshots, events and past addresses of packages, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from packdex.catalog.models import Event, Package, PastAddress, Snapshot
from packdex.catalog.models.history import FIRST_DAY

EVENTS_LOADED = 41
"""Of one package, the newest first. Whoever shows fewer knows whether there are more."""

DAILY, WEEKLY = timedelta(days=35), timedelta(days=730)
"""Snapshots are taken daily; of those older than this, one a week or one in four weeks is shown."""


class Day(NamedTuple):
    """The figures of one package on one day (UTC). None: not known."""

    day: date
    stars: int | None
    forks: int | None
    open_issues: int | None
    commits: int | None
    contributors: int | None
    downloads: int | None


class Happened(NamedTuple):
    """An event: what happened when, which source showed it, and what it showed."""

    id: int
    kind: str
    at: datetime
    source: str
    evidence: dict[str, Any]


@dataclass(slots=True)
class Past:
    """A package's past.

    Days are oldest first and thinned; events newest first, EVENTS_LOADED at most; addresses are
    those that its repository had, and until when, latest first.
    """

    days: list[Day] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    addresses: list[tuple[str, datetime]] = field(default_factory=list)


def past_of(ids: Sequence[int], today: date) -> dict[int, Past]:
    """The past of the packages with `ids`, as seen on the day `today` (UTC). Three queries."""
    pasts = {id_: Past() for id_ in ids}
    if not pasts:
        return pasts
    for package_id, *figures in _days(list(pasts), today):
        number, *rest = figures
        pasts[package_id].days.append(Day(FIRST_DAY + timedelta(days=number), *rest))
    for event in _events(list(pasts)):
        happened = Happened(event.pk, event.kind, event.at, event.source, event.evidence)
        pasts[event.package_id].events.append(happened)
    for past in _addresses(list(pasts)):
        pasts[past.package_id].addresses.append((past.address, past.until))
    return pasts


# Written by hand, because each is asked at every refresh of a package: it costs a third so.


def _days(ids: list[int], today: date) -> list[tuple[Any, ...]]:
    """Package, number of the day, and figures: the first snapshot of each day, week or 4 weeks."""
    snapshots, size = Snapshot._meta.db_table, Snapshot.DAYS
    number = f"(s.id - p.id * {size})"
    query = f"""
        SELECT p.id, {number}, s.stars, s.forks, s.open_issues, s.commits, s.contributors,
            s.downloads
        FROM {Package._meta.db_table} p
        JOIN {snapshots} s ON s.id >= p.id * {size} AND s.id < p.id * {size} + {size}
        WHERE p.id IN ({_marks(ids)}) AND ({number} > %s OR NOT EXISTS (
            SELECT 1 FROM {snapshots} e WHERE e.id < s.id
            AND e.id >= s.id - {number} %% (CASE WHEN {number} > %s THEN 7 ELSE 28 END)
        ))
        ORDER BY s.id
    """  # noqa: S608 - what is put in are our own names and placeholders
    now = (today - FIRST_DAY).days
    with connection.cursor() as cursor:
        cursor.execute(query, [*ids, now - DAILY.days, now - WEEKLY.days])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _events(ids: list[int]) -> Iterable[Event]:
    query = f"""
        SELECT * FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY package_id ORDER BY at DESC, id DESC) AS place
            FROM {Event._meta.db_table} WHERE package_id IN ({_marks(ids)})
        ) e WHERE place <= %s ORDER BY package_id, place
    """  # noqa: S608 - what is put in are our own names and placeholders
    return Event.objects.raw(query, [*ids, EVENTS_LOADED])


def _addresses(ids: list[int]) -> Iterable[PastAddress]:
    table = PastAddress._meta.db_table
    query = f"SELECT * FROM {table} WHERE package_id IN ({_marks(ids)}) ORDER BY until DESC, id"  # noqa: S608
    return PastAddress.objects.raw(query, ids)


def _marks(ids: list[int]) -> str:
    return ", ".join(["%s"] * len(ids))
