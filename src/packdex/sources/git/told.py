"""Taking what is new in one request, where a forge has just told the refs of a repository.

The forge's word stands in for git's list of refs. It is only a hint: wherever it does not account
for all tags, or does not lead straight to what is new, the whole question is asked, which needs
nobody's word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from packdex.core.forge import Tags
from packdex.core.history import History
from packdex.sources.errors import DoorError
from packdex.sources.git import copy
from packdex.sources.git.program import Session
from packdex.sources.git.reading import history_of
from packdex.sources.git.remote import OID, TAGS, Refs, made
from packdex.sources.git.trouble import BusyError


@dataclass(frozen=True, slots=True)
class Told:
    """The object id of the tip, the branch that it is of, and the tags, told by a forge at `at`."""

    head: str
    branch: str | None
    tags: Tags
    at: datetime


def refs(told: Told, known: Mapping[str, str]) -> Refs | None:
    """The refs that there are by the forge's word; None where it leaves some of them open.

    Where it did not name all tags, the others are those that are `known`, and no more: their number
    has to be the one told.
    """
    tags = dict(told.tags.newest)
    if not told.tags.complete:
        tags = {**known, **tags}
    oids = {"HEAD": told.head} | {f"{TAGS}{name}": oid for name, oid in tags.items()}
    if not all(map(OID.fullmatch, oids.values())):
        return None
    found = made(told.branch, oids)
    return found if len(found.tags) == told.tags.count else None


def follow(session: Session, refs: Refs, before: str) -> History | None:
    """The history that the told refs lead to, from the tip `before` on; None where git has to tell.

    That is where nothing is kept yet, where another tip than `before` is here already (a branch was
    set back, or the forge lags), and where the server does not give what is new. Raises BusyError
    where the host wants no further question.
    """
    head = refs.head
    if head is None or not (session.folder / "HEAD").exists():
        return None
    try:
        copy.tidy(session)
        new = copy.missing(session, [head, *refs.tags.values()])
        if head != before and head not in new:
            return None
        if new and not copy.bring_new(session, new):
            return None
        history = history_of(session, head, refs)
        # Only now: what is missing of it would never be asked for again.
        copy.keep(session, head)
        copy.keep_tags(session.folder, refs.tags)
    except BusyError:
        raise
    except DoorError:
        return None
    return history
