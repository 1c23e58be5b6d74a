"""What a query looks for in an index: its terms, and its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import NamedTuple

from django.db.models import Model, Q

from packdex.catalog.models import Category, Grid
from packdex.core.search import synonyms, tags
from packdex.core.search.grades import Term
from packdex.core.search.operators import MOST, Filter
from packdex.core.search.query import Query
from packdex.core.search.stem import stem
from packdex.core.search.words import COMMON, compact
from packdex.core.spelling import PREFIX, distance
from packdex.search.engines.interface import Group, Match

Range = tuple[int, int]


class Trait(NamedTuple):
    """Tags of which an entry's traits have one at least; where it is `negated`, none."""

    tags: frozenset[str]
    negated: bool

    def fits(self, tags_: Set[str]) -> bool:
        """Whether it holds of an entry with traits that have `tags_`."""
        return self.tags.isdisjoint(tags_) is self.negated


@dataclass(frozen=True, slots=True)
class Conditions:
    """What has to hold beside the words. `unknown` are sentences about values that name nothing.

    `ranged` are groups that hold wherever `stars` and `updated` do, which are exact. `traits` are
    what an entry's traits say.
    """

    groups: tuple[Group, ...] = ()
    ranged: tuple[Group, ...] = ()
    without: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    stars: tuple[Range, ...] = ()
    updated: tuple[Range, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether everything fits."""
        return not (self.groups or self.without or self.traits or self.stars or self.updated)

    def match(self, *groups: Group) -> Match:
        """These conditions together with `groups`."""
        return self._match((*groups, *self.ranged), None)

    def among(self, keys: Iterable[int]) -> Match:
        """These conditions for the entries with `keys` only."""
        return self._match((), tuple(keys))

    def _match(self, groups: tuple[Group, ...], among: tuple[int, ...] | None) -> Match:
        wanted = (tuple((tag,) for tag in sorted(t.tags)) for t in self.traits if not t.negated)
        unwanted = (tag for t in self.traits if t.negated for tag in sorted(t.tags))
        return Match(
            (*groups, *self.groups, *wanted),
            (*self.without, *unwanted),
            among,
            self.stars,
            self.updated,
        )


def terms_of(query: Query, known: Mapping[str, int], entries: int) -> list[Term]:
    """The terms of a query: its words, those of phrases and names; expressions are one term.

    Words that stand everywhere are left out where there are others. `known` is how many of
    `entries` have a word.
    """
    words = [*query.words, *query.names, *(w for phrase in query.phrases for w in phrase)]
    words = list(dict.fromkeys(words))
    if len(words) > 1 and _is_prefix(words[0], known):
        words = words[1:]
    table = synonyms.usual()
    stems = list(map(stem, words))
    found = []
    for start, end in synonyms.runs(stems, table):
        theirs = tuple(stems[start:end])
        found.append(Term(tuple(words[start:end]), theirs, table.get(theirs, frozenset())))
    told = [t for t in found if len(t.words) > 1 or t.words[0] not in COMMON]
    return [replace(t, weight=_weight(t, known, entries)) for t in told or found]


def _is_prefix(word: str, known: Mapping[str, int]) -> bool:
    """Whether the first word of several is the framework's name, perhaps misspelt."""
    return word not in known and len(word) >= 5 and distance(word, PREFIX, 2) <= 2


def name_of(query: Query, known: Mapping[str, int]) -> str:
    """The query as one name, without the framework's, even if that is misspelt."""
    words = query.words
    if len(words) > 1 and words[0] != PREFIX and _is_prefix(words[0], known):
        return compact("".join(words[1:]))
    return query.name


def _weight(term: Term, known: Mapping[str, int], entries: int) -> float:
    docs = min(known.get(word, 0) for word in term.words)
    return log(2 + entries / (1 + docs))


def conditions_of(query: Query, today: date) -> Conditions:
    """The conditions of a query's operators. A query for each name of a category or a grid."""
    groups: list[Group] = [((tags.name_stem(stem(word)),),) for word in query.names]
    groups += [((stem(word),),) for phrase in query.phrases for word in phrase]
    without = [stem(words[0]) for words in query.without if len(words) == 1]
    ranges: dict[str, list[Range]] = {"stars": [], "updated": []}
    ranged: list[Group] = []
    traits: list[Trait] = []
    unknown = []
    for each in query.filters:
        if each.between:
            ranged.append(_ranged(each, ranges, today))
            continue
        any_of = _tags(each)
        if not any_of:
            unknown.append(f"There is no {each.name} “{each.value}”.")
        elif each.name in _OF_TRAITS:
            traits.append(Trait(frozenset(any_of), each.negated))
        elif each.negated:
            without += any_of
        else:
            groups.append(tuple((tag,) for tag in any_of))
    return Conditions(
        tuple(groups),
        tuple(ranged),
        tuple(without),
        tuple(traits),
        tuple(ranges["stars"]),
        tuple(ranges["updated"]),
        tuple(unknown),
    )


_OF_TRAITS = frozenset({"category", "license", "python", "framework", "is", "has"})
"""The operators that look for what many entries have in common."""


def _ranged(each: Filter, ranges: dict[str, list[Range]], today: date) -> Group:
    """A range as tags, which are quickly looked for, and in `ranges` as what exactly holds.

    A range that begins above its end is what lies outside.
    """
    column = "stars" if each.name == "stars" else "updated"
    low, high = each.between or (0, MOST)
    if each.negated:
        low, high = high + 1, low - 1
    inside = [(low, high)] if low <= high else [(0, high), (low, MOST)]
    ranges[column].append((low, high))
    if column == "stars":
        found = [tag for span in inside for tag in tags.stars_between(*span)]
    else:
        found = [tag for span in inside for tag in tags.updated_between(*span, today)]
    # Nothing can be below nothing: a tag that no entry has.
    return tuple((tag,) for tag in found) or (("x:none",),)


def _tags(each: Filter) -> tuple[str, ...]:
    if each.name == "category":
        return tuple(map(tags.category, _ids(Category, each.value)))
    if each.name == "grid":
        return tuple(map(tags.grid, _ids(Grid, each.value)))
    return each.any_of


def _ids(model: type[Model], value: str) -> list[int]:
    rows = model._default_manager.filter(Q(slug=value.lower()) | Q(title__iexact=value))
    if model is Grid:
        rows = rows.filter(hidden=False)
    return list(rows.values_list("pk", flat=True)[:20])
