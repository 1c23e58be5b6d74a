"""Suggestions while somebody types: names that go on from what is there."""

from __future__ import annotations

from dataclasses import dataclass

from packdex.catalog.models import Grid, Package
from packdex.core.search.words import compact, name_words
from packdex.search import fresh, index
from packdex.search.engines import engine

LONGEST = 60
LOOKED_AT = 60
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A package or a grid, by its name and the path of its page."""

    title: str
    slug: str
    is_grid: bool

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/grids/g/{self.slug}/" if self.is_grid else f"/packages/p/{self.slug}/"


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Up to `limit` names of which some words begin as those of `text` do, the best first.

    An exact name comes first, then names that begin with the text, then those of better quality.
    Four queries at most.
    """
    words = name_words(text[:LONGEST])[:MOST_WORDS]
    return index.again(lambda: _suggest(words, limit)) if words else []


def _suggest(words: list[str], limit: int) -> list[Suggestion]:
    state = index.state()
    if state.generation is None:
        return []
    if state.stale:
        fresh.before_reading(state.generation)
    name = compact("".join(words))
    rows = engine().begin(state.generation, dict.fromkeys([*words[:-1], words[-1]]), LOOKED_AT)
    if len(words) > 1 and len(rows) < limit:
        rows += engine().begin(state.generation, [name], limit)
    order: dict[int, tuple[bool, bool, int]] = {}
    for place, row in enumerate(rows):
        wholes = [each.replace(" ", "") for each in row.names.split("|")]
        begins = any(whole.startswith(name) for whole in wholes)
        order.setdefault(row.owner, (name not in wholes, not begins, place))
    best = sorted(order, key=lambda owner: (*order[owner], owner))[:limit]
    return _named(best)


def _named(owners: list[int]) -> list[Suggestion]:
    """The suggestions for packages and grids, in that order. Two queries at most."""
    found: dict[int, Suggestion] = {}
    for bit, model in ((0, Package), (1, Grid)):
        ids = [owner // 2 for owner in owners if owner % 2 == bit]
        if ids:
            rows = model.shown.filter(id__in=ids).values_list("id", "title", "slug")
            found |= {
                id_ * 2 + bit: Suggestion(title, slug, bool(bit)) for id_, title, slug in rows
            }
    return [found[owner] for owner in owners if owner in found]
