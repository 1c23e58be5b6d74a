"""Names that differ by one slip of the keyboard, for many names among very many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from packdex.core.spelling import distance

SHORTEST = 5
"""Letters. Shorter names differ by one letter and are different names."""

_DROPPED = str.maketrans("", "", "-_.")


def near_names(wanted: Iterable[str], names: Iterable[str]) -> dict[str, list[str]]:
    """For each of `wanted` those of `names` that are it but for one letter, or two swapped.

    Names are normalised ones; hyphens make no difference. What is left out of either is compared,
    so that each of `names` costs as many look-ups as it has letters.
    """
    by_part: dict[str, set[str]] = defaultdict(set)
    for one in wanted:
        plain = one.translate(_DROPPED)
        if len(plain) >= SHORTEST:
            for part in _parts(plain):
                by_part[part].add(one)
    found: dict[str, list[str]] = defaultdict(list)
    if not by_part:
        return found
    for name in names:
        plain = name.translate(_DROPPED)
        if len(plain) < SHORTEST:
            continue
        candidates = {one for part in _parts(plain) for one in by_part.get(part, ())}
        for one in candidates:
            if distance(one.translate(_DROPPED), plain, 1) <= 1:
                found[one].append(name)
    return found


def _parts(plain: str) -> set[str]:
    return {plain} | {plain[:i] + plain[i + 1 :] for i in range(len(plain))}
