"""What can be done with a comparison: filters, links to other views of it, and what they left out.

All of it is in the address, so that a link shows the same.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from django.utils.safestring import SafeString

from packdex.core.comparison.table import Row, Table
from packdex.core.comparison.view import PERMISSIVE, View
from packdex.core.counts import counted
from packdex.web.comparison.sheet import Sheet
from packdex.web.render import Head, page, static_address
from packdex.web.show import one_line

SCRIPT = "django_htmx/htmx-2.min.js"
STYLE = "web/compare.css"
FORMATS = (("csv", "CSV"), ("md", "Markdown"), ("json", "JSON"))
MOST_CHOICES = 40

_ONE_LICENCE = re.compile(r"[A-Za-z0-9.+-]{1,64}")


def comparison_page(
    template: str, head: Head, table: Table, seen: Table, view: View, **more: Any
) -> bytes:
    """The page that `template` makes of a comparison, as render.page makes it of `more`.

    Of `table` a visitor sees `seen`, by `view`. `more` has the page's `path`, and `compared` where
    the address names the packages.
    """
    content = more | _content(table, seen, view, more["path"], compared=more.get("compared", False))
    content["problems"] = [one_line(sentence) for sentence in more["problems"]]  # they quote
    # Through the template, the tables would be copied once for each of its blocks.
    tables = {_mark(name): content[name] for name in ("active", "resting") if content[name]}
    body = page(template, head, **content | {mark[1]: SafeString(mark[0]) for mark in tables})
    for (mark, _), written in tables.items():
        body = body.replace(mark.encode(), written.encode(), 1)
    return body


_SECRET = secrets.token_hex(16)


def _mark(name: str) -> tuple[str, str]:
    """What stands for a table while its page is made, which no text can hold; and its name."""
    return f"@{name}-{_SECRET}@", name


def _content(table: Table, seen: Table, view: View, path: str, *, compared: bool) -> dict[str, Any]:
    empty = () if compared and view.only_differences else _unknown(seen)
    shown = replace(seen, rows=[row for row in seen.rows if row not in empty])
    sheet = Sheet(shown, view, path, compared=compared)
    here = view.address(path)
    return {
        "view": view,
        "path": path,
        "compared": compared,
        "active": sheet.active("Packages compared" if compared else "Packages of this grid"),
        "resting": sheet.resting("Packages at rest"),
        "at_rest": [
            (one.slug, one_line(one.title), one_line(one.resting))
            for one in seen.subjects[seen.resting_from :]
        ],
        "told": _told(table, seen),
        "left_out": _left_out(seen),
        "on_paper": _on_paper(shown, view),
        "unknown_rows": ", ".join(row.label for row in empty),
        "filter": _filter(table, view),
        "flip": view.flip().address(path),
        "differences": view.differences(only=not view.only_differences).address(path),
        "unfiltered": view.unfiltered().address(path) if view.filters else "",
        "unsorted": view.sorted_by("", descending=False).address(path) if view.sort else "",
        "show_rows": [
            (one_line(label), view.showing_row(key).address(path))
            for key, label in seen.hidden_rows
        ],
        "show_packages": [
            (one_line(title), view.showing_package(slug).address(path))
            for slug, title in seen.hidden_subjects
        ],
        "show_all": view.showing_all().address(path),
        "exports": [
            (f"{here}{'&' if '?' in here else '?'}format={key}", name) for key, name in FORMATS
        ],
        **assets(),
    }


def assets() -> dict[str, str]:
    """The style sheet and the script that pages of comparisons have beside those of all pages."""
    return {"compare_style": static_address(STYLE), "script": static_address(SCRIPT)}


def _unknown(seen: Table) -> Sequence[Row]:
    """The rows of facts in which nothing is known of any package: these are only named."""
    if not seen.subjects:
        return []
    return [
        row for row in seen.rows if row.fact is not None and all(cell is None for cell in row.cells)
    ]


def _told(table: Table, seen: Table) -> str:
    """How much of all there is is seen."""
    here, all_ = len(seen.subjects), len(table.subjects)
    packages = (
        counted(all_, "package") if here == all_ else f"{here:,} of {counted(all_, 'package')}"
    )
    return f"{packages}, {counted(len(seen.rows), 'row')}"


MOST_ON_PAPER = 12
"""Columns that can be read on a page of paper; the style sheet leaves out the others."""


def _on_paper(shown: Table, view: View) -> str:
    """What the printed page says of the columns that are not on it; "" where all are."""
    size, name = (
        (len(shown.rows), "rows of facts and features")
        if view.flipped
        else (shown.resting_from, "packages")
    )
    if size <= MOST_ON_PAPER:
        return ""
    return (
        f"On paper: the first {MOST_ON_PAPER} of {size:,} {name}. Filters, the order and what is"
        " hidden choose which; a saved file has all."
    )


def _left_out(seen: Table) -> list[str]:
    """Sentences about what is not seen, and why."""
    said = []
    if seen.undecided:
        few = seen.undecided == 1
        said.append(
            f"Of {counted(seen.undecided, 'package')} it is not known whether"
            f" {'it fits' if few else 'they fit'}; {'it is' if few else 'they are'} left out."
        )
    if seen.same_rows:
        said.append(f"{counted(seen.same_rows, 'row')} left out in which nothing differs.")
    return said


def _filter(table: Table, view: View) -> dict[str, Any]:
    """The choices that the form offers: those that some package of the table has."""
    facts = [subject.facts for subject in table.subjects]
    licences = {one.licence for one in facts if one.licence and _ONE_LICENCE.fullmatch(one.licence)}
    chosen = {view.licence} - {PERMISSIVE, ""}
    return {
        "licences": sorted(licences | chosen, key=str.casefold)[:MOST_CHOICES],
        "pythons": _versions((one.pythons for one in facts), view.python),
        "djangos": _versions((one.frameworks for one in facts), view.django),
        # What else is in the address stays; a form sends its own fields and these.
        "kept": parse_qsl(view.unfiltered().query()),
    }


def _versions(named: Iterable[Sequence[str]], chosen: str) -> list[str]:
    found = {version for versions in {*named} for version in versions}
    found = {version for version in found if _VERSION.fullmatch(version)}
    if chosen:
        found.add(chosen)
    return sorted(found, key=lambda text: [*map(int, text.split("."))], reverse=True)[:MOST_CHOICES]


_VERSION = re.compile(r"\d{1,3}\.\d{1,4}", re.ASCII)
