"""What a visitor chose to see of a comparison, as it stands in an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from packdex.core.comparison.rows import BY_KEY

LONGEST_TEXT = 100  # characters of the text filter
MOST_COMPARED = 25  # packages named in one address
MOST_HIDDEN = 1000  # rows, and packages

PERMISSIVE = "permissive"

_VERSION = re.compile(r"\d{1,3}\.\d{1,4}", re.ASCII)
_SLUG = re.compile(r"[-a-z0-9_]{1,255}")
_FEATURE = re.compile(r"f\d{1,18}", re.ASCII)
_LICENCE = re.compile(r"[A-Za-z0-9.+-]{1,64}")


@dataclass(frozen=True, slots=True)
class View:
    """All choices; what is not chosen has its default.

    `packages` are the slugs to compare outside of a grid, in their order, and `base` the one that
    the others are compared with ("" for none). `flipped`: packages are rows. `sort` is the key of a
    row ("" for the order that is given), and `descending` turns it. `licence` is "permissive" or
    one SPDX identifier; `python` and `django` are versions that have to be supported.
    `hidden_rows` are keys, `hidden_packages` slugs.
    """

    packages: tuple[str, ...] = ()
    base: str = ""
    flipped: bool = False
    q: str = ""
    maintained: bool = False
    licence: str = ""
    python: str = ""
    django: str = ""
    sort: str = ""
    descending: bool = False
    only_differences: bool = False
    hidden_rows: tuple[str, ...] = ()
    hidden_packages: tuple[str, ...] = ()

    @property
    def filters(self) -> bool:
        """Whether anything but the hidden packages decides which packages are seen."""
        return bool(self.q or self.maintained or self.licence or self.python or self.django)

    # ---- as it stands in an address

    def query(self) -> str:
        """The query part of an address of this view, without "?"; "" when all is default."""
        parts = [f"p={slug}" for slug in self.packages]
        parts += [
            f"{name}={quote(value)}"
            for name, value in (
                ("base", self.base),
                ("q", self.q),
                ("licence", self.licence),
                ("python", self.python),
                ("django", self.django),
            )
            if value
        ]
        parts += [
            f"{name}=1"
            for name, chosen in (
                ("maintained", self.maintained),
                ("flip", self.flipped),
                ("diff", self.only_differences),
            )
            if chosen
        ]
        if self.sort:
            parts.append(f"sort={'-' if self.descending else ''}{self.sort}")
        if self.hidden_rows:
            parts.append(f"hide={','.join(self.hidden_rows)}")
        if self.hidden_packages:
            parts.append(f"without={','.join(self.hidden_packages)}")
        return "&".join(parts)

    def address(self, path: str) -> str:
        """`path` with this view's query behind it."""
        query = self.query()
        return f"{path}?{query}" if query else path

    # ---- the same view with one thing changed

    def flip(self) -> View:
        """With packages and rows changed over."""
        return replace(self, flipped=not self.flipped)

    def sorted_by(self, key: str, *, descending: bool) -> View:
        """Sorted by the row with that key; "" for the order that is given."""
        return replace(self, sort=key, descending=descending and bool(key))

    def hiding_row(self, key: str) -> View:
        """Without the row with that key."""
        return replace(self, hidden_rows=_with(self.hidden_rows, key))

    def showing_row(self, key: str) -> View:
        """With the row with that key."""
        return replace(self, hidden_rows=_without(self.hidden_rows, key))

    def hiding_package(self, slug: str) -> View:
        """Without that package."""
        return replace(self, hidden_packages=_with(self.hidden_packages, slug))

    def showing_package(self, slug: str) -> View:
        """With that package."""
        return replace(self, hidden_packages=_without(self.hidden_packages, slug))

    def showing_all(self) -> View:
        """With every row and every package that was hidden, and with rows that do not differ."""
        return replace(self, hidden_rows=(), hidden_packages=(), only_differences=False)

    def differences(self, *, only: bool) -> View:
        """With only the rows that differ, or with all."""
        return replace(self, only_differences=only)

    def unfiltered(self) -> View:
        """Without any filter; what is hidden stays hidden."""
        return replace(self, q="", maintained=False, licence="", python="", django="")

    def compared_with(self, slug: str) -> View:
        """With that package as the one that others are compared with; "" for none."""
        return replace(self, base=slug)

    def adding(self, slug: str) -> View:
        """With one package more to compare, where there is room."""
        room = len(self.packages) < MOST_COMPARED
        return replace(self, packages=_with(self.packages, slug)) if room else self

    def removing(self, slug: str) -> View:
        """With one package less to compare."""
        return replace(
            self,
            packages=_without(self.packages, slug),
            base="" if self.base == slug else self.base,
            hidden_packages=_without(self.hidden_packages, slug),
        )


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return values if value in values else (*values, value)


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(one for one in values if one != value)


# ---- reading


def read(parameters: Iterable[tuple[str, Sequence[str]]]) -> tuple[View, list[str]]:
    """The view that query parameters ask for, and a sentence about each value that is wrong.

    `parameters` are pairs of a name and all its values (of Django's `request.GET`: `.lists()`).
    Names that are unknown are passed over, wrong values count as not given. Of a parameter with one
    value the last one counts; lists may be given as several values or parted by commas.
    """
    given = dict(parameters)
    chosen: dict[str, Any] = {}
    problems: list[str] = []
    for name, reader in _READERS.items():
        if values := [value for value in given.get(name, ()) if value.strip()]:
            found, wrong = reader(name, values)
            chosen |= found
            problems += wrong
    return View(**chosen), problems


Reader = Callable[[str, Sequence[str]], tuple[dict[str, Any], list[str]]]


def _text(name: str, values: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    text = " ".join("".join(c if c.isprintable() else " " for c in values[-1]).split())
    if len(text) <= LONGEST_TEXT:
        return {"q": text}, []
    cut = text[:LONGEST_TEXT].strip()
    return {"q": cut}, [f"{name}: only the first {LONGEST_TEXT} characters are looked for."]


_ON, _OFF = frozenset({"1", "on", "yes", "true"}), frozenset({"0", "off", "no", "false"})


def _switch(target: str) -> Reader:
    def reader(name: str, values: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        value = values[-1].strip().lower()
        wrong = [] if value in _ON | _OFF else [_wrong(name, values[-1], "1 or 0")]
        return {target: value in _ON}, wrong

    return reader


def _one(pattern: re.Pattern[str], accepted: str, clean: Callable[[str], str] = str) -> Reader:
    def reader(name: str, values: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        value = clean(values[-1].strip())
        if pattern.fullmatch(value):
            return {name: value}, []
        return {}, [_wrong(name, value, accepted)]

    return reader


def _many(target: str, most: int, fits: Callable[[str], object], accepted: str) -> Reader:
    def reader(name: str, values: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        # Slugs and keys have no capitals, but who types them may.
        told = [part.strip().lower() for value in values for part in value.split(",")]
        named = list(dict.fromkeys(filter(None, told)))
        right = [one for one in named if fits(one)]
        problems = [_wrong(name, one, accepted) for one in named if not fits(one)][:5]
        if len(right) > most:
            problems.append(f"{name}: only the first {most} of {len(right):,} are taken.")
        return {target: tuple(right[:most])}, problems

    return reader


def _sort(name: str, values: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    key = values[-1].strip()
    descending, key = key.startswith("-"), key.removeprefix("-")
    if is_row_key(key):
        return {"sort": key, "descending": descending}, []
    return {}, [_wrong(name, values[-1], _ROW_KEYS)]


def is_row_key(text: str) -> bool:
    """Whether `text` can be the key of a row: of a fact row, or of a feature."""
    return text in BY_KEY or _FEATURE.fullmatch(text) is not None


_ROW_KEYS = f"one of {', '.join(BY_KEY)}, or f with the number of a feature"


def _wrong(name: str, value: str, accepted: str) -> str:
    shown = value if len(value) <= 40 else f"{value[:39]}…"
    return f"{name}={shown} was left aside: it takes {accepted}."


_READERS: Mapping[str, Reader] = {
    "p": _many("packages", MOST_COMPARED, _SLUG.fullmatch, "the slugs of packages"),
    "base": _one(_SLUG, "the slug of a package", str.lower),
    "q": _text,
    "licence": _one(_LICENCE, 'one SPDX identifier as "MIT", or "permissive"'),
    "python": _one(_VERSION, 'a version as "3.12"'),
    "django": _one(_VERSION, 'a version as "5.2"'),
    "maintained": _switch("maintained"),
    "flip": _switch("flipped"),
    "diff": _switch("only_differences"),
    "sort": _sort,
    "hide": _many("hidden_rows", MOST_HIDDEN, is_row_key, _ROW_KEYS),
    "without": _many("hidden_packages", MOST_HIDDEN, _SLUG.fullmatch, "the slugs of packages"),
}
