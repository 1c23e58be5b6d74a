"""Saving many cells at once: those that can be are saved, and the others come back."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from packdex.catalog.actions.errors import ConflictError, InvalidError
from packdex.catalog.actions.grids.edit_cells import Cell, Said, set_cell
from packdex.catalog.models import Element, Feature, Grid, GridPackage
from packdex.core.roles import Actor, RefusedError
from packdex.web.edit.form import plain, sentence
from packdex.web.edit.places import id_in
from packdex.web.edit.shown import Shown, kind_chosen, shown, understood
from packdex.web.show import one_line, shortened


@dataclass
class Item:
    """A cell in a form of many.

    `key` is the id of what it differs in from the others. `seen` says what stood there when the
    form was made: the element's version and a sum of its texts. `theirs` is what somebody else
    made of it since; `problem` what is wrong with the field `wrong`.
    """

    SENT: ClassVar = ("text", "note", "source_url", "seen", "keep")

    which: Cell
    key: int
    title: str
    about: str
    text: str = ""
    note: str = ""
    source_url: str = ""
    seen: str = ""
    stored: Element | None = None
    keep: bool = False
    theirs: Shown | None = None
    problem: str = ""
    wrong: str = ""

    @property
    def understood(self) -> str:
        """What is made of the text, in a few words; "" of none."""
        return understood(self.text[:600], self._kind()) if self.text.strip() else ""

    @property
    def printed(self) -> dict[str, str]:
        """The fields as the page holds them."""
        return {
            "text": plain(self.text),
            "note": plain(self.note),
            "source": plain(self.source_url),
        }

    @property
    def version(self) -> int:
        """The version that the person saw; -1, which no cell has, if the form does not say."""
        return id_in(self.seen.partition(".")[0])

    @property
    def touched(self) -> bool:
        """Whether the person typed something else than what they saw."""
        return _sum(self.text, self.note, self.source_url) != self.seen.partition(".")[2]

    def take(self, sent: Mapping[str, str]) -> None:
        """Fill it with what was typed."""
        self.text, self.note, self.source_url = sent["text"], sent["note"], sent["source_url"]
        self.seen, self.keep = sent["seen"], sent["keep"] == "yes"

    def said(self) -> Said:
        """What is to stand there. Raises InvalidError where a note would be lost."""
        stored = self.stored
        before = ("", stored.note, stored.source_url) if stored else ("",)
        if not self.text.strip() and {self.note.strip(), self.source_url.strip()} - set(before):
            raise InvalidError("text", "a note or a link needs a value beside it.")
        return Said(self.text, self.note, self.source_url, self._kind())

    def _kind(self) -> str:
        same = self.stored is not None and plain(self.text) == plain(self.stored.text)
        return kind_chosen(self.stored) if same else ""

    def meets(self, theirs: Element | None) -> None:
        """Show what somebody else made of it; from now on that is what the person has seen."""
        self.stored, self.theirs, self.seen = theirs, shown(theirs), seen(theirs)


@dataclass
class Filling:
    """What came of a save: how many cells were, those that were not, and what is wrong at all."""

    saved: int = 0
    left: list[Item] = field(default_factory=list)
    problem: str = ""
    refused: bool = False

    @property
    def status(self) -> int:
        """The status that the page is answered with."""
        if self.refused:
            return 403
        return 409 if any(item.theirs is not None for item in self.left) else 422


def item_of(feature: Feature, place: GridPackage, stored: Element | None, by: str) -> Item:
    """The cell as it stands; `by` is what the cells of the form differ in."""
    which = Cell(place.grid_id, feature.pk, place.package_id)
    package = place.package
    item = (
        Item(which, place.package_id, one_line(package.title), "")
        if by == "package"
        else Item(which, feature.pk, one_line(feature.title), shortened(feature.description, 200))
    )
    item.stored, item.seen = stored, seen(stored)
    if stored is not None:
        item.text, item.note, item.source_url = stored.text, stored.note, stored.source_url
    return item


def seen(row: Element | None) -> str:
    """What a form notes of a cell: its version (0: empty) and a sum of what stands there."""
    if row is None:
        return f"0.{_sum('', '', '')}"
    return f"{row.version}.{_sum(row.text, row.note, row.source_url)}"


def _sum(*texts: str) -> str:
    return f"{zlib.crc32('|'.join(plain(text).strip() for text in texts).encode()):08x}"


def save_items(actor: Actor, grid: Grid, items: list[Item], now: datetime, why: str) -> Filling:
    """Save the cells that were touched, each by itself; others' changes of the rest stay."""
    filling = Filling()
    for item in items:
        if item.keep or not item.touched:
            continue
        if filling.refused:
            filling.left.append(item)
            continue
        try:
            set_cell(actor, item.which, item.said(), expected_version=item.version, at=now, why=why)
        except ConflictError as conflict:
            item.meets(conflict.theirs)
        except InvalidError as error:
            item.problem, item.wrong = sentence(error.message), error.field
        except RefusedError as error:
            filling.problem, filling.refused = str(error), True
        else:
            filling.saved += 1
            continue
        filling.left.append(item)
    return filling
