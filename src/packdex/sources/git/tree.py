"""Reading the names of files at a commit out of a copy that holds its folders, or some of them."""

from collections.abc import Iterator
from typing import NamedTuple

from packdex.core.history import Presence
from packdex.core.presence import DEPTH, presence
from packdex.sources.errors import DoorError
from packdex.sources.git.copy import TREES_ONLY, bring, contents
from packdex.sources.git.program import Session

MAX_FOLDERS = 500
"""Folders that are looked into; with more, what was not found is not known."""

_FOLDER = b"40000"  # the mode of a folder; of files, links and submodules it is another


class Entry(NamedTuple):
    """One line of a folder: the path of what lies there, and its object where that is a folder."""

    path: str
    folder: str | None


def look(session: Session, tree: str) -> Presence:
    """What lies in the folder with the id `tree`, the root of a commit, and below it.

    Nothing is known of it where the server does not give folders alone.
    """
    try:
        bring(session, [tree], TREES_ONLY)
        paths, complete = _paths(session, tree)
    except DoorError:
        # The history is worth having without this.
        return Presence()
    return presence(paths, complete=complete)


def _paths(session: Session, root: str) -> tuple[list[str], bool]:
    """The paths down to DEPTH folders, and whether they are all there are."""
    paths: list[str] = []
    level, complete = [(root, "")], True
    for _ in range(DEPTH):
        complete &= len(level) <= MAX_FOLDERS
        level = level[:MAX_FOLDERS]
        below: list[tuple[str, str]] = []
        for (oid, path), content in zip(
            level, contents(session, [oid for oid, _ in level]), strict=True
        ):
            complete &= content is not None
            for entry in _entries(content or b"", path, len(oid) // 2):
                paths.append(entry.path)
                if entry.folder:
                    below.append((entry.folder, f"{entry.path}/"))
        level = below
    return paths, complete


def _entries(content: bytes, path: str, oid_bytes: int) -> Iterator[Entry]:
    """The entries of a tree object: mode, blank, name, NUL, binary id ("git-cat-file", "tree")."""
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + oid_bytes
        oid = content[end + 1 : position].hex()
        yield Entry(path + name.decode("utf-8", "replace"), oid if mode == _FOLDER else None)
