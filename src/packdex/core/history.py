"""What git says about one repository, as plain values that nothing else has to parse again.

`None` always means "not known", never "none" and never 0. Every time is aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or program that wrote commits.

    `name` is the login where a no-reply address of a forge tells one, else the name that most of
    the commits carry. `last` is the latest UTC day of their author dates; None where none is a day.
    """

    name: str
    commits: int
    is_bot: bool
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and the object it names.

    `at` is when the tag was made if it says so (an annotated tag), else the committer date of its
    commit; None where it names neither, or a time out of range.
    """

    name: str
    oid: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Presence:
    """What lies at the tip of the default branch. None: its files could not be seen."""

    has_tests: bool | None = None
    has_ci: bool | None = None
    has_changelog: bool | None = None
    has_licence_file: bool | None = None


@dataclass(frozen=True, slots=True)
class History:
    """One repository's default branch, its tip and all commits reachable from it.

    `head` is the tip's object id, None in a repository without commits; `default_branch` is None
    where HEAD names none (detached). `last_updated` is the committer date of the tip, to the
    second.

    `days` counts commits per UTC day of their author dates, merges included; `bot_days` are those
    among them that programs wrote. Commits dated before 1970 or after 9999 are in neither, but in
    `commits`, the number of all.

    `contributors` are those with most commits first, at most as many as the source keeps;
    `contributor_count` is how many there are, programs among them, as forges count them too.
    `tags` are newest first, those without a time last.
    """

    head: str | None
    default_branch: str | None
    last_updated: datetime | None
    commits: int
    days: Mapping[date, int]
    bot_days: Mapping[date, int]
    bot_commits: int
    contributor_count: int
    contributors: tuple[Contributor, ...]
    tags: tuple[Tag, ...]
    presence: Presence
