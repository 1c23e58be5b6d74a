"""TOML that may be cut off or broken: each part is read by itself, so the rest counts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from packdex.core.stack.dependency import Found

_HEADER = re.compile(r"^(\[\[?)[ \t]*([^\]\n]*?)[ \t]*\]", re.MULTILINE)
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")

MOST_DOTS = 50
"""In one line outside of quotes. tomllib takes time with the square of the parts of a key."""


def table_of(text: str, found: Found) -> dict[str, Any]:
    """What `text` says; parts that cannot be read are noted in `found` and left out."""
    if any(_dots(line) > MOST_DOTS for line in text.split("\n") if line.count(".") > MOST_DOTS):
        line = next(n for n, one in enumerate(text.split("\n"), 1) if _dots(one) > MOST_DOTS)
        found.problem(line, "a key of so many parts is somebody's joke; the file was not read")
        return {}
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        pass  # each part says by itself what is wrong with it
    whole: dict[str, Any] = {}
    for begins, part in _parts(text):
        _merge(whole, _part(part, begins, found))
    return whole


def table(value: object) -> dict[str, Any]:
    """The table, or an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def _dots(line: str) -> int:
    return _QUOTED.sub("", line.partition("#")[0]).count(".")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Parts that can be read alone, each with the number of its first line.

    An element of an array of tables goes together with the tables below it.
    """
    cuts, array = [0], ""
    for header in _HEADER.finditer(text):
        name = header[2]
        if header[1] == "[[" and not (array and name.startswith(f"{array}.")):
            array = name
            cuts.append(header.start())
        elif not (array and name.startswith(f"{array}.")):
            array = ""
            cuts.append(header.start())
    line = 1
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        if start < end:
            yield line, text[start:end]
            line += text.count("\n", start, end)


def _part(part: str, begins: int, found: Found) -> dict[str, Any]:
    """What a part says; of a broken one what stands before the break."""
    try:
        return tomllib.loads(part)
    except RecursionError:
        found.problem(begins, "nested too deeply")
        return {}
    except ValueError as error:
        place = _PLACE.search(str(error))
        lines = part.rstrip("\n").split("\n")
        broken = int(place[1]) if place and place[1] else len(lines)
        reason = _PLACE.sub("", str(error)).strip()
        found.problem(begins + broken - 1, f"not TOML: {reason}")
        return _before(lines[: broken - 1])


def _before(lines: list[str]) -> dict[str, Any]:
    """What the lines before a break say, if need be with the array closed that they are in."""
    for closing in ("", "\n]"):
        try:
            return tomllib.loads("\n".join(lines) + closing)
        except (ValueError, RecursionError):
            continue
    return {}


def _merge(whole: dict[str, Any], part: dict[str, Any]) -> None:
    for key, value in part.items():
        known = whole.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(value)
        else:
            whole[key] = value
