"""The rows of a comparison that fill themselves: each a line that says all there is to it.

`None` is a value that is not known. It is never shown as a text and never compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from packaging.version import Version

from packdex.core import versions
from packdex.core.comparison.facts import Facts, least_python, resting
from packdex.core.verdict import lifecycle


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of facts.

    `value` takes it from a package's facts, None where it is not known; `shown` is the value as a
    short text, seen from a day (UTC); `order` what values are compared by. `larger_first`: who
    sorts by it means the largest first. `numeric`: it is set as numbers are. `better` says whether
    larger is better (True), smaller is (False), or neither (None).
    """

    key: str
    label: str
    description: str
    value: Callable[[Facts], Any]
    shown: Callable[[Any, date], str]
    order: Callable[[Any], Any]
    larger_first: bool = True
    numeric: bool = False
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A version and when it was released; either may be unknown, not both."""

    version: str | None
    at: datetime | None


def age(at: datetime, today: date) -> str:
    """How long ago a time was, in whole days, months or years, seen from `today` (UTC)."""
    days = (today - at.astimezone(UTC).date()).days
    if days <= 0:
        return "today"
    if days < 60:
        return f"{days} day{'s' if days > 1 else ''} ago"
    if days < 730:
        return f"{round(days / 30.44)} months ago"
    return f"{days / 365.25:.1f} years ago"


def _release(facts: Facts) -> Dated | None:
    if facts.version is None and facts.released is None:
        return None
    return Dated(facts.version, facts.released)


_SOME_TIME = datetime.min.replace(tzinfo=UTC)


def _shown_release(release: Dated, today: date) -> str:
    told = [release.version or "", f"({age(release.at, today)})" if release.at else ""]
    return " ".join(filter(None, told))


def _release_order(release: Dated) -> tuple[datetime, versions.SortKey]:
    return release.at or _SOME_TIME, versions.sort_key(release.version or "")


def _day(at: datetime, today: date) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d} ({age(at, today)})"


def _commits(facts: Facts) -> Sequence[int] | None:
    return facts.commits or None


def _count(value: int, _: date) -> str:
    return f"{value:,}"


def _plain(value: Any, _: date) -> str:
    return str(value)


def _itself(value: Any) -> Any:
    return value


def _folded(value: str) -> str:
    return value.casefold()


@dataclass(frozen=True, slots=True)
class Pythons:
    """Which versions of Python: the range as told, the first that it allows, and those named."""

    text: str
    least: Version | None
    named: tuple[str, ...]


def _pythons(facts: Facts) -> Pythons | None:
    if not (facts.requires_python or facts.pythons):
        return None
    text = facts.requires_python or span(facts.pythons)
    least = least_python(facts) or (Version(facts.pythons[0]) if facts.pythons else None)
    return Pythons(text, least, facts.pythons)


def span(named: Sequence[str]) -> str:
    """Versions from old to new in few words: the one, or the first and the last."""
    return named[0] if len(named) == 1 else f"{named[0]} – {named[-1]}"  # noqa: RUF001


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


_LOWEST = Version("0.dev0")

USUAL_STATUS = "active"


def _state(facts: Facts) -> str | None:
    if reason := resting(facts):
        return reason
    if facts.status:
        return facts.status
    return USUAL_STATUS if facts.archived is False else None


_BEST_FIRST = ("active", "finished", "needs-help", "at-risk", "unknown", "dormant")
"""States in life in which there is something to hope for, then those in which there is little; all
others come last, as the rules have them."""


def _verdict_order(key: str) -> tuple[int, str]:
    return _BEST_FIRST.index(key) if key in _BEST_FIRST else len(_BEST_FIRST), key


FACT_ROWS: tuple[FactRow, ...] = (
    FactRow(
        "state",
        "State",
        "What its registry, its forge and people say: active, deprecated, archived, quarantined.",
        _state,
        _plain,
        lambda state: (state != USUAL_STATUS, state),
        larger_first=False,
    ),
    FactRow(
        "verdict",
        "Verdict",
        "What to think of it, by the first rule that matches: active, finished, at risk, dormant.",
        lambda facts: facts.verdict,
        lambda key, _: lifecycle.BY_KEY[key].label if key in lifecycle.BY_KEY else key,
        _verdict_order,
        larger_first=False,
    ),
    FactRow(
        "release",
        "Latest release",
        "The version that its registry puts forward, and how long ago it was released.",
        _release,
        _shown_release,
        _release_order,
    ),
    FactRow(
        "commit",
        "Last commit",
        "The newest commit of the main branch.",
        lambda facts: facts.last_commit,
        _day,
        _itself,
    ),
    FactRow(
        "commits",
        "Commits",
        "Commits in the last 52 weeks.",
        _commits,
        lambda weeks, _: f"{sum(weeks):,}",
        sum,
        numeric=True,
    ),
    FactRow(
        "licence",
        "Licence",
        "What its registry or its repository names, as a SPDX expression where that is clear.",
        lambda facts: facts.licence or None,
        _plain,
        _folded,
        larger_first=False,
    ),
    FactRow(
        "python",
        "Python",
        "The versions of Python that it may be installed for.",
        _pythons,
        lambda pythons, _: pythons.text,
        lambda pythons: (pythons.least or _LOWEST, pythons.text),
        larger_first=False,
    ),
    FactRow(
        "django",
        "Django",
        "The versions of Django that the project names.",
        lambda facts: facts.frameworks or None,
        lambda named, _: span(named),
        lambda named: (_numbers(named[-1]), _numbers(named[0])),
    ),
    FactRow(
        "advisories",
        "Advisories",
        "Open security advisories: those that affect the latest release.",
        lambda facts: facts.advisories,
        lambda count, _: f"{count:,}" if count else "none open",
        _itself,
        larger_first=False,
        numeric=True,
        better=False,
    ),
    FactRow(
        "contributors",
        "Contributors",
        "People who wrote commits.",
        lambda facts: facts.contributors,
        _count,
        _itself,
        numeric=True,
    ),
    FactRow(
        "issues",
        "Open issues",
        "Open issues, as its forge counts them.",
        lambda facts: facts.open_issues,
        _count,
        _itself,
        numeric=True,
    ),
    FactRow(
        "stars",
        "Stars",
        "People who starred it on its forge. Adoption, not health.",
        lambda facts: facts.stars,
        _count,
        _itself,
        numeric=True,
    ),
    FactRow(
        "downloads",
        "Downloads",
        "Downloads in the last month that was told. Adoption, not health.",
        lambda facts: facts.downloads,
        _count,
        _itself,
        numeric=True,
    ),
    FactRow(
        "users",
        "Used by",
        "People of this directory who said that they use it. Adoption, not health.",
        lambda facts: facts.users or None,  # that nobody said so does not mean that nobody does
        _count,
        _itself,
        numeric=True,
    ),
)

BY_KEY = {row.key: row for row in FACT_ROWS}
