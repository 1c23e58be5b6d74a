"""A comparison as it is seen, written for other programs: CSV, Markdown, JSON.

Each takes what `select.apply` gave. What is not known is empty, in JSON null.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from packdex.core.comparison.elements import Element
from packdex.core.comparison.table import Row, Subject, Table
from packdex.core.weblinks import web_address


def as_csv(table: Table, *, flipped: bool = False) -> str:
    """Comma-separated values (RFC 4180): a line for each row, or for each package if `flipped`.

    A note follows its value in brackets; sources are only in the other two formats. What a
    spreadsheet would take for a formula, because it begins with = + - @ or one of their full-width
    forms, has an apostrophe before it, as OWASP's "CSV Injection" advises. What can only be a mark
    or a number stays as it is: plus or minus signs alone (`-`, `++`), and digits behind one (`+1`).
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for line in grid_of_texts(table, noted, str, flipped=flipped):
        writer.writerow(map(_harmless, line))
    return out.getvalue()


def as_markdown(table: Table, *, flipped: bool = False) -> str:
    """A table as GitHub's Markdown has it. A value with a source is a link to it."""
    lines = grid_of_texts(table, _linked, _marked, flipped=flipped)
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_json(table: Table) -> dict[str, Any]:
    """Packages and rows as plain values that any JSON writer takes; times are ISO 8601.

    `cells` are in the order of `packages`. A cell of facts has its value and its text, one that
    people wrote its kind, text, note and source.
    """
    return {
        "today": table.today.isoformat(),
        "packages": [_package(subject) for subject in table.subjects],
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "description": row.description,
                "written_by": "sources" if row.fact is not None else "people",
                "grid": row.group or None,
                "differs": row.differs,
                "cells": [_cell(row, cell, table) for cell in row.cells],
            }
            for row in table.rows
        ],
        "hidden_rows": [key for key, _ in table.hidden_rows],
        "hidden_packages": [slug for slug, _ in table.hidden_subjects],
        "left_out_by_filters": table.filtered,
    }


# ---- cells of JSON


def _package(subject: Subject) -> dict[str, Any]:
    return {
        "id": subject.id,
        "slug": subject.slug,
        "title": subject.title,
        "summary": subject.summary or None,
        "at_rest": subject.resting or None,
    }


def _cell(row: Row, cell: Any, table: Table) -> dict[str, Any] | None:
    if cell is None:
        return None
    text = row.text(cell, table.today)
    if row.fact is not None:
        return {"value": _value(cell), "text": text}
    element: Element = cell
    return {
        "kind": element.kind.value,
        "text": text,
        "note": element.note or None,
        "source": element.source or None,
    }


def _value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _value(part) for name, part in asdict(value).items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [_value(part) for part in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


# ---- cells of texts

Written = Callable[[Row, Any, Table], str]


def grid_of_texts(
    table: Table, cell: Written, heading: Callable[[str], str], *, flipped: bool = False
) -> list[list[str]]:
    """Lines of texts with headings in the first line and the first column.

    `cell` writes a cell, `heading` a heading. There is a line for each row, or for each package if
    `flipped`.
    """
    packages = [
        heading("Package" if flipped else ""),
        *(heading(title_of(one)) for one in table.subjects),
    ]
    lines = [
        [heading(label_of(row)), *(cell(row, one, table) for one in row.cells)]
        for row in table.rows
    ]
    lines.insert(0, packages)
    return [list(line) for line in zip(*lines, strict=True)] if flipped else lines


def title_of(subject: Subject) -> str:
    """The package's title, and why it is at rest where it is."""
    return f"{subject.title} ({subject.resting})" if subject.resting else subject.title


def label_of(row: Row) -> str:
    """The row's label, and the grid that it is of where there are several."""
    return f"{row.label} ({row.group})" if row.group else row.label


def noted(row: Row, cell: Any, table: Table) -> str:
    """A cell's text, with its note in brackets; "" for one that is not known."""
    text = row.text(cell, table.today)
    note = cell.note if isinstance(cell, Element) else ""
    return f"{text} ({note})" if note else text


def _linked(row: Row, cell: Any, table: Table) -> str:
    text = _marked(noted(row, cell, table))
    source = web_address(cell.source) if isinstance(cell, Element) and cell.source else None
    # Blanks, brackets and pipes would end the address, the link or the cell.
    return f"[{text}]({quote(source, safe=_IN_ADDRESS)})" if source else text


_IN_ADDRESS = "%/:?#@!$&'*+,;=~"  # with letters and digits all that may stand in an address


# ---- what may stand in a cell

_MARK = re.compile(r"\++|-+|[+-]\d[\d,]*(?:\.\d+)?", re.ASCII)
_FORMULA = tuple(
    "=+-@"
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_SPECIAL = re.compile(r"([\\`*_\[\]|~#>])")
_BREAKS = re.compile(r"\s*(?:\r\n?|[\n\x0b\x0c\x85\u2028\u2029])\s*")


def _printed(text: str) -> str:
    """Without control characters, and without blanks around it, behind which formulas could hide.

    Every kind of line break becomes a line feed.
    """
    text = _BREAKS.sub("\n", text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return text.strip()


def _harmless(text: str) -> str:
    text = _printed(text)
    if text.startswith(_FORMULA) and not _MARK.fullmatch(text):
        return f"'{text}"
    return text


def _marked(text: str) -> str:
    """A text for a cell of Markdown: nothing in it is a sign of Markdown or of HTML."""
    escaped = _SPECIAL.sub(r"\\\1", _printed(text).replace("&", "&amp;").replace("<", "&lt;"))
    return escaped.replace("\n", "<br>")
