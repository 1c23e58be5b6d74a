"""Files and folders of files as a source."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from packdex.exchange.arrays import read_array
from packdex.exchange.fields import RecordError
from packdex.exchange.items import (
    MAX_ITEM,
    Batch,
    Item,
    NothingFoundError,
    Step,
    decoded,
)
from packdex.exchange.lines import read_lines

ENDINGS = (".ndjson", ".jsonl", ".json")
_HEAD = 65_536
_ENVELOPE = re.compile(rb'\{\s*"(?:count|next|previous|results)"\s*:')


class Files:
    """A file, or the files of a folder by name, with v4 objects.

    Each is one object a line, one array, one object, or a v4 list; each may be compressed (.gz).
    Raises NothingFoundError when there is none.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.name = name or _storable(str(path.absolute()))
        self._files = _find(path)
        self.fingerprint = _fingerprint(self._files)

    def steps(self, position: dict[str, Any] | None) -> Iterator[Step]:
        """The steps of all files, a few hundred objects each."""
        names = [_storable(file.name) for file in self._files]
        begin = names.index(position["file"]) if position else 0
        after = position["line"] if position else 0
        for file in self._files[begin:]:
            yield from _steps(file, after)
            after = 0


def _find(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.is_file() and _is_named_right(p))
        else:
            found = [path] if path.exists() else []
    except OSError as error:
        raise NothingFoundError(f"{path} cannot be read: {error.strerror}.") from None
    if found:
        return found
    if path.exists():
        raise NothingFoundError(
            f"the folder {path} holds no file to import; expected names that end in"
            f" {', '.join(ENDINGS)} (and .gz)."
        )
    raise NothingFoundError(
        f"{path} does not exist; expected a file, a folder, or an address such as"
        " https://packages.example.org/"
    )


def _is_named_right(path: Path) -> bool:
    return path.name.removesuffix(".gz").endswith(ENDINGS) and not path.name.startswith(".")


def _fingerprint(files: list[Path]) -> str:
    """What changes when one of the files does."""
    digest = hashlib.sha256()
    for file in files:
        status = file.stat()
        digest.update(f"{_storable(file.name)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _steps(path: Path, after: int) -> Iterator[Step]:
    total = path.stat().st_size if path.is_file() else None  # a pipe has no size
    with _open(path) as raw:
        batch = Batch()
        for item in _items(raw, path, after):
            if batch.add(item):
                yield _step(path, batch, raw.tell() if total else 0, total)
                batch = Batch()
        if batch.items:
            yield _step(path, batch, total or 0, total)


def _step(path: Path, batch: Batch, done: int, total: int | None) -> Step:
    name = _storable(path.name)
    return Step(name, batch.items, {"file": name, "line": batch.items[-1].line}, done, total)


def _storable(name: str) -> str:
    """A file's name as text, also where the system gave it in another encoding."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _open(path: Path) -> io.BufferedReader:
    try:
        return io.BufferedReader(path.open("rb", buffering=0), _HEAD)
    except OSError as error:
        raise NothingFoundError(
            f"{path} cannot be read: {error.strerror}. Give this user the right to, or name"
            " another file."
        ) from None


def _items(raw: io.BufferedReader, path: Path, after: int) -> Iterator[Item]:
    """The objects of an open file. A file that cannot be read on ends with an error."""
    name = _storable(path.name)
    line = after
    try:
        file = gzip.GzipFile(fileobj=raw) if name.endswith(".gz") else raw
        head = file.peek(_HEAD)  # nothing is read twice, so that pipes can be read
        for item in _read(cast("IO[bytes]", file), name, head, after):
            line = item.line
            yield item
    except (OSError, EOFError, zlib.error) as error:
        yield Item(name, line + 1, error=RecordError("", f"cannot be read on: {error}"))


def _read(file: IO[bytes], name: str, head: bytes, after: int) -> Iterator[Item]:
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"[") or _ENVELOPE.match(head):
        return _read_array(file, name, after)
    first, _, rest = head.partition(b"\n")
    first = first.rstrip()
    is_json = name.removesuffix(".gz").endswith(".json")
    if (rest and first == b"{") or (first and is_json and not first.endswith(b"}")):
        return _read_one(file, name, after)
    return read_lines(file, name, after)


def _read_array(file: IO[bytes], name: str, after: int) -> Iterator[Item]:
    # Broken UTF-8 becomes what no field accepts, so that only its own object is refused.
    text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from read_array(text, name, after)
    finally:
        text.detach()  # the file is closed by whoever opened it


def _read_one(file: IO[bytes], name: str, after: int) -> Iterator[Item]:
    """The one object that is the whole file."""
    raw = file.read(MAX_ITEM + 1)
    if after:
        return
    if len(raw) > MAX_ITEM:
        error = RecordError("", f"the object has more than {MAX_ITEM:,} bytes")
        yield Item(name, 1, error=error)
        return
    yield decoded(name, 1, raw.removeprefix(b"\xef\xbb\xbf"))
