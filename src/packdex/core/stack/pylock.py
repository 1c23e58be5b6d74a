"""pylock.toml: PEP 751, now the PyPA's specification "pylock.toml".

`packaging.pylock` reads a file that is right in all of it, or none of it; here one wrong entry
must not hide the others.
"""

from __future__ import annotations

from typing import Any

from packdex.core.stack.dependency import Found
from packdex.core.stack.locked import read_locked


def read(text: str, found: Found) -> None:
    """Note the versions that it pins."""
    read_locked(text, found, "packages", "marker", _is_folder)


def _is_folder(package: dict[str, Any]) -> bool:
    return "directory" in package
