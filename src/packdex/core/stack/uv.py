"""uv.lock: uv's documentation, "Project structure: the lockfile"."""

from __future__ import annotations

from typing import Any

from packdex.core.stack.dependency import Found
from packdex.core.stack.locked import read_locked

_FOLDERS = ("virtual", "editable", "directory")


def read(text: str, found: Found) -> None:
    """Note the versions that it pins, without the members of the workspace."""
    read_locked(text, found, "package", "marker", _is_local)


def _is_local(package: dict[str, Any]) -> bool:
    source = package.get("source")
    return isinstance(source, dict) and any(key in source for key in _FOLDERS)
