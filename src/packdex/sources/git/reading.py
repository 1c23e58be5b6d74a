"""Making a history out of a copy."""

from datetime import UTC, datetime

from packdex.core.authors import contributors
from packdex.core.history import History, Presence, Tag
from packdex.sources.git import log, tree
from packdex.sources.git.program import Session
from packdex.sources.git.remote import Refs

MAX_CONTRIBUTORS = 1000
"""More are counted, but not named."""

_OLDEST = datetime.min.replace(tzinfo=UTC)


def history_of(session: Session, tip: str, refs: Refs, at: datetime | None = None) -> History:
    """All that `tip` leads to, counted, and what lies there, with the tags (made until `at`).

    Raises DoorError where the copy lacks something of it.
    """
    updated, root = log.committed(session, tip)
    counted = log.tally(session, tip)
    people = contributors(counted.authors, counted.last)
    return History(
        head=tip,
        default_branch=refs.default_branch,
        last_updated=updated,
        commits=counted.authors.total(),
        days=dict(counted.days),
        bot_days=dict(counted.bot_days),
        bot_commits=sum(person.commits for person in people if person.is_bot),
        contributor_count=len(people),
        contributors=tuple(people[:MAX_CONTRIBUTORS]),
        tags=_tags(session, refs, at),
        presence=tree.look(session, tip, root),
    )


def _tags(session: Session, refs: Refs, at: datetime | None) -> tuple[Tag, ...]:
    """The tags, newest first; those made after `at` are left out."""
    times = log.tag_times(session, refs.tags.values())
    tags = [Tag(name, oid, times[oid]) for name, oid in refs.tags.items()]
    known = [tag for tag in tags if at is None or (tag.at and tag.at <= at)]
    return tuple(sorted(known, key=lambda tag: (tag.at or _OLDEST, tag.name), reverse=True))


def no_history(branch: str | None) -> History:
    """What is true of a repository without a commit."""
    return History(
        head=None,
        default_branch=branch,
        last_updated=None,
        commits=0,
        days={},
        bot_days={},
        bot_commits=0,
        contributor_count=0,
        contributors=(),
        tags=(),
        presence=Presence(),
    )
