"""A form as a page shows it: fields with what was typed, and what is wrong with it beside each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from packdex.catalog.actions.errors import InvalidError

Readers = Mapping[str, Callable[[Any], Any]]

# Shown in place of control characters, which no field may hold; it is found and taken out by hand.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REPLACED = "\N{REPLACEMENT CHARACTER}"

CHANGED_MEANWHILE = (
    "Somebody else changed this in the meantime. What you typed is still in the field:"
    " save again to put it in place of theirs."
)


@dataclass
class Field:
    """One thing to fill in.

    `kind` says how: "line", "address", "lines", "choice" (of `options`, pairs of value and label),
    "radio" (the same), "tick" ("yes" or ""). `was` is what stood there when the form was made, as
    the browser sends it back; `theirs` what somebody else made of it since. `problem` says what is
    wrong with `value`.
    """

    name: str
    label: str
    help: str = ""
    kind: str = "line"
    options: Sequence[tuple[str, str]] = ()
    needed: bool = False
    value: str = ""
    was: str = ""
    theirs: str | None = None
    problem: str = ""

    @property
    def id(self) -> str:
        """What its label and its problem refer to it by."""
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of the texts about it that the page has."""
        texts = {
            f"{self.id}_help": self.help,
            f"{self.id}_theirs": self.theirs is not None,
            f"{self.id}_problem": self.problem,
        }
        return " ".join(id_ for id_, text in texts.items() if text)

    def shown(self, value: str) -> str:
        """`value` in the words of the options, where there are some."""
        return dict(self.options).get(value, value)

    @property
    def printed(self) -> str:
        """The value as the page holds it."""
        return plain(self.value)

    @property
    def theirs_shown(self) -> str:
        """What somebody else made of it, in words."""
        return self.shown(self.theirs or "") or "(empty)"


@dataclass
class Form:
    """The fields of one form. `problem` is what is wrong with none of them in particular."""

    fields: list[Field]
    problem: str = ""
    status: int = 200

    def __getitem__(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def wrong(self) -> list[Field]:
        """The fields with a problem."""
        return [field for field in self.fields if field.problem]

    @property
    def failed(self) -> bool:
        """Whether it has to be shown again."""
        return bool(self.problem or self.wrong)

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold, by name."""
        return {field.name: field.value for field in self.fields}

    def show(self, values: Mapping[str, str]) -> Form:
        """Fill it with what stands there now."""
        for field in self.fields:
            field.value = field.was = plain(values.get(field.name, ""))
        return self

    def take(self, sent: QueryDict, now: Mapping[str, str]) -> Form:
        """Fill it with what was typed; `now` is what stands there now.

        A form that does not say what stood there before counts as made of what stands there.
        """
        for field in self.fields:
            there = plain(now.get(field.name, ""))
            unticked = "" if field.kind == "tick" else there
            field.value = one_break(sent.get(field.name, unticked))
            field.was = plain(sent.get(f"was-{field.name}", there))
        return self

    def changes(self, now: Mapping[str, str]) -> dict[str, str]:
        """What the person changed, by name; what only others changed is left as they made it.

        Where both changed one field to different values, the form gets a problem that shows theirs.
        """
        changed = {field.name: field.value for field in self.fields if field.printed != field.was}
        others = []
        for field in self.fields:
            there = plain(now.get(field.name, ""))
            if there == field.was:
                continue
            if field.name not in changed:
                others.append(field.label)
                field.value = there
            elif there != field.printed:
                field.theirs, field.problem = there, CHANGED_MEANWHILE
                self.status = 409
            field.was = there
        if others and self.wrong:
            self.problem = f"Somebody else changed in the meantime, too: {', '.join(others)}."
        return changed

    def refuse(self, error: InvalidError) -> None:
        """Note what an action said is wrong, at the field that it names."""
        self.status = 422
        named = next((field for field in self.fields if field.name == error.field), None)
        if named is None:
            self.problem = sentence(error.message)
        else:
            named.problem = sentence(error.message)

    def check(
        self, changes: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]
    ) -> None:
        """Note everything that is wrong with `changes`, where an action would stop at the first."""
        for name in changes.keys() & readers.keys():
            try:
                readers[name](changes[name])
            except InvalidError as error:
                self.refuse(error)


def plain(text: str) -> str:
    """`text` as a page can hold it: plain line ends, and a sign for what cannot be seen."""
    return _CONTROL.sub(REPLACED, one_break(text))


def one_break(text: str) -> str:
    """`text` with one kind of line end; browsers send two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sentence(text: str) -> str:
    """`text` with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def why() -> Field:
    """The reason of an edit, which stands in the history."""
    return Field("why", "Why", help="For the history. You may leave it empty.")
