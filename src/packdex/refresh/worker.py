"""Working off what is due: claim a batch of a source, ask, record, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count

from packdex.catalog import documents
from packdex.catalog.actions.states import REGISTRY
from packdex.catalog.models import SourceState
from packdex.refresh.claims import claim, new_owner
from packdex.refresh.context import Context
from packdex.refresh.outcomes import FAILED, FETCHED, Report
from packdex.refresh.serials import pass_over_unchanged
from packdex.refresh.stages import STAGES

Note = Callable[[Report], None]

WRITTEN = frozenset({FETCHED, FAILED})
"""Results after which a package's answers are prepared. Where nothing changed they show a new date
when they are read; until then nobody needs them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be refreshed.

    `sources` in the order in which they are asked. `packages` (ids) asks about those, due or not;
    None about all that is due. `limit` bounds how many questions one worker asks; None: all.
    """

    sources: Sequence[str]
    packages: list[int] | None = None
    limit: int | None = None


def work(wish: Wish, context: Context, note: Note, workers: int = 1) -> None:
    """Have `workers` threads work off the wish; `note` gets every report, from any thread.

    Returns when nothing is left to claim. What another process holds is left to it.
    """
    if wish.packages is None and REGISTRY in wish.sources:
        pass_over_unchanged(context)
    written: set[int] = set()
    if workers == 1:
        _work(wish, context, note, written)
    else:
        with ThreadPoolExecutor(workers) as pool:
            asked = wish, context, note, written
            turns = [pool.submit(_work_and_close, *asked) for _ in range(workers)]
            for turn in turns:
                turn.result()
    # At the end, or the answers of a package would be made anew after each of its sources. Until
    # then they are stale, and made by whoever reads them.
    documents.prepare(documents.PACKAGE, sorted(written))


def waiting(wish: Wish, now: datetime) -> int:
    """How many questions of the wish wait at `now`, whoever may come to ask them."""
    rows = SourceState.objects.filter(source__in=wish.sources)
    if wish.packages is None:
        rows = rows.filter(due_at__lte=now)
    else:
        rows = rows.filter(package_id__in=wish.packages)
    counts = rows.order_by().values_list("source").annotate(count=Count("id"))
    return sum(min(count, _most(source, count, wish, now)) for source, count in counts)


def _most(source: str, count: int, wish: Wish, now: datetime) -> int:
    """How many of `count` rows of `source` may be asked about at `now`."""
    left = STAGES[source].left
    if left and wish.packages is None:
        count = min(count, max(0, left(now)))
    return count if wish.limit is None else min(count, wish.limit)


def _work_and_close(wish: Wish, context: Context, note: Note, written: set[int]) -> None:
    try:
        _work(wish, context, note, written)
    finally:
        connection.close()


def _work(wish: Wish, context: Context, note: Note, written: set[int]) -> None:
    """Work off the wish; the packages of which something new was recorded come into `written`."""
    owner = new_owner()
    for source in wish.sources:
        left = wish.limit
        for batch in _batches(source, owner, wish, context):
            ids = {state.package.slug: state.package_id for state in batch}
            for report in STAGES[source].run(batch, context):
                if report.result in WRITTEN:
                    written.add(ids[report.slug])
                note(report)
            if left is not None:
                left -= len(batch)
                if left <= 0:
                    break


def _batches(source: str, owner: str, wish: Wish, context: Context) -> Iterator[list[SourceState]]:
    """Claimed rows, a batch at a time, each row at most once however it comes out."""
    size = min(STAGES[source].batch, wish.limit or STAGES[source].batch)
    waiting = wish.packages
    seen: set[int] = set()
    while True:
        now = context.now()
        most = _most(source, size, wish, now)
        ids = claim(source, owner, now, most, packages=waiting) if most else []
        if not seen.isdisjoint(ids):
            # Due again already: by a clock that was set back. The next run comes to them.
            ids = [id_ for id_ in ids if id_ not in seen]
        if not ids:
            return
        seen.update(ids)
        rows = SourceState.objects.filter(id__in=ids).select_related("package", "package__facts")
        by_id = {row.pk: row for row in rows}
        batch = [by_id[id_] for id_ in ids if id_ in by_id]
        yield batch
        if waiting is not None:
            done = {row.package_id for row in batch}
            waiting = [id_ for id_ in waiting if id_ not in done]
