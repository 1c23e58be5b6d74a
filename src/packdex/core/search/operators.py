"""The operators of the query language, each with what it takes and what it looks for.

Nothing here knows the catalogue: `category:` and `grid:` hold what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from packdex.core.search import tags
from packdex.core.search.words import fold, words_of

EPOCH = date(1970, 1, 1)
MOST = 10**12


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `value` is as typed, for the page; exactly one of the others says it.

    `any_of` are tags of which a thing has one at least; `between` is a range of stars or of days
    since 1970, both ends in it, for the column `name`.
    """

    name: str
    value: str
    negated: bool = False
    any_of: tuple[str, ...] = ()
    between: tuple[int, int] | None = None

    @property
    def typed(self) -> str:
        """The operator as it is written."""
        value = f'"{self.value}"' if " " in self.value else self.value
        return f"{'-' if self.negated else ''}{self.name}:{value}"


HELP = {
    "name": ("name:forms", "the word is in the name"),
    "category": ("category:apps", "a category, by its slug or title"),
    "grid": ("grid:payment-processing", "packages of a grid, by its slug or title"),
    "author": ("author:ada", "who owns or writes it, by the login"),
    "license": ("license:mit", "a licence, or a part of its name"),
    "python": ("python:3.13", "supports that Python"),
    "framework": ("framework:django-5.2", "names that framework, or a version of it"),
    "stars": ("stars:>100", "how many stars; also stars:<10 and stars:10..50"),
    "updated": (
        "updated:<90d",
        "last commit or release; also updated:2026 and updated:>2025-06-30",
    ),
    "activity": ("activity:active", "active (a year), quiet (three years), dormant or unknown"),
    "is": ("is:archived", "package, grid, archived or deprecated"),
    "has": ("has:grid", "is in a grid; also has:release"),
}
"""Each operator with an example and what it does, in the order of the page."""

_ALIASES = {"licence": "license", "cat": "category", "owner": "author", "fw": "framework"}
_IS = {"package": tags.PACKAGE, "grid": tags.GRID, "archived": tags.ARCHIVED,
       "deprecated": tags.DEPRECATED}  # fmt: skip
_HAS = {"grid": tags.IN_GRID, "release": tags.RELEASED}
_NUMBER = re.compile(r"(>=|<=|>|<|=)?(\d{1,12})(k)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,12})\.\.(\d{1,12})", re.ASCII)
_AGE = re.compile(r"(>=|<=|>|<)?(\d{1,5})(d|w|m|y)", re.ASCII)
_DAY = re.compile(r"(>=|<=|>|<)?(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,3})?", re.ASCII)
_UNIT_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def read(name: str, value: str, *, negated: bool, today: date) -> Filter | str:
    """The filter that `name:value` is; otherwise why it is none, or "" where `name` names nothing.

    `name` is in lower case.
    """
    name = _ALIASES.get(name, name)
    value = value.strip()
    if name == "django" and value:
        name, value = "framework", f"django {value}"
    if name not in _READERS:
        return ""
    example = HELP[name][0]
    if not value:
        return f"{name}: takes a value, such as {example}"
    found = _READERS[name](value, today)
    if found is None:
        return f"{name}: does not take that; it is written as {example}"
    if isinstance(found[0], int):
        return Filter(name, value, negated, between=found)
    return Filter(name, value, negated, any_of=found)


UNKNOWN = "unknown"


def activity_days(today: date) -> dict[str, tuple[int, int]]:
    """The kinds of activity, each with the first and the last day of the update (since 1970)."""
    now = (today - EPOCH).days
    year, three = max(0, now - 365), max(0, now - 3 * 365)
    return {"active": (year, MOST), "quiet": (three, year - 1), "dormant": (0, three - 1)}


Found = tuple[str, ...] | tuple[int, int] | None


def _kept(value: str, _: date) -> Found:
    """What only the catalogue can understand stays as it is."""
    return (value,) if words_of(value) else None


def _author(value: str, _: date) -> Found:
    login = tags.author(value.lstrip("@"))
    return (login,) if login else None


def _licence(value: str, _: date) -> Found:
    tag = tags.licence(value)
    return (tag,) if tag else None


def _python(value: str, _: date) -> Found:
    return (tags.python(value),) if _VERSION.fullmatch(value) else None


def _framework(value: str, _: date) -> Found:
    tag = tags.framework(value)
    return (tag,) if tag else None


def _activity(value: str, today: date) -> Found:
    kind = fold(value)
    return (tags.NEVER,) if kind == UNKNOWN else activity_days(today).get(kind)


def _is(value: str, _: date) -> Found:
    tag = _IS.get(fold(value))
    return (tag,) if tag else None


def _has(value: str, _: date) -> Found:
    tag = _HAS.get(fold(value))
    return (tag,) if tag else None


def _stars(value: str, _: date) -> Found:
    if span := _SPAN.fullmatch(value):
        return int(span[1]), int(span[2])
    found = _NUMBER.fullmatch(value.lower())
    if not found:
        return None
    number = int(found[2]) * (1000 if found[3] else 1)
    return _range(found[1], number, number, MOST)


def _updated(value: str, today: date) -> Found:
    """Ages count backwards: younger than 90 days is later than 90 days ago."""
    now = (today - EPOCH).days
    if age := _AGE.fullmatch(value.lower()):
        then = max(0, now - int(age[2]) * _UNIT_DAYS[age[3]])
        return (0, then) if (age[1] or "<").startswith(">") else (then, int(MOST))
    found = _DAY.fullmatch(value)
    if not found:
        return None
    try:
        first, last = _days(int(found[2]), found[3], found[4])
    except (ValueError, OverflowError):
        return None
    return _range(found[1], first, last, MOST)


def _days(year: int, month: str | None, day: str | None) -> tuple[int, int]:
    """The first and the last day of a year, a month or a day."""
    first = date(year, int(month or 1), int(day or 1))
    if day:
        last = first
    elif month:
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    else:
        last = date(year, 12, 31)
    return (first - EPOCH).days, (last - EPOCH).days


def _range(sign: str | None, first: int, last: int, most: int) -> tuple[int, int]:
    ranges = {
        ">": (last + 1, most), ">=": (first, most), "<": (0, first - 1), "<=": (0, last),
    }  # fmt: skip
    return ranges.get(sign or "", (first, last))


_READERS: dict[str, Callable[[str, date], Found]] = {
    "category": _kept, "grid": _kept, "author": _author, "license": _licence, "python": _python,
    "framework": _framework, "stars": _stars, "updated": _updated, "activity": _activity,
    "is": _is, "has": _has,
}  # fmt: skip
