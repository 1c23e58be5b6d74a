"""Choosing what to compare: packages like those chosen so far, and those that words find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from packdex.catalog.beside import beside
from packdex.catalog.models import Package
from packdex.catalog.queries import facts_of
from packdex.catalog.similar import similar_names
from packdex.core.comparison.table import Table
from packdex.core.comparison.view import View
from packdex.search.find import find
from packdex.web.show import one_line, shortened
from packdex.web.words import description_of

PATH = "/compare/"
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that may be added, and the address of the comparison with it."""

    slug: str
    title: str
    text: str
    address: str


def with_kept_slugs(view: View, table: Table) -> View:
    """The view with the slugs that the packages have now, without those that name none."""
    slugs = tuple(one.slug for one in table.subjects)
    return view if view.packages == slugs else replace(view, packages=slugs)


def said_of(unknown: Sequence[str]) -> list[str]:
    """What is said of slugs that name no package: a sentence each, and one about near names."""
    said = [f"There is no package {slug}." for slug in unknown]
    near = similar_names(unknown) if unknown else []
    if near:
        said.append(f"Did you mean {' or '.join(one.slug for one in near)}?")
    return said


def offered(view: View, table: Table, words: str) -> list[Offer]:
    """Packages that `words` find or, without words, that stand beside the chosen ones in grids."""
    chosen = {one.slug for one in table.subjects}
    if words:
        hits = (hit.row for hit in find(words, MOST_OFFERED * 2))
        rows = [row for row in hits if isinstance(row, Package)]
    elif len(chosen) == 1:
        rows = beside(table.subjects[0].id, MOST_OFFERED)
    else:
        rows = []
    return [
        Offer(
            row.slug,
            one_line(row.title),
            shortened(description_of(facts_of(row)), 160),
            view.adding(row.slug).address(PATH),
        )
        for row in rows
        if row.slug not in chosen
    ][:MOST_OFFERED]
