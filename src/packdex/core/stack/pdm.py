"""pdm.lock: PDM's documentation, "Lockfile"."""

from __future__ import annotations

from typing import Any

from packdex.core.stack.dependency import Found
from packdex.core.stack.locked import read_locked


def read(text: str, found: Found) -> None:
    """Note the versions that it pins."""
    read_locked(text, found, "package", "marker", _is_folder)


def _is_folder(package: dict[str, Any]) -> bool:
    return isinstance(package.get("path"), str)
