"""What people typed, checked before it is stored: length, control characters, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from packdex.catalog.actions.errors import InvalidError
from packdex.core.weblinks import web_address

LONGEST_WHY = 500

Reader = Callable[[Any], Any]


def line(field: str, value: object, *, longest: int, needed: bool = False) -> str:
    """One line: runs of white space become a blank, and other control characters are refused.

    Raises InvalidError, also where it is longer than `longest` characters, or empty but `needed`.
    """
    return _checked(field, " ".join(_text(field, value).split()), longest, needed)


def lines(field: str, value: object, *, longest: int) -> str:
    """A text of several lines, without blanks around it; all line ends are made alike.

    Raises InvalidError.
    """
    text = re.sub("\r\n?", "\n", _text(field, value)).strip()
    return _checked(field, text, longest, needed=False)


def address(field: str, value: object, *, longest: int = 1000) -> str:
    """An http or https address, or "". Raises InvalidError."""
    text = _text(field, value).strip()
    if not text:
        return ""
    if len(text) <= longest and web_address(text) is None:
        raise InvalidError(
            field, f"{_short(text)} is no address; one begins with https:// and has no blanks."
        )
    return _checked(field, text, longest, needed=False)


def optional_address(field: str, value: object) -> str | None:
    """As `address`, but None ("nobody said") stays apart from "" ("there is none")."""
    return None if value is None else address(field, value)


def flag(field: str, value: object) -> bool:
    """True or False. Raises InvalidError for anything else."""
    if not isinstance(value, bool):
        raise InvalidError(field, f"{_short(str(value))} is neither true nor false.")
    return value


def why(value: object) -> str:
    """The reason that somebody gave for a change; "" for none. Raises InvalidError."""
    return line("why", value, longest=LONGEST_WHY)


def position(value: object, last: int) -> int:
    """A place in a list, from 0 to `last`. Raises InvalidError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= last:
        raise InvalidError("position", f"{_short(str(value))} is no place; from 0 to {last} are.")
    return value


def changed(
    row: object, wanted: Mapping[str, object], readers: Mapping[str, Reader]
) -> dict[str, Any]:
    """The values of `wanted`, checked, that are not those of `row` already.

    What stands in the row is not checked again: an import may have brought longer texts. Raises
    InvalidError, also for names that `readers` does not have.
    """
    if unknown := sorted(wanted.keys() - readers.keys()):
        raise InvalidError(unknown[0], f"cannot be set here; {', '.join(readers)} can.")
    read = {
        name: readers[name](value) for name, value in wanted.items() if value != getattr(row, name)
    }
    return {name: value for name, value in read.items() if value != getattr(row, name)}


def reader(read: Callable[..., Any], field: str, **limits: Any) -> Reader:
    """`read` for one field, with its limits."""
    return partial(read, field, **limits)


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidError(field, f"{_short(repr(value))} is no text.")
    for character in value:
        # "Cc" are control characters, NUL among them; "Cs" halves of a character, which no
        # database of ours can hold.
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r":
            raise InvalidError(
                field, f"holds the control character U+{ord(character):04X}; plain text is taken."
            )
    return value


def _checked(field: str, text: str, longest: int, needed: bool) -> str:  # noqa: FBT001
    if needed and not text:
        raise InvalidError(field, f"is empty; a text of up to {longest} characters is needed.")
    if len(text) > longest:
        raise InvalidError(
            field, f"{_short(text)} has {len(text):,} characters; at most {longest:,} are taken."
        )
    return text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
