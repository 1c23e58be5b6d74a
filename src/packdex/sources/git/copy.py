"""Our copy of a repository: bare, commits, tags and the tip's folders, kept or not; no files.

Objects come by a partial clone's filters ("Partial Clone Design Notes" in git's documentation), but
nothing in the copy says that it is one, so git never goes to fetch by itself what is not there.
"""

import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from packdex.sources.git import pack
from packdex.sources.git.program import Session
from packdex.sources.git.trouble import FilterError, LocalError

TIP = "refs/packdex/tip"
"""The only ref of a copy: what the next fetch says that we have."""

MAX_PACKS = 50
"""A copy gets a pack with each fetch; so many are made one."""

FILTERS = ("tree:0", "blob:none", "")
"""What to leave out of a whole history, the best first: folders, files, nothing."""

NO_FILES = "blob:none"
"""What to leave out of the little that is new: its folders tell what lies at the tip."""

_REMOTE = "packdex"
_TAGS = "packdex-tags.json"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others from the copy at `folder` meanwhile. Raises LocalError when another has it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock_of(folder).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LocalError(f"{folder.name}: another process reads this repository") from error
        yield


def drop(folder: Path) -> None:
    """Delete the copy, whatever state it is in."""
    shutil.rmtree(folder, ignore_errors=True)


def is_copy(folder: Path) -> bool:
    """Whether `folder` is a copy as this module makes them: a bare repository, no link to one."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def discard(folder: Path) -> bool:
    """Delete the copy and its lock's file, unless somebody reads it; returns whether it went."""
    try:
        with locked(folder):
            drop(folder)
            _lock_of(folder).unlink(missing_ok=True)
    except (LocalError, OSError):
        return False
    return not folder.exists()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def prepare(session: Session, head: str) -> None:
    """Make sure that there is a copy that can take `head` and what it leads to."""
    folder = session.folder
    if (folder / "HEAD").exists():
        tidy(session)
    else:
        drop(folder)
        kind = "sha1" if len(head) == 40 else "sha256"
        session.local("init", "--quiet", "--bare", "--template=", f"--object-format={kind}")


def tidy(session: Session) -> None:
    """Remove what a fetch left that was killed, and make one pack of many."""
    packs = session.folder / "objects" / "pack"
    for left in packs.glob("tmp_*"):
        left.unlink(missing_ok=True)
    if len(list(packs.glob("*.pack"))) < MAX_PACKS:
        return
    objects = session.local("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
    # As they are: what could be left out, or stored smaller, is not looked for.
    command = ("pack-objects", "--quiet", "--window=0", "--delta-base-offset", str(packs / "pack"))
    name = "pack-" + session.local(*command, given=objects).decode().strip()
    (packs / f"{name}.promisor").touch()
    for file in packs.iterdir():
        if file.stem != name:
            file.unlink()


def bring(
    session: Session, oids: Iterable[str], filters: Sequence[str] = FILTERS, *, alone: bool = False
) -> bool:
    """Fetch those of `oids` that are not in the copy yet, with all that they lead to.

    With `alone` they are commits, and come without those before them. The little that is new comes
    with folders and without files, in one request; returns whether that was all. Else git fetches:
    what `filters` leave out does not come, if the server knows the first of them or a later one; a
    server that knows none at all sends everything. Raises DoorError when it cannot be had.
    """
    wanted = missing(session, oids)
    if not wanted or bring_new(session, wanted, alone=alone):
        return True
    for position, name in enumerate(filters, 1):
        try:
            _fetch(session, wanted, name, ["--depth=1"] if alone else [])
        except FilterError:
            if position == len(filters):
                raise
        else:
            break
    return False


def bring_new(session: Session, wanted: Sequence[str], *, alone: bool = False) -> bool:
    """Take `wanted`, of which nothing is here, in one request; returns whether that worked.

    It cannot where there is no HTTP, or no tip kept to tell the server of.
    """
    have = None if alone else pack.kept_tip(session.folder, TIP)
    if session.door is None or not session.to.url.startswith("http") or not (have or alone):
        return False
    taken = pack.bring(session, session.door, wanted, NO_FILES, have)
    return taken and not missing(session, wanted)


def adopt(session: Session, beside: Session) -> None:
    """Move what was fetched into the copy of `beside` into that of `session`."""
    packs = session.folder / "objects" / "pack"
    files = [file for file in (beside.folder / "objects" / "pack").iterdir() if file.is_file()]
    # A pack is there for git from the moment that its index is.
    for file in sorted(files, key=lambda file: file.suffix == ".idx"):
        file.replace(packs / file.name)


def keep(session: Session, head: str) -> None:
    """Make `head` what the copy is known to have with all of its ancestors."""
    session.local("update-ref", TIP, head)


def keep_tags(folder: Path, tags: Mapping[str, str]) -> None:
    """Note the tags that the server has, by their names, with the object of each."""
    if not folder.exists():  # of what has no commit there is no copy
        return
    written = folder / f"{_TAGS}.new"
    written.write_text(json.dumps(dict(tags)), "utf-8")
    written.replace(folder / _TAGS)


def kept_tags(folder: Path) -> dict[str, str]:
    """The tags that were noted last; none where that cannot be read."""
    try:
        kept = json.loads((folder / _TAGS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: oid for name, oid in kept.items() if isinstance(oid, str)}


def missing(session: Session, oids: Iterable[str]) -> list[str]:
    """Those of `oids` that are not in the copy."""
    asked = list(dict.fromkeys(oids))
    given = "".join(f"{oid}\n" for oid in asked).encode()
    printed = session.local("cat-file", "--batch-check=%(objecttype)", given=given).decode()
    return [
        oid
        for oid, line in zip(asked, printed.splitlines(), strict=True)
        if line.endswith(" missing")
    ]


def contents(session: Session, names: Iterable[str]) -> Iterator[bytes | None]:
    """The object behind each name ("<id>", "<id>^{commit}"); None for one that is not here."""
    given = "".join(f"{name}\n" for name in names).encode()
    printed, position = session.local("cat-file", "--batch", given=given), 0
    while position < len(printed):
        end = printed.index(b"\n", position)
        header, position = printed[position:end], end + 1
        if header.endswith(b" missing"):
            yield None
        else:  # "<id> <kind> <size>", the object, and the end of a line
            size = int(header.rpartition(b" ")[2])
            yield printed[position : position + size]
            position += size + 1


def _fetch(session: Session, oids: list[str], name: str, options: list[str]) -> None:
    # Objects by their ids: the server need not list its refs again, and what comes is what was
    # listed, even if a branch has moved meanwhile.
    settings = {f"remote.{_REMOTE}.url": session.to.url}
    if name:
        settings |= {
            f"remote.{_REMOTE}.promisor": "true",
            f"remote.{_REMOTE}.partialclonefilter": name,
        }
        options = [*options, f"--filter={name}"]
    session.remote(
        *("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"),
        *("--no-auto-maintenance", *options, "--stdin", "--", _REMOTE),
        given="".join(f"{oid}\n" for oid in oids).encode(),
        settings=settings,
    )
