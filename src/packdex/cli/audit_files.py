"""The files that packdex audit reads: those of one folder, and nothing outside of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from packdex.core.stack.dependency import Found
from packdex.core.stack.reading import NotThereError, Open, read_files
from packdex.core.stack.text import LARGEST_FILE

STANDARD_INPUT = "-"


def read(files: Sequence[str]) -> Found:
    """What `files` ask for; "-" is the standard input.

    A file may name others in the folder that the command runs in; one that lies elsewhere, those
    in its own.
    """
    here = Path.cwd().resolve()
    whole = Found()
    for file in dict.fromkeys(files):
        root, path = (here, file) if file == STANDARD_INPUT else _root(here, Path(file))
        found = read_files([path], _within(root, path))
        whole.dependencies += found.dependencies
        whole.problems += found.problems
        whole.unnamed_problems += found.unnamed_problems
    return whole


def _root(here: Path, file: Path) -> tuple[Path, str]:
    """The folder that is read from, and the path of the file in it."""
    absolute = Path.cwd() / file
    whole = absolute.parent.resolve() / absolute.name
    root = here if whole.is_relative_to(here) else whole.parent
    return root, whole.relative_to(root).as_posix()


def _within(root: Path, named: str) -> Open:
    """Opens files below `root`. `named` is the one that the caller chose, wherever it leads."""

    def open_(path: str) -> bytes:
        if path == named == STANDARD_INPUT:
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        real = (root / path).resolve()
        if path != named and not real.is_relative_to(root):
            raise NotThereError("it leads out of the folder that is read, so it was refused")
        return _content(real)

    return open_


def _content(file: Path) -> bytes:
    try:
        if not file.exists():
            raise NotThereError("there is no such file")
        if not file.is_file():
            raise NotThereError("it is not a file")
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NotThereError(f"it cannot be read: {error.strerror}") from None
