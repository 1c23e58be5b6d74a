"""Pipfile.lock: Pipenv's documentation, "Pipfile and Pipfile.lock"."""

from __future__ import annotations

from packdex.core.stack.dependency import Found, shown
from packdex.core.stack.json_text import document_of
from packdex.core.stack.text import Lines

_NO_GROUPS = {"_meta"}
_ELSEWHERE = ("git", "hg", "svn", "url")


def read(text: str, found: Found) -> None:
    """Note the versions that it pins, by group ("default" is none)."""
    lines = Lines(text)
    for group, entries in document_of(text, found).items():
        if group in _NO_GROUPS:
            continue
        if not isinstance(entries, dict):
            found.problem(None, f"{shown(group)} is {shown(entries)}; expected an object")
            continue
        for name, entry in entries.items():
            line = lines.of(f'"{name}"')
            _entry(name, entry, line, "" if group == "default" else group, found)


def _entry(name: str, entry: object, line: int | None, group: str, found: Found) -> None:
    if not isinstance(entry, dict):
        found.problem(line, f"{shown(name)} is {shown(entry)}; expected an object")
    elif "path" in entry or "file" in entry:
        found.problem(line, f"{shown(name)} is a folder, so it was left out", grave=False)
    else:
        version, extras = entry.get("version"), entry.get("extras")
        found.add(
            name,
            line,
            specifier="" if version in {"*", None} else version,
            extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
            marker=entry.get("markers", ""),
            group=group,
            source="url" if any(key in entry for key in _ELSEWHERE) else "",
        )
