"""Poetry: poetry.lock, and the tables of pyproject.toml.

Ranges are those of Poetry's documentation, "Dependency specification".
"""

from __future__ import annotations

import re
from typing import Any

from packaging.version import InvalidVersion, Version

from packdex.core.stack.dependency import LONGEST_VERSION, Found, shown
from packdex.core.stack.locked import read_locked
from packdex.core.stack.text import Lines
from packdex.core.stack.toml import table

_OPERATOR = re.compile(r"(\^|~=|~|===|==|!=|>=|<=|>|<|=)?\s*([^\s,<>=!~^]+)")
_LOCAL = ("path", "directory", "file")
_ELSEWHERE = ("git", "url", "hg")


def read(text: str, found: Found) -> None:
    """Note the versions that poetry.lock pins."""
    read_locked(text, found, "package", "markers", _is_folder)


def read_tables(poetry: dict[str, Any], text: str, found: Found) -> None:
    """Note what [tool.poetry] of pyproject.toml (`text`) asks for."""
    _table(poetry.get("dependencies"), "[tool.poetry.dependencies", "", text, found)
    _table(poetry.get("dev-dependencies"), "[tool.poetry.dev-dependencies", "dev", text, found)
    for name, group in table(poetry.get("group")).items():
        header = f"[tool.poetry.group.{name}."
        _table(table(group).get("dependencies"), header, str(name), text, found)


def range_of(constraint: str) -> str | None:
    """A range as PEP 440 writes it, out of one as Poetry does; None for what is none.

    "" lets in any version. Alternatives ("^1 || ^2") have no such form and give "", too.
    """
    if constraint.strip() in {"", "*"} or "|" in constraint:
        return ""
    parts = []
    for operator, version in _OPERATOR.findall(constraint):
        if (part := _part(operator, version)) is None:
            return None
        parts.append(part)
    return ",".join(part for part in parts if part)


def _table(told: object, header: str, group: str, text: str, found: Found) -> None:
    lines = Lines(text)
    lines.of(header)
    for name, asked in table(told).items():
        line = lines.of(f"\n{name}") if re.fullmatch(r"[\w.-]+", name) else lines.of(name)
        line = line + 1 if line else None
        if name.lower() == "python":
            continue
        for one in asked if isinstance(asked, list) else [asked]:
            _entry(name, one, line, group, found)


def _entry(name: str, asked: object, line: int | None, group: str, found: Found) -> None:
    if isinstance(asked, str):
        _add(name, asked, line, group, found)
    elif isinstance(asked, dict):
        if any(key in asked for key in _LOCAL):
            found.problem(line, f"{shown(name)} is a folder, so it was left out", grave=False)
            return
        extras = asked.get("extras")
        _add(
            name,
            asked.get("version", "*"),
            line,
            group,
            found,
            extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
            marker=asked.get("markers", ""),
            source="url" if any(key in asked for key in _ELSEWHERE) else "",
        )
    else:
        found.problem(line, f"{shown(name)}: {shown(asked)} is not a range of versions")


def _add(name: str, asked: object, line: int | None, group: str, found: Found, **more: Any) -> None:
    allowed = range_of(asked) if isinstance(asked, str) and len(asked) < LONGEST_VERSION else None
    if allowed is None:
        found.problem(line, f"{shown(name)}: {shown(asked)} is not a range of versions")
        allowed = ""
    found.add(name, line, specifier=allowed, group=group, **more)


def _part(operator: str, text: str) -> str | None:
    if text == "*":
        return ""
    if text.endswith((".*", ".x")):
        return f"{'!=' if operator == '!=' else '=='}{text[:-2]}.*"
    try:
        version = Version(text)
    except (InvalidVersion, ValueError):
        return None
    if operator in {"^", "~"}:
        return f">={text},<{_next(version, caret=operator == '^')}"
    return f"{'==' if operator in {'', '='} else operator}{text}"


def _next(version: Version, *, caret: bool) -> str:
    """The first version that a caret or a tilde does not let in."""
    release = list(version.release)
    if caret:
        at = next((i for i, number in enumerate(release) if number), len(release) - 1)
    else:
        at = min(1, len(release) - 1)
    epoch = f"{version.epoch}!" if version.epoch else ""
    return epoch + ".".join(map(str, [*release[:at], release[at] + 1]))


def _is_folder(package: dict[str, Any]) -> bool:
    source = package.get("source")
    return isinstance(source, dict) and source.get("type") in {"directory", "file"}
