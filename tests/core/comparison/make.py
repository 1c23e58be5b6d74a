"""Tables for tests: what matters is said, the rest is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from packdex.core.comparison.elements import understand
from packdex.core.comparison.facts import Facts
from packdex.core.comparison.table import FeatureRow, Subject, Table, build

TODAY = date(2026, 2, 15)


def subject(slug: str, **facts: Any) -> Subject:
    """A package whose slug is its title."""
    return Subject(id=len(slug), slug=slug, title=slug, facts=Facts(**facts))


def table(*subjects: Subject, **features: list[str]) -> Table:
    """A table of these, with a feature row for each list of typed texts; the ids are 1, 2, …"""
    rows = [
        FeatureRow(number, title, "", [understand(text) for text in texts])
        for number, (title, texts) in enumerate(features.items(), 1)
    ]
    return build(list(subjects), rows, TODAY)


def slugs(table: Table) -> list[str]:
    """The slugs of the table's subjects, in order."""
    return [subject.slug for subject in table.subjects]
