"""What is found: a package or a grid as the index holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from packdex.core.search import tags
from packdex.core.search.stem import stem
from packdex.core.search.words import COMMON, compact, name_words, tails, words_of

FORMER = "~ "
"""What stands before a name that is one no more."""

MOST_WORDS = 120
"""Words of a text that are found; what is longer begins to say something else."""

MOST_AUTHORS = 8
MOST_TOPICS = 20


@dataclass(frozen=True, slots=True)
class Document:
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
    category: int | None = None
    licence: str = ""
    pythons: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    stars: int | None = None
    updated: int | None = None
    archived: bool = False
    deprecated: bool = False
    released: bool = False
    quality: int = 0

    @property
    def owner(self) -> int:
        """One number for packages and grids: see `owner_of`."""
        return owner_of(self.id, is_grid=self.is_grid)


def owner_of(id_: int, *, is_grid: bool) -> int:
    """One number for the ids of two tables: twice the id, and one more for a grid."""
    return id_ * 2 + is_grid


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of a document.

    `tokens` are all that it is found by, `tails` the beginnings of its names. `names` are the words
    of each different name, parted by "|", former ones behind FORMER, and `about` the stems of its
    topics: both are what its rank is made of. `vocabulary` are its words as written; `named` those
    that are in its names, and each name as one word.
    """

    tokens: str
    tails: str
    names: str
    about: str
    vocabulary: frozenset[str] = field(hash=False)
    named: frozenset[str] = field(hash=False)


def entry_of(document: Document) -> Entry:
    """The entry of a document."""
    called = _different(document.names)
    former = [words for words in _different(document.former) if words not in called]
    name_set = {word for words in called for word in words}
    topics = words_of(" ".join(document.topics[:MOST_TOPICS]))
    text = words_of(document.text[:2000])[:MOST_WORDS]
    wholes = {compact("".join(words)) for words in (*called, *former)}
    stems = {stem(word) for word in name_set}
    tokens = {tags.whole_name(whole) for whole in wholes}
    tokens.update(map(tags.name_stem, stems), stems, map(stem, text), map(stem, topics))
    tokens.update(_tags(document))
    return Entry(
        " ".join(sorted(tokens)),
        " ".join(sorted({tail for words in (*called, *former) for tail in tails(words)})),
        "|".join([*map(" ".join, called), *(FORMER + " ".join(words) for words in former)]),
        " ".join(sorted(set(map(stem, topics)) - stems)),
        frozenset(name_set.union(text, topics)) - COMMON,
        frozenset(name_set | wholes),
    )


def _different(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of each name that is another one."""
    written = dict.fromkeys(names)  # a title is the slug, mostly
    return [w for w in dict.fromkeys(tuple(name_words(name)) for name in written) if w]


def _tags(document: Document) -> Iterator[str]:
    yield tags.GRID if document.is_grid else tags.PACKAGE
    if document.category is not None:
        yield tags.category(document.category)
    yield from map(tags.grid, document.grids)
    yield from tags.licences(document.licence)
    yield from _supports(document.pythons, document.frameworks)
    yield from filter(None, map(tags.author, document.authors[:MOST_AUTHORS]))
    if document.stars is not None:
        yield tags.stars(document.stars)
    if document.updated is not None:
        yield from tags.updated(document.updated)
    elif not document.is_grid:
        yield tags.NEVER
    flags = {
        tags.ARCHIVED: document.archived,
        tags.DEPRECATED: document.deprecated,
        tags.IN_GRID: bool(document.grids),
        tags.RELEASED: document.released,
    }
    yield from (tag for tag, holds in flags.items() if holds)


@lru_cache(maxsize=5_000)
def _supports(pythons: tuple[str, ...], frameworks: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of what is supported, which is the same for many packages."""
    return (*map(tags.python, pythons), *_frameworks(frameworks))


def _frameworks(named: Iterable[str]) -> Iterator[str]:
    """Each framework, and each version of it."""
    for text in named:
        yield tags.framework(text)
        name, _, version = text.rpartition(" ")
        if name and version[:1].isdigit():
            yield tags.framework(name)


def day_of(moment: date | None) -> int | None:
    """The days from 1970 to the day of `moment` (UTC)."""
    return None if moment is None else moment.toordinal() - date(1970, 1, 1).toordinal()
