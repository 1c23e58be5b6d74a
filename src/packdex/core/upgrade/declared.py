"""What a release says of Python and Django, cut down to what a move depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from packdex.core.comparison.facts import named_versions
from packdex.core.required import on_project

_DJANGO = "Framework :: Django"
MOST = 60
"""Versions, and requirements on Django, that are kept of one release."""


class Declared(NamedTuple):
    """The versions that a release's classifiers name, oldest first, and what it requires.

    `about_django`: a classifier says that it is made for Django, of whichever version. `requires`
    are its requirements on Django, as PEP 508 writes them, those of extras too; None: not known.
    """

    python: tuple[str, ...]
    django: tuple[str, ...]
    about_django: bool
    requires: tuple[str, ...] | None

    def of(self, product: str) -> tuple[str, ...]:
        """The versions of the product that it names."""
        return self.python if product == "python" else self.django


def declared_by(classifiers: Sequence[str], requirements: Sequence[str] | None) -> Declared:
    """What these say. `requirements` are all of the release, None where they are not known."""
    python, django = named_versions(classifiers)
    return Declared(
        python[-MOST:],
        django[-MOST:],
        any(one.startswith(_DJANGO) for one in classifiers),
        None if requirements is None else on_project(requirements, "django")[:MOST],
    )


def as_json(declared: Declared) -> dict[str, Any]:
    """As it is kept: about a hundred bytes."""
    return {
        "python": list(declared.python),
        "django": list(declared.django),
        "about_django": declared.about_django,
        "requires": None if declared.requires is None else list(declared.requires),
    }


def from_json(told: Mapping[str, Any]) -> Declared:
    """What `as_json` made."""
    requires = told["requires"]
    return Declared(
        tuple(told["python"]),
        tuple(told["django"]),
        told["about_django"],
        None if requires is None else tuple(requires),
    )
