"""What the lock files in TOML have in common: an array of tables, one for each version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from packdex.core.stack.dependency import Found, shown
from packdex.core.stack.text import Lines
from packdex.core.stack.toml import table_of

Local = Callable[[dict[str, Any]], bool]


def read_locked(text: str, found: Found, key: str, marker: str, is_local: Local) -> None:
    """Note what the array of tables `key` pins; `marker` is the key of a table's marker.

    Without `is_local` ones, which are folders of the project itself.
    """
    lines = Lines(text)
    listed = table_of(text, found).get(key, [])
    if not isinstance(listed, list):
        found.problem(None, f"{key} is {shown(listed)}; expected [[{key}]] for each project")
        return
    for one in listed:
        if not isinstance(one, dict):
            found.problem(None, f"{shown(one)} is no table; expected [[{key}]] for each project")
            continue
        if not one:
            continue  # what is left of one that is cut off
        name = one.get("name")
        line = lines.of(f"[[{key}]]", f'"{name}"')
        if is_local(one):
            continue
        extras = one.get("extras")
        found.add(
            name,
            line,
            version=one.get("version"),
            marker=one.get(marker, ""),
            extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
        )
