"""A package and its answer as lists show them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from packdex.catalog.upgrade.lens import Entry
from packdex.core.upgrade.move import LABELS
from packdex.web.show import day, escaped, one_line, shortened

HEADS = {"yes": "Yes", "no": "No", "unknown": "Not known", "apart": "Without it"}

MEANS = {
    "yes": "Each says so itself: by a classifier, by a range that somebody drew right there, or by"
    " what its tests run with.",
    "no": "The current release of each shuts it out, by its range or its requirement.",
    "unknown": "Nothing is known that forbids it, and nobody says that it works: try it, and ask"
    " the maintainers to name it. Of some, the registry has not told anything yet.",
    "apart": "These ask for no Django of their own, so there is nothing to wait for.",
}
"""What the answers mean, above the list of those that have them."""


class Line(NamedTuple):
    """A package in a list."""

    slug: str
    title: str
    version: str
    key: str
    label: str
    evidence: str
    since: SafeString


def line_of(entry: Entry) -> Line:
    """The package with its answer, why, and since which release."""
    told = entry.move.outlook
    return Line(
        entry.slug,
        one_line(entry.title),
        one_line(told.version or ""),
        told.answer.key,
        LABELS[told.answer.key],
        shortened(told.answer.evidence, 200),
        _since(entry),
    )


def _since(entry: Entry) -> SafeString:
    since = entry.move.outlook.since
    if since is None:
        return SafeString("")
    earlier = "" if since.exact else " or earlier"
    when = f", {day(since.at)}" if since.at else ""
    return SafeString(f"{escaped(since.version)}{earlier}{when}")  # both are escaped
