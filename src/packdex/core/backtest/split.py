"""Which repositories a model may be tuned on. Fixed by the name alone, so that nobody can choose.

The tuning half are those whose name, in lower case, has a SHA-256 that begins with an even byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

FOLDS = 5


def mark(name: str) -> str:
    """Twelve hexadecimal digits that stand for a repository ("owner/name"), capitals apart."""
    return hashlib.sha256(name.lower().encode()).hexdigest()[:12]


def is_for_tuning(name: str) -> bool:
    """Whether the repository is of the tuning half."""
    return int(mark(name)[:2], 16) % 2 == 0


def fold(name: str) -> int:
    """Which of FOLDS the repository is in, by the third byte of the same SHA-256."""
    return int(mark(name)[4:6], 16) % FOLDS


def groups(names: Sequence[str]) -> dict[str, list[int]]:
    """The places of each name in `names`."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return found
