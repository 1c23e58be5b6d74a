"""What is found: a package or a grid as the index holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from packdex.core.search import tags
from packdex.core.search.stem import stem
from packdex.core.search.words import compact, name_words, whole_of, words_of
from packdex.core.spelling import PREFIX

FORMER = "~ "
"""What stands before a name that is one no more."""

MOST_WORDS = 120
"""Words of a text that are found; what is longer begins to say something else."""

MOST_LETTERS = 2_000
MOST_AUTHORS = 8
MOST_TOPICS = 20


class Traits(NamedTuple):
    """What many packages have in common. None: not known."""

    category: int | None = None
    licence: str = ""
    pythons: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    archived: bool = False
    deprecated: bool = False
    in_grid: bool = False
    released: bool = False


class Document(NamedTuple):
    """What is known of a package or a grid that is looked for.

    `names` are all that it is called: slug, title, the project's name; `former` are slugs that it
    had, and those of packages that were merged into it. `text` is what describes it.
    `grids` are ids of the grids that it is in. `updated` is a day since 1970. None: not known.
    """

    id: int
    is_grid: bool
    version: int
    names: tuple[str, ...]
    former: tuple[str, ...] = ()
    text: str = ""
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    grids: tuple[int, ...] = ()
    traits: Traits = Traits()
    stars: int | None = None
    updated: int | None = None
    quality: int = 0

    @property
    def owner(self) -> int:
        """One number for packages and grids: see `owner_of`."""
        return owner_of(self.id, is_grid=self.is_grid)


def owner_of(id_: int, *, is_grid: bool) -> int:
    """One number for the ids of two tables: twice the id, and one more for a grid."""
    return id_ * 2 + is_grid


class Entry(NamedTuple):
    """What the index keeps of a document.

    `tokens` are all that it is found by; a token may stand there twice. `names` are the words of
    each different name, parted by "|", former ones behind FORMER, and `about` the stems of its
    topics: both are what its rank is made of. `named` are the words of its names, former ones too,
    and `vocabulary` these and all others as written.
    """

    tokens: str
    names: str
    about: str
    named: frozenset[str]
    vocabulary: frozenset[str]


def entry_of(document: Document) -> Entry:
    """The entry of a document."""
    called = _different(document.names)
    former = [words for words in _different(document.former) if words not in called]
    words = [word for each in called for word in each]
    name_stems = list(map(stem, words))
    topics = words_of(" ".join(document.topics[:MOST_TOPICS])) if document.topics else []
    about = list(dict.fromkeys(map(stem, topics)))
    text = words_of(document.text[:MOST_LETTERS])[:MOST_WORDS]
    tokens = [" ".join(common_tags(document.is_grid, document.traits))]
    for each in called + former:
        tokens += map(tags.whole_name, _wholes(each))
    tokens += name_stems
    tokens += map(tags.name_stem, name_stems)
    tokens += map(stem, text)
    tokens += about
    _add_tags(tokens, document)
    names = "|".join([*map(" ".join, called), *(FORMER + " ".join(each) for each in former)])
    named = frozenset(words).union(*former)
    others = " ".join([root for root in about if root not in name_stems])
    return Entry(" ".join(tokens), names, others, named, named.union(text, topics))


def _different(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of each name that is another one."""
    found: dict[tuple[str, ...], None] = {}
    for name in dict.fromkeys(names):  # a title is the slug, mostly
        words = name_words(name) if name else None
        if words:
            found[tuple(words)] = None
    return list(found)


def _wholes(words: Sequence[str]) -> tuple[str, ...]:
    """A name as one word; and as it is typed as one, where it begins with the framework's."""
    whole = whole_of(words)
    return (whole, compact(whole)) if whole.startswith(PREFIX) else (whole,)


def _add_tags(tokens: list[str], document: Document) -> None:
    """Add the tags that say something of few others."""
    tokens += map(tags.grid, document.grids)
    tokens += map(tags.author, document.authors[:MOST_AUTHORS])
    if document.stars is not None:
        tokens.append(tags.stars(document.stars))
    if document.updated is not None:
        tokens.append(tags.updated(document.updated))
    elif not document.is_grid:
        tokens.append(tags.NEVER)


@lru_cache(maxsize=5_000)
def common_tags(is_grid: bool, traits: Traits) -> tuple[str, ...]:  # noqa: FBT001 - is cached
    """The tags of what many have in common."""
    found = [tags.GRID if is_grid else tags.PACKAGE]
    if traits.category is not None:
        found.append(tags.category(traits.category))
    found += tags.licences(traits.licence)
    found += map(tags.python, traits.pythons)
    for text in traits.frameworks:
        found.append(tags.framework(text))
        name, _, version = text.rpartition(" ")
        if name and version[:1].isdigit():
            found.append(tags.framework(name))
    flags = {
        tags.ARCHIVED: traits.archived,
        tags.DEPRECATED: traits.deprecated,
        tags.IN_GRID: traits.in_grid,
        tags.RELEASED: traits.released,
    }
    found += (tag for tag, holds in flags.items() if holds)
    return tuple(dict.fromkeys(found))
