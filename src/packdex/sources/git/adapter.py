"""A repository's history, from whatever server has it, by git alone."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from packdex.core import repository
from packdex.core.history import History
from packdex.sources.answer import Answer, Getter, Sender
from packdex.sources.errors import DoorError, GarbledError, TooLargeError
from packdex.sources.git import copy, log, narrow, remote, told
from packdex.sources.git.address import destination
from packdex.sources.git.machine import hindrance
from packdex.sources.git.program import Git, ProgramError, Session
from packdex.sources.git.reading import history_of, no_history
from packdex.sources.git.remote import Refs, head_of
from packdex.sources.git.told import Told
from packdex.sources.git.trouble import BusyError, ElsewhereError, LocalError, NotThereError
from packdex.sources.outcome import Failed, Fetched, Gone, Moved, NotModified, Outcome, RateLimited

DEFAULT_PAUSE = timedelta(minutes=10)
"""How long to leave a host alone that says "too many questions"; git does not tell until when."""

_ADVERTISED = "/info/refs?service=git-upload-pack"
"""What git asks for first ("Smart Clients" in its "HTTP transfer protocols")."""

_GITS_OWN = "application/x-git-upload-pack-advertisement"


@dataclass(frozen=True, slots=True)
class GitRef:
    """Which repository to ask about, and what we already hold.

    `url` is an http, https or git address that git is given as it is (`RepositoryRef.clone_url`).
    `etag` is what came with the facts that we hold; None takes them in any case. In `folder` a copy
    is kept, so that the next question costs only what is new; the caller gives each repository one
    of its own. None: the copy is deleted at once.

    `at` asks for the facts of that moment (aware) instead of today's, always in full.

    `told` is what a forge has just said of its refs: with it one request may be enough, or none,
    and the facts are as of the time when it was told.
    """

    url: str
    etag: str | None = None
    folder: Path | None = None
    at: datetime | None = None
    told: Told | None = None


def fetch(ref: GitRef, git: Git, door: Sender) -> Outcome[History]:
    """Ask git about one repository.

    The door is asked for the refs and for what is new, where the host speaks HTTP, and where a
    redirect leads; all else is git's. A redirect to another spelling of the same address is
    followed, any other is a move. A host that asks for a login makes a permanent failure: forges
    say so of what is not there.
    """
    try:
        return _ask(ref, git, door, ref.url)
    except ElsewhereError as elsewhere:
        try:
            return _follow(ref, git, door, elsewhere)
        except DoorError as error:
            return _trouble(error)
    except DoorError as error:
        return _trouble(error)
    except OSError as error:  # of the copy's files; the network's are all DoorError
        return Failed(f"our copy cannot be used ({error})", permanent=False, ours=True)


def _follow(ref: GitRef, git: Git, door: Sender, elsewhere: ElsewhereError) -> Outcome[History]:
    answer = _advertised(door, ref.url)
    target = answer.url.removesuffix(_ADVERTISED)
    before, after = repository.parse(ref.url), repository.parse(target)
    if target == answer.url or before is None or after is None:
        raise elsewhere
    if (before.key, before.clone_url) == (after.key, after.clone_url):
        raise elsewhere
    return _ask(ref, git, door, target) if before.key == after.key else Moved(after.url)


def _advertised(door: Getter, url: str) -> Answer:
    return door.get(f"{url.rstrip('/')}{_ADVERTISED}", {"Git-Protocol": "version=2"})


def _trouble(error: DoorError) -> Outcome[History]:
    match error:
        case NotThereError():
            return Gone(error.status)
        case BusyError():
            return RateLimited(error.until or datetime.now(UTC) + DEFAULT_PAUSE)
        case _:
            ours = isinstance(error, LocalError | ProgramError)
            return Failed(error.why, error.permanent, ours)


def _ask(ref: GitRef, git: Git, door: Sender, url: str) -> Outcome[History]:
    to = destination(url, git.guard)
    with _place(ref.folder) as folder:
        session = Session.begun(git, to, folder, door)
        if news := _follow_told(session, ref):
            return news
        refs = narrow.ask(door, to) or remote.ask(session)
        taken_at = datetime.now(UTC)
        if refs.head is None:
            _check_empty(refs, door, url)
        if ref.at is None and ref.etag == refs.mark:
            copy.keep_tags(folder, refs.tags)
            return NotModified(taken_at)
        if refs.head:
            history = _history(session, refs, refs.head, ref.at)
        else:
            history = no_history(refs.default_branch)
        return Fetched(history, refs.mark, taken_at)


def _follow_told(session: Session, ref: GitRef) -> Fetched[History] | NotModified | None:
    """What is new since the mark that we hold, by the forge's word for the refs."""
    before = head_of(ref.etag)
    if ref.told is None or ref.at is not None or before is None:
        return None
    refs = told.refs(ref.told, copy.kept_tags(session.folder))
    if refs is None:
        return None
    if refs.mark == ref.etag:
        return NotModified(ref.told.at)
    history = told.follow(session, refs, before)
    return Fetched(history, refs.mark, ref.told.at) if history else None


def _check_empty(refs: Refs, door: Getter, url: str) -> None:
    """Raise GarbledError unless a repository without a head is one without commits.

    Without a head there may still be branches. And git takes any page for the list of refs of a
    server that knows no protocol, where a page without refs lists none.
    """
    if refs.has_branches or refs.tags:
        raise GarbledError(f"{url}: HEAD names a branch that is not there")
    if not url.startswith("git:"):
        kind = _advertised(door, url).headers.get("content-type", "")
        if not kind.startswith(_GITS_OWN):
            raise GarbledError(f"{url}: what answers there is not git")


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    """Where the copy is: in its folder, which nobody else uses meanwhile, or one for now."""
    if folder is not None:
        with copy.locked(folder):
            yield folder
    else:
        with tempfile.TemporaryDirectory(prefix="packdex-git-") as temporary:
            yield Path(temporary) / "copy"


def _history(session: Session, refs: Refs, head: str, at: datetime | None) -> History:
    """The history; a kept copy that is broken or has grown too large is begun anew once."""
    kept = session.folder.exists()
    try:
        return _read(session, refs, head, at)
    except (LocalError, TooLargeError):
        if kept and hindrance(session.folder.parent):
            raise  # a full disk is no reason to lose a good copy
        copy.drop(session.folder)
        if not kept:
            raise
        return _read(session, refs, head, at)


def _read(session: Session, refs: Refs, head: str, at: datetime | None) -> History:
    copy.prepare(session, head)
    copy.bring(session, [head, *refs.tags.values()])
    copy.keep(session, head)
    copy.keep_tags(session.folder, refs.tags)
    tip = head if at is None else log.tip_at(session, head, at)
    if tip is None:  # it began later
        return no_history(refs.default_branch)
    return history_of(session, tip, refs, at)
