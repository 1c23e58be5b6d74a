"""Taking what is new in one request, where a forge has just told the tip of the default branch.

The forge's word stands in for git's list of refs, so tags are not looked at, nor which branch HEAD
names. It is only a hint: wherever it does not lead straight to the new commits, the whole question
is asked, which needs nobody's word.
"""

from dataclasses import dataclass
from datetime import datetime

from packdex.core.history import History
from packdex.sources.errors import DoorError
from packdex.sources.git import copy
from packdex.sources.git.program import Session
from packdex.sources.git.reading import history_of
from packdex.sources.git.remote import OID
from packdex.sources.git.trouble import BusyError


@dataclass(frozen=True, slots=True)
class Told:
    """The object id of the tip as the forge told it, and when (UTC)."""

    head: str
    at: datetime


def follow(session: Session, told: Told) -> History | None:
    """The history up to the told tip; None where all refs have to be asked for instead.

    That is where nothing is kept yet, where the tip is here already (a branch was set back, or the
    forge lags), and where the server does not give it. Its tags and its branch are None. Raises
    BusyError where the host wants no further question.
    """
    if not OID.fullmatch(told.head) or not (session.folder / "HEAD").exists():
        return None
    try:
        copy.tidy(session)
        if not copy.missing(session, [told.head]) or not copy.bring_new(session, [told.head]):
            return None
        history = history_of(session, told.head, None, None)
        # Only now: what is missing of it would never be asked for again.
        copy.keep(session, told.head)
    except BusyError:
        raise
    except DoorError:
        return None
    return history
