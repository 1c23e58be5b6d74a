"""Reading the names of the files at a commit: the folders alone, for as long as it takes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from packdex.core.history import Presence
from packdex.core.presence import DEPTH, presence
from packdex.sources.errors import DoorError
from packdex.sources.git import copy
from packdex.sources.git.program import Session

MAX_FOLDERS = 500
"""Folders of one level that are looked into; with more, what was not found is not known."""

FILTERS = ("blob:none",)
"""Without files, but with all folders: public forges know no filter by the depth of folders."""

_FOLDER = b"40000"  # the mode of a folder; of files, links and submodules it is another


class Entry(NamedTuple):
    """One line of a folder: the path of what lies there, and its object where that is a folder."""

    path: str
    folder: str | None


def look(session: Session, commit: str, root: str) -> Presence:
    """What lies in the folder with the id `root`, that of `commit`, and below it.

    The folders that did not come with the commits are fetched, and kept: a server that hears of a
    commit that we have sends none of its folders again with a later one. Nothing is known where
    the server does not give folders alone; the history is worth having without.
    """
    try:
        return _look(session, root)
    except KeyError:
        return _fetched(session, commit, root)


def _fetched(session: Session, commit: str, root: str) -> Presence:
    """The same after a question for the folders of this commit alone."""
    # Beside the copy, which must not become a shallow one where git itself has to fetch.
    beside = replace(session, folder=session.folder / "folders")
    try:
        copy.drop(beside.folder)  # of a look that was killed
        copy.prepare(beside, commit)
        # The commit, because not every server gives a folder that is asked for by its id.
        without_files = copy.bring(beside, [commit], FILTERS, alone=True)
        found = _look(beside, root)
        if without_files:
            copy.adopt(session, beside)
    except (DoorError, KeyError):
        return Presence()
    else:
        return found
    finally:
        copy.drop(beside.folder)


def _look(session: Session, root: str) -> Presence:
    """What lies in the folder `root` and below; raises KeyError where one of those is not here."""
    paths: list[str] = []
    level, complete = [(root, "")], True
    for _ in range(DEPTH):
        complete &= len(level) <= MAX_FOLDERS
        level = level[:MAX_FOLDERS]
        found = copy.contents(session, [oid for oid, _ in level])
        entries: list[Entry] = []
        for (oid, path), content in zip(level, found, strict=True):
            if content is None:
                raise KeyError(oid)
            entries += _entries(content, path, len(oid) // 2)
        paths += [entry.path for entry in entries]
        level = [(entry.folder, f"{entry.path}/") for entry in entries if entry.folder]
        if not level:
            break
    return presence(paths, complete=complete)


def _entries(content: bytes, path: str, oid_bytes: int) -> Iterator[Entry]:
    """The entries of a tree object: mode, blank, name, NUL, binary id (git's "Git Objects")."""
    position = 0
    while position < len(content):
        end = content.index(b"\0", position)
        mode, _, name = content[position:end].partition(b" ")
        position = end + 1 + oid_bytes
        oid = content[end + 1 : position].hex()
        yield Entry(path + name.decode("utf-8", "replace"), oid if mode == _FOLDER else None)
