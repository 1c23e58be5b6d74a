"""A report of Packdex as JSON (export.py): what it was made of, to be judged once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from packdex.core.stack.dependency import LONGEST_LINE, LONGEST_NAME, Found, Where, shown
from packdex.core.stack.json_text import document_of


def read(text: str, found: Found) -> None:
    """Note the dependencies, each in the places where it stood, and what could not be read."""
    document = document_of(text, found)
    for one in _members(document, "dependencies", found):
        places = one.get("where")
        for place in places if isinstance(places, list) else [None]:
            _dependency(one, _where(place, found.file), found)
    for one in _members(document, "problems", found):
        grave = one.get("left_out_on_purpose") is not True
        before = len(found.problems)
        found.problem(None, str(one.get("reason"))[:LONGEST_LINE], grave=grave)
        if len(found.problems) > before:
            found.problems[-1] = replace(found.problems[-1], where=_where(one, found.file))


def _dependency(one: dict[str, Any], where: Where, found: Found) -> None:
    before = len(found.dependencies)
    markers, groups = one.get("markers"), one.get("groups")
    extras = one.get("extras")
    source = one.get("source")
    found.add(
        one.get("name"),
        where.line,
        version=one.get("pinned"),
        specifier=one.get("specifier"),
        extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
        marker=markers[0] if isinstance(markers, list) and markers else "",
        group=str(groups[0])[:LONGEST_NAME] if isinstance(groups, list) and groups else "",
        source=source if source in {"url", "conda"} else "",
    )
    if len(found.dependencies) > before:
        found.dependencies[-1] = replace(found.dependencies[-1], where=where)


def _where(told: object, file: str) -> Where:
    """The place that the report names, or the report itself."""
    if not isinstance(told, dict) or not isinstance(told.get("file"), str):
        return Where(file)
    line = told.get("line")
    is_line = isinstance(line, int) and not isinstance(line, bool) and 0 < line < 10**9
    return Where(told["file"][:LONGEST_LINE], line if is_line else None)


def _members(document: dict[str, Any], key: str, found: Found) -> list[dict[str, Any]]:
    value = document.get(key)
    if not isinstance(value, list):
        found.problem(None, f"{key} is {shown(value)}; expected a list")
        return []
    return [one for one in value if isinstance(one, dict)]
