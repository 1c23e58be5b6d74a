"""Which versions of Python and of frameworks a package says it supports."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet

PYTHONS = ("2.7", *(f"3.{minor}" for minor in range(6, 16)))
"""The versions that are told apart."""

_PYTHON = "Programming Language :: Python :: "
_FRAMEWORK = "Framework :: "
MOST_FRAMEWORKS = 12


def pythons(requires: str | None, classifiers: Iterable[str]) -> tuple[str, ...]:
    """The versions of Python that the range of installers lets; without one, those classified."""
    allowed = _allowed(requires) if requires else None
    if allowed is not None:
        return allowed
    named = {text.removeprefix(_PYTHON) for text in classifiers if text.startswith(_PYTHON)}
    return tuple(version for version in PYTHONS if version in named)


@lru_cache(maxsize=4096)
def _allowed(requires: str) -> tuple[str, ...] | None:
    try:
        wanted = SpecifierSet(requires[:200])
    except InvalidSpecifier:
        return None
    # Some version of the series is enough: ">=3.8.1" is for 3.8, too.
    return tuple(v for v in PYTHONS if wanted.contains(v) or wanted.contains(f"{v}.99"))


def frameworks(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The frameworks that are classified: "Django 5.2", "Wagtail"; a bare name only by itself."""
    found = [
        text.removeprefix(_FRAMEWORK).replace(" :: ", " ")
        for text in classifiers
        if text.startswith(_FRAMEWORK)
    ]
    return tuple(found[-MOST_FRAMEWORKS:])
