"""Keeping the facts fresh for as long as the process lives."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from packdex.accounts.tidying import tidy
from packdex.catalog.actions.facts.derive import derive_weeks
from packdex.catalog.actions.facts.history import take_snapshots
from packdex.catalog.actions.facts.judge import judge_all
from packdex.catalog.actions.facts.weigh import weigh_all
from packdex.refresh.advisories import take_todays
from packdex.refresh.chores import once_a_day, once_an_hour
from packdex.refresh.context import Context
from packdex.refresh.leftovers import remove_leftovers
from packdex.refresh.planning import plan_new
from packdex.refresh.telling import tell
from packdex.refresh.worker import Note, Wish, work

PAUSE_S = 30
"""Between two looks at what is due. An idle look is a few small queries."""


def watch(
    context: Context,
    sources: Sequence[str],
    workers: int,
    note: Note,
    stop: Callable[[], bool],
    pause_s: float = PAUSE_S,
) -> None:
    """Work off what is due, do the day's chores, wait, and again, until `stop` says so.

    Copies of repositories that nobody needs any more go once a day, from the first look on.
    """
    tidied: date | None = None
    while not stop():
        do_chores(context)
        plan_new(context)
        if tidied != (today := context.now().date()):
            remove_leftovers(context.repositories, context.now())
            tidied = today
        work(Wish(sources), context, note, workers)
        end = time.monotonic() + pause_s
        while not stop() and time.monotonic() < end:
            time.sleep(min(1.0, pause_s))


def do_chores(context: Context) -> None:
    """What is done once a day, after midnight UTC.

    Weekly commits anew; the advisories, where the settings name a dump; the verdicts; what can
    be moved to which version; the snapshots; and what is left of sessions and accounts goes. Once
    an hour, the mail to maintainers.
    """
    now = context.now()
    once_a_day("weekly commits", now, lambda: derive_weeks(now))
    if context.advisories:
        once_a_day("advisories", now, lambda: take_todays(context))
    once_a_day("verdicts", now, lambda: judge_all(now))
    once_a_day("upgrades", now, lambda: weigh_all(now))
    once_a_day("snapshots", now, lambda: take_snapshots(now))
    once_a_day("accounts", now, lambda: tidy(now))
    once_an_hour("mail to maintainers", now, tell)
