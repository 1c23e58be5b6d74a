"""What sources told of something that is not in the catalogue, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from packdex.catalog.similar import Thing
from packdex.core.facts import ProjectFacts, ProjectStatus
from packdex.core.forge import RepositoryFacts
from packdex.core.history import History
from packdex.core.repository import parse

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Told(Generic[F]):
    """Facts from the source at `origin`, taken at `taken_at` (UTC).

    `etag` is what the source gave for the next question.
    """

    facts: F
    origin: str
    etag: str | None
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Lack:
    """What could not be learnt: from which source, and why, as a sentence for the reader.

    `passing`: asking again a little later may help.
    """

    source: str
    why: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A package as it would be added.

    `repository` is its address now, `former` the one that was pasted if that is another; "" where
    there is none. `project` is its name on the registry, `project_url` its page there. What the
    sources told is as they told it; None: they told nothing, and `lacking` says why.
    """

    title: str
    description: str
    repository: str
    former: str
    project: str | None
    project_url: str
    documentation_url: str
    homepage: str
    registry: Told[ProjectFacts] | None
    status: Told[ProjectStatus] | None
    forge: Told[RepositoryFacts] | None
    git: Told[History] | None
    lacking: tuple[Lack, ...]

    @property
    def is_known(self) -> bool:
        """Whether any source knows it. What none knows cannot be added."""
        return self.registry is not None or self.is_found

    @property
    def is_found(self) -> bool:
        """Whether its repository was found where it is said to be."""
        return self.forge is not None or self.git is not None

    @property
    def is_worth_another(self) -> bool:
        """Whether it may be known a little later, as a source was out of reach."""
        return not self.is_known and any(lack.passing for lack in self.lacking)

    @property
    def thing(self) -> Thing:
        """What it has to be compared with the packages that are here by."""
        refs = [ref for text in (self.repository, self.former) if text and (ref := parse(text))]
        return Thing(tuple(refs), self.project, self.is_found)
