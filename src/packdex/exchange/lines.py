"""Files with one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from packdex.exchange.fields import RecordError
from packdex.exchange.items import MAX_ITEM, Item, decoded

_BOM = b"\xef\xbb\xbf"


def read_lines(file: IO[bytes], name: str, after: int = 0) -> Iterator[Item]:
    """The objects on the lines behind line `after`; blank lines are passed over."""
    number = 0
    while line := file.readline(MAX_ITEM + 1):
        number += 1
        too_long = len(line) > MAX_ITEM
        if too_long:
            _skip_line(file, line)
        if number <= after:
            continue
        if too_long:
            error = RecordError("", f"the line has more than {MAX_ITEM:,} bytes")
            yield Item(name, number, error=error, size=0)
            continue
        raw = (line.removeprefix(_BOM) if number == 1 else line).strip()
        if raw:
            yield decoded(name, number, raw)


def _skip_line(file: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(MAX_ITEM)
