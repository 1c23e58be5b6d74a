"""Tags: what is known of a thing beside its words, in the form in which the index finds it.

A tag has a colon, or begins with a sign, so that no word is taken for one. They hold letters,
digits and `:=@.-` only, which both databases' indexes take as they are.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from packdex.core.search.words import LONGEST, fold, words_of

PACKAGE, GRID = "k:p", "k:g"
ARCHIVED, DEPRECATED = "x:archived", "x:deprecated"
IN_GRID, RELEASED = "x:ingrid", "x:released"
NEVER = "x:undated"

_EPOCH = date(1970, 1, 1)
_FIRST_YEAR = 1990


def whole_name(compact: str) -> str:
    """The tag of a whole name, as `words.compact` gives it."""
    return f"={compact}"


def name_stem(stem: str) -> str:
    """The tag of a stem that is in the name."""
    return f"n:{stem}"


def category(id_: int) -> str:
    """The tag of a category's packages."""
    return f"c:{id_}"


def grid(id_: int) -> str:
    """The tag of a grid's packages."""
    return f"g:{id_}"


@lru_cache(maxsize=20_000)
def author(login: str) -> str:
    """The tag of a person's packages; "" where that can be no login."""
    kept = re.sub(r"[^\w.-]+", "", fold(login), flags=re.ASCII)[:LONGEST]
    return f"@{kept}" if kept else ""


def licence(text: str) -> str:
    """The tag that is looked for by a licence, or by a word of its name."""
    words = words_of(text)
    return f"l:{''.join(words)[:LONGEST]}" if words else ""


@lru_cache(maxsize=2_000)
def licences(text: str) -> tuple[str, ...]:
    """The tags of a licence: all of its name, each licence of several, and each of its words."""
    named = [words_of(part) for part in (text[:80], *_JOINED.split(text[:80]))]
    words = named[0]
    if not words:
        return ()
    wholes = (f"l:{''.join(each)[:LONGEST]}" for each in named if each)
    parts = (f"l:{word}" for word in words if word not in {"license", "licence"})
    return tuple(dict.fromkeys((*wholes, *parts)))


# "MIT OR (Apache-2.0 AND ISC)": what stands between the licences of an SPDX expression.
_JOINED = re.compile(r"\s+(?:OR|AND|WITH)\s+|[()]")


def python(version: str) -> str:
    """The tag of what supports a version of Python ("3.13")."""
    return f"py:{version}"


@lru_cache(maxsize=2_000)
def framework(text: str) -> str:
    """The tag of a framework ("Django") or of a version of it ("django-5.2", "Wagtail 6")."""
    parts = re.findall(r"[^\W_]+(?:\.\d+)*", fold(text))
    return f"fw:{'-'.join(parts)[:LONGEST]}" if parts else ""


def stars(count: int) -> str:
    """The tag of a number of stars: how many binary digits it has."""
    return f"s:{count.bit_length()}"


def stars_between(low: int, high: int) -> tuple[str, ...]:
    """The tags of all numbers of stars in a range, and of some beside it."""
    levels = range(max(low, 0).bit_length(), min(max(high, 0).bit_length(), 40) + 1)
    return tuple(f"s:{level}" for level in levels)


@lru_cache(maxsize=20_000)
def updated(day: int) -> str:
    """The tags of a day (days since 1970): its month and its year."""
    then = _EPOCH + timedelta(days=day)
    return f"m:{then.year}-{then.month} y:{then.year}"


def updated_between(low: int, high: int, today: date) -> tuple[str, ...]:
    """The tags of all months in a range of days up to next year, and of some days beside it.

    Years are named as a whole where all of one is in the range.
    """
    last = (date(today.year + 1, 12, 31) - _EPOCH).days
    first = _EPOCH + timedelta(days=min(max(low, 0), last))
    until = _EPOCH + timedelta(days=min(max(high, 0), last))
    found = []
    for year in range(max(first.year, _FIRST_YEAR), until.year + 1):
        begin = first.month if year == first.year else 1
        end = until.month if year == until.year else 12
        whole = (begin, end) == (1, 12)
        found += [f"y:{year}"] if whole else [f"m:{year}-{m}" for m in range(begin, end + 1)]
    return tuple(found)
