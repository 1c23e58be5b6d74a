"""Lists whose rows have a place: features and packages of a grid, and the form that moves one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from packdex.web.edit.form import sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list as the page shows it. `at` counts from 0, `number` from 1.

    `key` is what its form sends to say which row it is; "" for a row that is not shown to all.
    """

    key: str
    title: str
    text: str
    at: int
    edit: str = ""
    fill: str = ""
    remove: str = ""
    last: bool = False

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.at + 1

    @property
    def before(self) -> int:
        """The place above it."""
        return max(0, self.at - 1)

    @property
    def after(self) -> int:
        """The place below it."""
        return self.at if self.last else self.at + 1


class NoPlaceError(ValueError):
    """What was sent names no place; the message says what would."""


def wanted_place(sent: QueryDict, count: int) -> int:
    """The place that a form of the list sends, counted from 0.

    `to` comes from the buttons for up and down, counted from 0; `number` from the field, from 1.
    Raises NoPlaceError for what is no place among `count`.
    """
    first = 0 if "to" in sent else 1
    text = str(sent.get("to" if "to" in sent else "number", "")).strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise NoPlaceError(_wrong(text, count))
    at = int(text) - first
    if not 0 <= at < count:
        raise NoPlaceError(_wrong(text, count))
    return at


def _wrong(text: str, count: int) -> str:
    short = text if len(text) <= 20 else f"{text[:19]}…"
    return sentence(f"{short!r} is no place: there are 1 to {count}.")


def id_in(text: str) -> int:
    """The id that a form sends; -1, which nothing has, for what is no id."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1
