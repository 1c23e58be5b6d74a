"""What git said of a repository on a day of the past, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from packdex.core.backtest.histories import Repository
from packdex.core.daily import day_of
from packdex.core.verdict.activity import Activity, activity

CUTS = tuple(date(year, 2, 15) for year in range(2013, 2026))
"""The days at whose beginning (00:00 UTC) nothing later is known."""

AHEAD = timedelta(days=365)
"""A repository went silent if no person committed to it for so long from the cut on."""

BEFORE_DAYS = 365
"""A repository was alive if a person committed to it within so many days before the cut."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One repository on one day: what was known then, and whether it went silent.

    `age_days` are the days since the last commit of a person. `stars` are today's: nobody kept
    those of then, so they know more than the day did.
    """

    name: str
    cut: date
    known: Activity
    age_days: float
    stars: int | None
    silent: bool

    @property
    def alive(self) -> bool:
        """Whether a person had committed within the year before."""
        return self.age_days <= BEFORE_DAYS


def samples(
    repositories: Sequence[Repository], half_life: float, cuts: Sequence[date] = CUTS
) -> Iterator[Sample]:
    """A sample for each repository and cut before which a person had committed.

    A commit is known from its committer date on; its day is that of its author date, as the
    catalogue counts. Whether a person commits in the year after goes by committer dates.
    """
    for repository in repositories:
        for cut in cuts:
            begin = datetime(cut.year, cut.month, cut.day, tzinfo=UTC)
            now, end = begin.timestamp(), (begin + AHEAD).timestamp()
            known = [(at, written) for at, written in repository.commits if at < now]
            days = [day for _, written in known if written < now and (day := day_of(written))]
            if days:
                yield Sample(
                    name=repository.name,
                    cut=cut,
                    known=activity(days, cut, half_life),
                    age_days=(now - max(at for at, _ in known)) / 86_400,
                    stars=repository.stars,
                    silent=not any(now <= at < end for at, _ in repository.commits),
                )
