"""Reading single fields of a foreign JSON object, strictly."""

from __future__ import annotations

import re
import reprlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

# Half of what the databases can count to: after an import the ids still have room to grow.
MAX_ID = 2**62
MAX_COUNT = 2**63 - 1
YEARS = range(1900, 3000)

_SLUG = re.compile(r"[-a-z0-9_]{1,50}")
_LINK = re.compile(
    r"(?P<origin>https?://[A-Za-z0-9.:\[\]_-]{1,260})?(?:/[^?#]*)?"
    r"/(?P<kind>packages|grids|categories)/(?P<id>[0-9]{1,19})/?(?:\.[a-z]+)?/?(?:\?[^#]*)?"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Fields = Mapping[str, object]


class RecordError(Exception):
    """An object that is not what v4 promises.

    `field` is its wrong part ("" for the object as a whole); `reason` says what it is and what
    would be accepted.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


def wrong(field: str, value: object, expected: str) -> RecordError:
    """The error that `field` is `value` (shortened here) where `expected` would be right."""
    return RecordError(field, f"{shown(value)} is not accepted; expected {expected}")


def shown(value: object) -> str:
    """`value` as it may be printed: short, on one line, without control characters."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = 60
    short.maxlevel, short.maxlist, short.maxdict = 2, 3, 3
    try:
        return short.repr(value)
    except ValueError:  # an integer with more digits than Python agrees to write
        return f"a {type(value).__name__}"


def given(fields: Fields, name: str) -> object:
    """The value of a field that has to be there."""
    if name not in fields:
        raise RecordError(name, "the field is missing")
    return fields[name]


def text(fields: Fields, name: str, *, most: int, least: int = 0) -> str:
    """One line of text with `least` to `most` characters; blanks alone count as none."""
    value = long_text(fields, name, most=most)
    if _CONTROL.search(value):
        raise wrong(name, value, "text without control characters or line ends")
    if len(value.strip()) < least:
        raise wrong(name, value, f"{least} to {most} characters")
    return value


def long_text(fields: Fields, name: str, *, most: int) -> str:
    """Text of any shape with at most `most` characters, as databases can hold it."""
    value = given(fields, name)
    if not isinstance(value, str):
        raise wrong(name, value, "text")
    return storable(name, value, most)


def storable(name: str, value: str, most: int) -> str:
    """`value`, when every database can hold it and it has at most `most` characters."""
    if len(value) > most:
        raise RecordError(
            name, f"{shown(value)} has {len(value)} characters; expected at most {most}"
        )
    if "\0" in value:
        raise wrong(name, value, "text without the character U+0000")
    if _SURROGATE.search(value):
        raise wrong(name, value, "text that is UTF-8, without halves of characters")
    return value


def slug(fields: Fields, name: str) -> str:
    """A slug of the contract."""
    value = given(fields, name)
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise wrong(name, value, "1 to 50 lower-case letters a-z, digits, hyphens or underscores")
    return value


def flag(fields: Fields, name: str) -> bool:
    """True or false, and nothing that stands for them."""
    value = given(fields, name)
    if not isinstance(value, bool):
        raise wrong(name, value, "true or false")
    return value


def number(field: str, value: object, *, least: int = 0, most: int = MAX_COUNT) -> int:
    """A whole number; true and 1.0 are none."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise wrong(field, value, f"a whole number from {least} to {most}")
    return value


def ident(fields: Fields, name: str) -> int:
    """An id."""
    return number(name, given(fields, name), least=1, most=MAX_ID)


def moment(fields: Fields, name: str) -> datetime:
    """A date and time with its offset, as UTC."""
    value = given(fields, name)
    expected = 'an ISO 8601 time with its offset, such as "2026-02-15T13:04:50-05:00"'
    if not isinstance(value, str) or len(value) > 40:
        raise wrong(name, value, expected)
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise wrong(name, value, expected)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong(name, value, expected) from None
    if found.year not in YEARS:
        raise wrong(name, value, f"a time in the years {YEARS[0]} to {YEARS[-1]}")
    return found


def members(fields: Fields, name: str, *, most: int) -> list[object]:
    """A list with at most `most` members."""
    value = given(fields, name)
    if not isinstance(value, list):
        raise wrong(name, value, "a list")
    if len(value) > most:
        raise RecordError(name, f"has {len(value)} members; expected at most {most}")
    return value


def link(field: str, value: object, kind: str) -> tuple[str, int]:
    """The origin ("" if there is none) and the id of a link to an object of `kind`."""
    match = _LINK.fullmatch(value) if isinstance(value, str) else None
    if match is None or match["kind"] != kind or not 1 <= int(match["id"]) <= MAX_ID:
        raise wrong(field, value, f"a link that ends in /{kind}/<id>/")
    return match["origin"] or "", int(match["id"])


def links(fields: Fields, name: str, kind: str, *, most: int) -> tuple[int, ...]:
    """The ids that a list of links names, each once."""
    values = members(fields, name, most=most)
    ids = tuple(link(f"{name}[{n}]", value, kind)[1] for n, value in enumerate(values))
    if len(set(ids)) != len(ids):
        twice, _ = Counter(ids).most_common(1)[0]
        raise RecordError(name, f"names {twice} more than once; expected each link once")
    return ids
