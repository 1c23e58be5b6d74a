"""What one object of the v4 API says, as plain values that nothing else has to parse again.

What people wrote and what sources observed are kept apart, as in the catalogue: a package's
observed fields are in its `facts`. Every time is aware and in UTC; links are the ids they end in.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category of v4."""

    id: int
    title: str
    slug: str
    description: str
    title_plural: str
    show_pypi: bool
    created: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class GridEntry:
    """A grid of v4. `packages` are the ids of its packages, by their titles."""

    id: int
    title: str
    slug: str
    description: str
    is_locked: bool
    header: bool
    created: datetime
    modified: datetime
    packages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FactsEntry:
    """What the service had observed of a package when it last looked (`last_fetched`).

    `stars` are v4's `repo_watchers`, `description` its `repo_description`, `registry_version` its
    `pypi_version`. `commits_over_52` has 52 numbers, oldest week first, or none. `stars` and
    `forks` are None where v4 says 0 of a package that was never looked at: v4 has no other word
    for "not known". `origin` is the scheme and host of the service that said so, "" if not told.
    """

    last_updated: datetime | None
    last_fetched: datetime | None
    stars: int | None
    forks: int | None
    description: str
    commits_over_52: tuple[int, ...]
    participants: tuple[str, ...]
    registry_version: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A package of v4. `grids` are ids in the order in which it was put into them."""

    id: int
    title: str
    slug: str
    category: int
    grids: tuple[int, ...]
    repo_url: str
    pypi_url: str
    documentation_url: str | None
    created: datetime
    modified: datetime
    facts: FactsEntry


Entry = CategoryEntry | GridEntry | PackageEntry
