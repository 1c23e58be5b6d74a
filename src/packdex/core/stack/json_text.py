"""JSON that may be cut off: what stands before the break counts."""

from __future__ import annotations

import json
import re
from typing import Any

from packdex.core.stack.dependency import Found

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_DEPTH = 2
"""In all formats here an entry stands in a list or a table of the document's one object."""


def document_of(text: str, found: Found) -> dict[str, Any]:
    """What the object says; where it breaks off, what is before the broken entry."""
    try:
        told = json.loads(text)
    except RecursionError:
        found.problem(1, "nested too deeply")
        return {}
    except ValueError as error:
        broken = error.pos if isinstance(error, json.JSONDecodeError) else 0
        line = text.count("\n", 0, broken) + 1
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number without end"
        found.problem(line, f"not JSON: {reason}; what follows was not read")
        told = _before(text, broken)
    if not isinstance(told, dict):
        found.problem(1, "not a JSON object")
        return {}
    return told


def _before(text: str, broken: int) -> object:
    """The document up to the last whole entry before a break."""
    open_: list[str] = []
    cut, closing = 0, ""
    for token in _TOKEN.finditer(text, 0, broken):
        kind = token[0]
        if kind in "[{":
            open_.append("]" if kind == "[" else "}")
        elif kind in "]}" and open_:
            open_.pop()
        if kind in ",]}" and len(open_) == _DEPTH:
            cut = token.start() if kind == "," else token.end()
            closing = "".join(reversed(open_))
    try:
        return json.loads(text[:cut] + closing) if cut else {}
    except (ValueError, RecursionError):
        return {}
