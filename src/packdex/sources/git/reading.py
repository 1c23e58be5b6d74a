"""Making a history out of a copy."""

from packdex.core.authors import contributors
from packdex.core.history import History, Presence, Tag
from packdex.sources.git import log, tree
from packdex.sources.git.program import Session

MAX_CONTRIBUTORS = 1000
"""More are counted, but not named."""


def history_of(
    session: Session, tip: str, branch: str | None, tags: tuple[Tag, ...] | None
) -> History:
    """All that `tip` leads to, counted, and what lies there; the rest as it is given.

    Raises DoorError where the copy lacks something of it.
    """
    updated, root = log.committed(session, tip)
    counted = log.tally(session, tip)
    people = contributors(counted.authors)
    return History(
        head=tip,
        default_branch=branch,
        last_updated=updated,
        commits=counted.authors.total(),
        days=dict(counted.days),
        bot_days=dict(counted.bot_days),
        bot_commits=sum(person.commits for person in people if person.is_bot),
        contributor_count=len(people),
        contributors=tuple(people[:MAX_CONTRIBUTORS]),
        tags=tags,
        presence=tree.look(session, tip, root),
    )


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
