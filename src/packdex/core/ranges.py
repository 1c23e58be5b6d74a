"""Ranges of versions (PEP 440), asked about whole series such as Python 3.12 or Django 5.2."""

from __future__ import annotations

from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet

LONGEST = 200
"""Characters; a longer range is somebody's joke, and shuts nothing out."""

_FIRST_AND_LAST = (".0", ".999")


@lru_cache(maxsize=4_000)
def specifiers(text: str) -> SpecifierSet | None:
    """A range as PEP 440 writes it; None for what is none, or shuts nothing out."""
    if not text.strip() or len(text) > LONGEST:
        return None
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


@lru_cache(maxsize=20_000)
def allows(text: str, series: str) -> bool:
    """Whether any release of a series such as "3.12" is within the range; what is none allows all.

    Found by the text, because to hash a set of specifiers takes longer than all that is asked here.
    """
    allowed = specifiers(text)
    if allowed is None:
        return True
    named = (one.version for one in allowed if one.version.startswith(f"{series}."))
    single = (version for version in named if not version.endswith("*"))
    return any(
        allowed.contains(version)
        for version in (*(f"{series}{patch}" for patch in _FIRST_AND_LAST), *single)
    )
