"""What a forge says about one repository, as plain values that nothing else has to parse again.

`None` always means "not known", never "none" and never 0. Every time is aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tags:
    """How many tags a repository has, and the names and object ids of those on its newest commits.

    An annotated tag has an object of its own; the others name their commit's.
    """

    count: int
    newest: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        """Whether these are all."""
        return len(self.newest) == self.count


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """One repository as its forge describes it.

    `address` is its web address now, on the forge that was asked: "https://github.com/owner/name".
    `open_issues` counts issues alone, no pull requests. `head` is the object id of the default
    branch's tip, `head_at` its committer date. `licence` is a SPDX identifier, None also where the
    forge found a licence that it cannot name. `moved_to` is `address` when that is not the one that
    was asked about, apart from capitals. `participants` are logins, most contributions first.

    `ci_mark` is another text whenever the files are others that tell continuous integration what to
    run; "" where there are none. `ci_versions` are the versions that they name (core/ci.py), where
    those files were asked for, and none where there are none.
    """

    address: str
    description: str | None
    stars: int | None
    forks: int | None
    open_issues: int | None
    archived: bool | None
    default_branch: str | None
    head: str | None
    head_at: datetime | None
    pushed_at: datetime | None
    created_at: datetime | None
    licence: str | None
    topics: tuple[str, ...] | None
    is_fork: bool | None
    moved_to: str | None
    participants: tuple[str, ...] | None
    tags: Tags | None = None
    ci_mark: str | None = None
    ci_versions: tuple[str, ...] | None = None
