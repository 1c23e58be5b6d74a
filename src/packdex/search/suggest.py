"""Suggestions while somebody types: names that go on from what is there."""

from __future__ import annotations

from dataclasses import dataclass

from packdex.catalog.models import Grid, Package
from packdex.core.search.tags import whole_name
from packdex.core.search.words import compact, name_words
from packdex.search import beginnings, fresh, index
from packdex.search.engines import Match, engine
from packdex.search.engines.tables import execute, marks

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
    Nine queries at most.
    """
    words = name_words(text[:LONGEST])[:MOST_WORDS]
    return index.again(lambda state: _suggest(words, limit, state)) if words else []


def _suggest(words: list[str], limit: int, state: index.State) -> list[Suggestion]:
    if state.generation is None:
        return []
    if state.stale:
        fresh.before_reading(state.generation)
    name = compact("".join(words))
    rows = engine().find(state.generation, Match((((whole_name(name),),),)), limit)
    rows += engine().begin(state.generation, words, LOOKED_AT)
    if len(rows) < limit:
        rows += beginnings.joined(state.generation, name, LOOKED_AT)
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
            rows = execute(
                f"SELECT id, title, slug FROM {model._meta.db_table}"  # noqa: S608 - our own names
                f" WHERE NOT hidden AND id IN ({marks(len(ids))})",
                ids,
            )
            for id_, title, slug in rows:
                found[id_ * 2 + bit] = Suggestion(title, slug, bool(bit))
    return [found[owner] for owner in owners if owner in found]
