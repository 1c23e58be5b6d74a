"""Changes as pages and feeds tell them. What templates get is cleaned, and escaped by them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from django.utils import timezone

from packdex.catalog.actions import verbs
from packdex.catalog.differences import Difference
from packdex.catalog.models import Category, Grid, Package, Revision
from packdex.catalog.revisions import Told
from packdex.core.wordwise import Piece, around, in_context, pieces
from packdex.web.show import lines, one_line, plain_day, shortened

LONGEST = 160  # characters of a value in a list
MOST_DIFFERENCES = 8  # of a change in a list

ROOT = "/history/"

LONG = 60  # characters from which a value is compared by words
CONTEXT = 30  # characters beside each change

PARTS_OF_CELL = frozenset({"note", "source", "meaning"})


class Thing(NamedTuple):
    """A page that a change is shown on."""

    word: str
    title: str
    path: str


class Cut(NamedTuple):
    """A difference in a list: both values cut to where they differ, "" where there is none.

    `pieces` has both in one text, where they are so long that one would look for what differs.
    """

    label: str
    before: str
    after: str
    pieces: list[Piece]


class Full(NamedTuple):
    """A difference in full: both values in one text, in pieces."""

    label: str
    pieces: list[Piece]
    before: bool
    after: bool


class Line(NamedTuple):
    """A change, as it stands in a list. `who_path` is "" for what no account did."""

    id: int
    path: str
    who: str
    who_path: str
    said: str
    about: str
    why: str
    time: str
    differences: list[Cut]
    more: bool
    undone_path: str

    @property
    def deed(self) -> str:
        """What was done, where what it was done to stands elsewhere."""
        return self.said.rstrip(":")

    @property
    def sentence(self) -> str:
        """Who did what, in one sentence without a full stop."""
        return f"{self.who} {self.said} {self.about}"


def path_of(revision: int) -> str:
    """The address of the page about one change."""
    return f"{ROOT}{revision}/"


def line_of(told: Told) -> Line:
    """A change for a list."""
    revision = told.revision
    cuts = [_cut(one, revision) for one in told.differences[:MOST_DIFFERENCES]]
    return Line(
        revision.pk,
        path_of(revision.pk),
        *who(revision),
        verbs.said(revision.verb),
        one_line(revision.about) or "something",
        one_line(revision.why),
        f"{timezone.localtime(revision.at):%H:%M}",
        cuts,
        told.more or len(told.differences) > len(cuts),
        path_of(told.undone_by) if told.undone_by else "",
    )


def by_day(told: Sequence[Told]) -> list[tuple[str, list[Line]]]:
    """Changes under their days in the instance's zone, in the order in which they come."""
    dated = ((timezone.localtime(one.revision.at).date(), one) for one in told)
    return [
        (plain_day(day), [line_of(one) for _, one in group])
        for day, group in groupby(dated, key=lambda pair: pair[0])
    ]


def who(revision: Revision) -> tuple[str, str]:
    """Who made a change, and the address of what else they changed ("" where no account did)."""
    if revision.by is None:
        name = "an import" if revision.verb == verbs.IMPORT else "somebody without an account"
        return name, ""
    account = revision.by.account
    return one_line(account), f"{ROOT}by/{quote(account, safe='')}/"


def things(told: Told) -> list[Thing]:
    """The pages that a change is shown on, without those that are gone or closed."""
    revision, names = told.revision, told.names
    found = (
        ("package", Package, revision.package_id, "/packages/p/"),
        ("grid", Grid, revision.grid_id, "/grids/g/"),
        ("category", Category, revision.category_id, "/categories/"),
    )
    return [
        Thing(word, one_line(names.title(model, id_)), f"{path}{slug}/")
        for word, model, id_, path in found
        if (slug := names.slug(model, id_))
    ]


def in_full(difference: Difference, revision: Revision) -> Full:
    """A difference with everything that both values say."""
    before, after = lines(difference.before or ""), lines(difference.after or "")
    parts = pieces(before, after) if before and after else []
    if not parts:
        parts = [Piece("gone", before)] if before else []
        parts += [Piece("new", after)] if after else []
    return Full(
        label_of(difference, revision),
        parts,
        difference.before is not None,
        difference.after is not None,
    )


def label_of(difference: Difference, revision: Revision) -> str:
    """What a value is called; of a cell that the heading names, only which part of it."""
    if revision.verb == verbs.SET_CELL:
        cell, _, part = difference.label.rpartition(", ")
        if revision.about.startswith(f"{cell} (") and part in PARTS_OF_CELL:
            return part.capitalize()
        if revision.about.startswith(f"{difference.label} ("):
            return "Cell"
    return one_line(difference.label)


def _cut(difference: Difference, revision: Revision) -> Cut:
    before, after = one_line(difference.before or ""), one_line(difference.after or "")
    parts: list[Piece] = []
    if before and after:
        if max(len(before), len(after)) > LONG:
            parts = in_context(pieces(before, after), CONTEXT)
        before, after = around(before, after, LONGEST)
    return Cut(
        label_of(difference, revision),
        shortened(before, LONGEST + 2),
        shortened(after, LONGEST + 2),
        [Piece(kind, _shortened(text)) for kind, text in parts],
    )


def _shortened(text: str) -> str:
    """`text` cut to the length of a value, with the blanks around it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… "
