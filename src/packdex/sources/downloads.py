"""How often projects were downloaded in a month, from a file of totals.

Read are three forms, each also compressed with gzip: CSV with a head that has the columns `project`
and `download_count` (RFC 4180); one JSON object with these two keys a line (NDJSON); and the
document of the public data set "Top PyPI Packages", an object with the list `rows` of such objects
and `last_update`, a time in UTC. The file is read as it goes, and a row that is wrong costs itself.
"""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import Any, TypeAlias

from packaging.utils import canonicalize_name

from packdex.core.registry import MAX_NAME, NAME
from packdex.sources.document import Document
from packdex.sources.errors import SourceError
from packdex.sources.json_stream import parts

PROJECT, COUNT = "project", "download_count"
MAX_LINE = 10_000  # bytes
MAX_BYTES = 2 * 1024 * 1024 * 1024
"""Of the whole file, once decompressed."""

MAX_COUNT = 2**63 - 1
MAX_EXAMPLES = 20
_PIECE = 64 * 1024
File: TypeAlias = BufferedReader | gzip.GzipFile
_GZIP_MAGIC = b"\x1f\x8b"  # RFC 1952


@dataclass
class Totals:
    """The totals in the file at `path`, as pairs of a project's normalised name and its downloads.

        totals = Totals(Path("month.csv.gz"))
        for project, downloads in totals: …

    Reading it again counts anew: `skipped` rows could not be read, the first of them with their
    reason in `examples`. `updated_at` (UTC) is known once it was read, where the file tells it. A
    project may come twice, under two spellings of its name. Raises SourceError for a file that
    cannot be read, has none of the three forms, or is damaged; what came before is still right.
    """

    path: Path
    skipped: int = 0
    updated_at: datetime | None = None
    examples: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        self.skipped, self.updated_at = 0, None
        self.examples.clear()
        with _opened(self.path) as file:
            for place, row in enumerate(self._rows(file), 1):
                try:
                    yield _total(row)
                except SourceError as error:
                    self.skipped += 1
                    if len(self.examples) < MAX_EXAMPLES:
                        self.examples.append(f"row {place}: {error}")

    def _rows(self, file: File) -> Iterator[Any]:
        """The rows, each as what it says of `project` and `download_count`."""
        start = file.read(_PIECE)
        file.seek(0)
        if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return _csv(_lines(file))
        if _is_total(start.partition(b"\n")[0]):
            return (_json(line) for line in _lines(file) if not line.isspace())
        return self._document(file)

    def _document(self, file: File) -> Iterator[Any]:
        listed = False
        for key, value in parts(_pieces(file), "rows"):
            if key == "rows":
                listed = True
                yield value
            elif key == "last_update":
                self.updated_at = Document({key: value}, "").maybe_time(key)
        if not listed:
            raise SourceError("rows", "missing or empty, a list expected")


@contextmanager
def _opened(path: Path) -> Iterator[File]:
    try:
        with path.open("rb") as raw:
            compressed = raw.read(2) == _GZIP_MAGIC
        with gzip.open(path) if compressed else path.open("rb") as file:
            yield file
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(path.name, f"cannot be read ({str(error)[:200]})") from error


def _pieces(file: File) -> Iterator[bytes]:
    left = MAX_BYTES
    while piece := file.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise SourceError("document", f"more than {MAX_BYTES:,} bytes")
        yield piece


def _lines(file: File) -> Iterator[str]:
    left = MAX_BYTES
    while line := file.readline(MAX_LINE + 1):
        left -= len(line)
        if len(line) > MAX_LINE or left < 0:
            raise SourceError("document", f"a line of more than {MAX_LINE:,} bytes, or too many")
        yield line.decode("utf-8", "replace").removeprefix("\ufeff")


def _csv(lines: Iterator[str]) -> Iterator[Any]:
    reader = csv.reader(lines, strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        if PROJECT not in head or COUNT not in head:
            raise SourceError("head", f"the columns {PROJECT} and {COUNT} expected")
        for row in reader:
            if row:
                yield _numbered(dict(zip(head, row, strict=False)))
    except csv.Error as error:
        raise SourceError(f"line {reader.line_num}", f"not CSV ({error})") from error


def _numbered(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its count as a number, where it is one; CSV has only text."""
    count = row.get(COUNT, "").strip()
    if count.isascii() and count.isdigit() and len(count) <= len(str(MAX_COUNT)):
        row[COUNT] = int(count)
    return row


def _json(line: str) -> Any:
    """The line's value, or the line itself, which is then no row."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _is_total(line: bytes) -> bool:
    value = _json(line.decode("utf-8", "replace").removeprefix("\ufeff"))
    return isinstance(value, dict) and PROJECT in value


def _total(row: Any) -> tuple[str, int]:
    if not isinstance(row, dict):
        raise SourceError("row", "an object with a project expected")
    name, count = row.get(PROJECT), row.get(COUNT)
    if not isinstance(name, str) or len(name) > MAX_NAME or not NAME.fullmatch(name.strip()):
        raise SourceError(PROJECT, f"{str(name)[:50]!r} is not the name of a project")
    if type(count) is not int or not 0 <= count <= MAX_COUNT:
        raise SourceError(COUNT, f"{str(count)[:50]!r} is not a number of downloads")
    return canonicalize_name(name.strip()), count
