"""From files to what they ask for: the files that they name are read, too, once each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from packaging.specifiers import SpecifierSet

from packdex.core.stack.dependency import Dependency, Found, pinned_by, shown
from packdex.core.stack.formats import FORMATS, format_of
from packdex.core.stack.text import text_of

MOST_FILES = 100
CONSTRAINT = "constraint"
"""The group of what a constraints file names and no other file asks for."""


class NotThereError(Exception):
    """A file that another one names cannot be read; the message says why."""


Open = Callable[[str], bytes]
"""The content of the file at a path, relative to the folder that is read, with "/" in it.

Raises NotThereError. Never asked for a path that leads out of the folder.
"""


def read_files(paths: Iterable[str], open_: Open) -> Found:
    """What the files at `paths` ask for, and those that they name by -r and -c.

    Never raises for what is in them: what is wrong is among the problems, with its line.
    """
    reader = _Reader(open_)
    for path in paths:
        reader.begin(path)
    reader.found.dependencies = constrained(reader.found.dependencies)
    return reader.found


def constrained(dependencies: list[Dependency]) -> list[Dependency]:
    """The dependencies, each within what constraints say of its project."""
    limits: dict[str, list[Dependency]] = {}
    for one in dependencies:
        if one.group == CONSTRAINT:
            limits.setdefault(one.project, []).append(one)
    if not limits:
        return dependencies
    asked = {one.project for one in dependencies if one.group != CONSTRAINT}
    return [
        _within(one, limits.get(one.project, ())) if one.group != CONSTRAINT else one
        for one in dependencies
        if one.group != CONSTRAINT or one.project not in asked
    ]


def _within(one: Dependency, limits: Iterable[Dependency]) -> Dependency:
    allowed = SpecifierSet(one.specifier)
    for limit in limits:
        allowed &= SpecifierSet(limit.specifier)
    return replace(one, specifier=str(allowed), version=pinned_by(allowed))


class _Reader:
    """Reads files, and notes which are being read, so that circles end."""

    def __init__(self, open_: Open) -> None:
        self.found = Found()
        self._open = open_
        self._reading: list[str] = []
        self._read: set[tuple[str, bool]] = set()

    def begin(self, path: str) -> None:
        """Read a file that the caller named, unless one before it named it, too."""
        path = posixpath.normpath(path)
        if not self._read.isdisjoint({(path, False), (path, True)}):
            return
        self.found.file = path
        try:
            content = self._open(path)
        except NotThereError as error:
            self.found.problem(None, str(error))
            return
        self._one(path, content, constraint=False)

    def _one(self, path: str, content: bytes, *, constraint: bool) -> None:
        """Read one file; what it names is read by `include`, and then it goes on."""
        self._read.add((path, constraint))
        self._reading.append(path)
        self.found.file = path
        before = len(self.found.dependencies)
        text = text_of(content, self.found)
        named_by_another = len(self._reading) > 1
        kind = FORMATS[-1] if named_by_another else format_of(posixpath.basename(path), text)
        kind.read(text, self.found, self._include)
        if constraint:
            own = self.found.dependencies[before:]
            self.found.dependencies[before:] = [replace(one, group=CONSTRAINT) for one in own]
        self._reading.pop()

    def _include(self, named: str, line: int, constraint: bool) -> None:  # noqa: FBT001 - Include
        here = self._reading[-1]
        path = self._path(named, line)
        if path is None:
            return
        if path in self._reading:
            circle = " -> ".join([*self._reading[self._reading.index(path) :], path])
            self.found.problem(line, f"the files name each other in a circle: {circle}")
        elif (path, constraint) not in self._read:
            self._read_named(path, line, constraint=constraint)
            self.found.file = here

    def _path(self, named: str, line: int) -> str | None:
        if re.match(r"[a-z][a-z0-9+.-]+:", named, re.IGNORECASE):
            self.found.problem(line, f"{shown(named)} is an address; nothing is fetched from there")
            return None
        plain = named.replace("\\", "/")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._reading[-1]), plain))
        if path.startswith(("/", "../")) or path in {"..", "."}:
            self.found.problem(
                line, f"{shown(named)} leads out of the folder that is read, so it was refused"
            )
            return None
        if len(self._read) >= MOST_FILES:
            self.found.problem(line, f"more than {MOST_FILES} files; {shown(named)} was not read")
            return None
        return path

    def _read_named(self, path: str, line: int, *, constraint: bool) -> None:
        try:
            content = self._open(path)
        except NotThereError as error:
            self.found.problem(line, f"{shown(path)}: {error}")
            return
        self._one(path, content, constraint=constraint)
