"""The entries of a dump, one at a time, from a zip file or a folder that may be hostile.

Names are only shown, never used to write anything. The zip format is PKWARE's "APPNOTE": entries
are stored or deflated; other methods are left out because Python inflates them without a bound.
"""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packdex.sources.errors import SourceError

MAX_ENTRY = 8 * 1024 * 1024
"""Bytes of one advisory; the longest lists of versions have one or two million."""

MAX_TOTAL = 8 * 1024 * 1024 * 1024
MAX_ARCHIVE = 2 * 1024 * 1024 * 1024
MAX_ENTRIES = 1_000_000

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises for archives that are cut off, damaged or made to do harm."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a dump."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """One that was not read, and why."""

    name: str
    why: str


def entries(path: Path) -> Iterator[Entry | Skipped]:
    """Every document of the dump at `path`; raises SourceError when there is no dump there."""
    found = _in_folder(path) if path.is_dir() else _in_archive(path)
    total = 0
    for entry in found:
        if isinstance(entry, Entry):
            total += len(entry.body)
            if total > MAX_TOTAL:
                raise SourceError(path.name, f"more than {MAX_TOTAL:,} bytes of advisories")
        yield entry


def _in_archive(path: Path) -> Iterator[Entry | Skipped]:
    try:
        size = path.stat().st_size
        if size > MAX_ARCHIVE:
            raise SourceError(path.name, f"larger than {MAX_ARCHIVE:,} bytes")
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise SourceError(path.name, f"neither a folder nor a zip file ({error})") from error
    with archive:
        members = archive.infolist()
        if len(members) > MAX_ENTRIES:
            raise SourceError(path.name, f"more than {MAX_ENTRIES:,} entries")
        for member in members:
            if not member.is_dir():
                yield _member(archive, member)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Entry | Skipped:
    name = member.filename[:300]
    why = _objection(member)
    if why:
        return Skipped(name, why)
    try:
        with archive.open(member) as file:
            body = file.read(MAX_ENTRY + 1)
    except _BROKEN as error:
        return Skipped(name, f"cannot be read ({str(error)[:200]})")
    return _bounded(name, body)


def _objection(member: zipfile.ZipInfo) -> str | None:
    name = member.filename
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
        return "its name leads out of the dump"
    if not name.endswith(".json"):
        return "not a .json file"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    if member.compress_type not in _METHODS:
        return "compressed by a method that is not read"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link"
    return _too_large() if member.file_size > MAX_ENTRY else None


def _in_folder(folder: Path) -> Iterator[Entry | Skipped]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            shown = str(path.relative_to(folder))[:300]
            try:
                yield _file(path, shown)
            except OSError as error:
                yield Skipped(shown, f"cannot be read ({error.strerror})")


def _file(path: Path, shown: str) -> Entry | Skipped:
    if path.suffix != ".json":
        return Skipped(shown, "not a .json file")
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return Skipped(shown, "a link")
    if not stat.S_ISREG(about.st_mode):
        return Skipped(shown, "not a file")
    with path.open("rb") as file:
        return _bounded(shown, file.read(MAX_ENTRY + 1))


def _bounded(name: str, body: bytes) -> Entry | Skipped:
    return Skipped(name, _too_large()) if len(body) > MAX_ENTRY else Entry(name, body)


def _too_large() -> str:
    return f"larger than {MAX_ENTRY:,} bytes"
