"""Which package somebody means who types a name, to put it into a grid."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from packdex.catalog import editing
from packdex.catalog.models import GridPackage, Package
from packdex.core.roles import Actor
from packdex.search.find import plain_name, search
from packdex.web.show import one_line, shortened
from packdex.web.words import description_of

MOST = 8
LONGEST = 200


class Candidate(NamedTuple):
    """A package that may be meant; `there`: it is in the grid already."""

    slug: str
    title: str
    text: str
    there: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found for `text`. `near`: nothing has these words, and these are named alike."""

    text: str
    rows: list[Candidate]
    near: bool = False


def candidates(text: str, grid_id: int) -> Candidates:
    """Packages whose name or description has the words, best first; else those named alike.

    A handful of queries; one more, over all slugs, where no package has the words.
    """
    text = " ".join(text[:LONGEST].split())
    if not text:
        return Candidates("", [])
    searched = search(text, MOST * 3)
    found = [hit.row for hit in searched.hits() if isinstance(hit.row, Package)][:MOST]
    near = searched.misspelt or not found
    if not found:
        found = _named_alike(text)
    there = set(
        GridPackage.objects.filter(grid=grid_id, package__in=found).values_list(
            "package", flat=True
        )
    )
    rows = [
        Candidate(
            row.slug,
            one_line(row.title),
            shortened(description_of(row.facts), 120),
            row.pk in there,
        )
        for row in found
    ]
    return Candidates(text, rows, near)


def meant(text: str, actor: Actor) -> Package | None:
    """The package whose slug `text` is, or whose title it is and no other's. Two queries at most.

    An address of a package's page is its slug.
    """
    slug = text.strip().rstrip("/").rpartition("/")[2][:LONGEST].lower()
    if slug and "\x00" not in text and (found := editing.package_to_edit(slug, actor)):
        return found
    if "\x00" in text:
        return None
    titled = list(Package.shown.filter(title__iexact=text.strip()[:LONGEST])[:2])
    return titled[0] if len(titled) == 1 else None


def _named_alike(text: str) -> list[Package]:
    names: dict[str, str] = {}
    for slug in Package.shown.values_list("slug", flat=True).iterator():
        names.setdefault(plain_name(slug), slug)
    close = get_close_matches(plain_name(text), names, n=MOST, cutoff=0.7)
    slugs = [names[name] for name in close]
    rows = Package.shown.select_related("facts").filter(slug__in=slugs)
    return sorted(rows, key=lambda row: slugs.index(row.slug))
