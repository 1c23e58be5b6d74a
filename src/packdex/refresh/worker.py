"""Working off what is due: claim a batch of a source, ask, record, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count

from packdex.catalog import documents
from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.models import SourceState
from packdex.refresh.claims import claim, new_owner, release
from packdex.refresh.context import Context
from packdex.refresh.outcomes import FAILED, FETCHED, NOT_HERE, Report
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
    run = _Run(wish, context, note)
    if workers == 1:
        run.work()
    else:
        with ThreadPoolExecutor(workers) as pool:
            turns = [pool.submit(run.work_and_close) for _ in range(workers)]
            for turn in turns:
                turn.result()
    # At the end, or the answers of a package would be made anew after each of its sources. Until
    # then they are stale, and made by whoever reads them.
    documents.prepare(documents.PACKAGE, sorted(run.written))


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


@dataclass
class _Run:
    """What the threads of one run share.

    `written` are the packages of which something new was recorded, `ended` the sources that this
    machine cannot ask now.
    """

    wish: Wish
    context: Context
    note: Note
    written: set[int] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)

    def work_and_close(self) -> None:
        try:
            self.work()
        finally:
            connection.close()

    def work(self) -> None:
        """Work off the wish."""
        owner = new_owner()
        try:
            for source in self.wish.sources:
                self._work_off(source, owner)
        finally:
            # What was claimed and not asked about waits for nobody.
            release(owner)

    def _work_off(self, source: str, owner: str) -> None:
        left = self.wish.limit
        for batch in self._batches(source, owner):
            ids = {state.package.slug: state.package_id for state in batch}
            for report in STAGES[source].run(batch, self.context):
                if report.result in WRITTEN:
                    self.written.add(ids[report.slug])
                elif report.result == NOT_HERE:
                    self.ended.add(source)
                self.note(report)
            if left is not None:
                left -= len(batch)
                if left <= 0:
                    break

    def _batches(self, source: str, owner: str) -> Iterator[list[SourceState]]:
        """Claimed rows, a batch at a time, each row at most once however it comes out."""
        wish = self.wish
        size = min(STAGES[source].batch, wish.limit or STAGES[source].batch)
        waiting = wish.packages
        seen: set[int] = set()
        while source not in self.ended:
            now = self.context.now()
            most = _most(source, size, wish, now)
            ids = claim(source, owner, now, most, packages=waiting) if most else []
            if not seen.isdisjoint(ids):
                # Due again already: put back, or by a clock that was set back. The next run comes
                # to them.
                ids = [id_ for id_ in ids if id_ not in seen]
            if not ids:
                return
            seen.update(ids)
            related = "package__facts" if STAGES[source].facts else "package"
            rows = SourceState.objects.filter(id__in=ids).select_related(related)
            by_id = {row.pk: row for row in rows}
            batch = [by_id[id_] for id_ in ids if id_ in by_id]
            yield batch
            if waiting is not None:
                done = {row.package_id for row in batch}
                waiting = [id_ for id_ in waiting if id_ not in done]
