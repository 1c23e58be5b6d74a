"""What is compared of a package by itself: what is known of it, and what that comes to.

`None` is "not known" throughout, and so are empty `commits`, `classifiers` and `frameworks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

_PYTHON, _DJANGO = "Programming Language :: Python :: ", "Framework :: Django :: "


@dataclass(slots=True, kw_only=True)
class Facts:
    """The facts of one package that a comparison shows. Times are aware.

    `commits` are those of each of 52 weeks, oldest first. `downloads` are of a month. `pythons` and
    `frameworks` are versions of Python and of Django that the project names ("3.12", "5.2").
    `advisories` counts those that affect the current version, 0 only when somebody looked. `status`
    is the project's marker on its registry (PEP 792) and `reason` what stands beside it. `removed`:
    its registry has no such project any more. `deprecated`: people of this directory said that it
    should not be chosen any more, for the reason `deprecated_why`, and `replaced_by` is the slug of
    what to take instead; both may be "". `users` counts those who said that they use it. `verdict`
    is the key of its state in life when it was last judged (core/verdict/lifecycle.py).
    """

    version: str | None = None
    released: datetime | None = None
    last_commit: datetime | None = None
    commits: Sequence[int] = ()
    licence: str | None = None
    requires_python: str | None = None
    pythons: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    stars: int | None = None
    downloads: int | None = None
    open_issues: int | None = None
    advisories: int | None = None
    contributors: int | None = None
    archived: bool | None = None
    status: str | None = None
    reason: str | None = None
    removed: bool = False
    deprecated: bool = False
    deprecated_why: str = ""
    replaced_by: str = ""
    users: int | None = None
    verdict: str | None = None


def named_versions(classifiers: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The versions of Python and of Django that classifiers name, each from old to new."""
    named = set(map(_named, classifiers))
    return _rising(named, _PYTHON), _rising(named, _DJANGO)


@lru_cache(maxsize=2_000)
def _named(classifier: str) -> tuple[str, tuple[int, ...], str]:
    """Of what the classifier names a version, and that version as numbers and as text.

    Versions with one number say little ("3"), and words none ("Implementation :: CPython").
    """
    for prefix in (_PYTHON, _DJANGO):
        if classifier.startswith(prefix):
            text = classifier.removeprefix(prefix)
            parts = text.split(".")
            if len(parts) > 1 and all(_is_number(part) for part in parts):
                return prefix, tuple(map(int, parts)), text
    return "", (), ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _rising(named: Iterable[tuple[str, tuple[int, ...], str]], of: str) -> tuple[str, ...]:
    return tuple(text for _, _, text in sorted(one for one in named if one[0] == of))


def supports_python(facts: Facts, version: str) -> bool | None:
    """Whether the package runs on that Python ("3.12"); None when nobody said.

    The range that installers go by counts before the classifiers.
    """
    if (allowed := _range(facts.requires_python)) is not None:
        # A range may begin or end within a minor version: any of its releases will do.
        return any(allowed.contains(f"{version}{patch}") for patch in (".0", ".999"))
    return version in facts.pythons if facts.pythons else None


def supports_django(facts: Facts, version: str) -> bool | None:
    """Whether the package names that version of Django ("5.2"); None when it names none."""
    return version in facts.frameworks if facts.frameworks else None


def least_python(facts: Facts) -> Version | None:
    """The first version of Python that the package's range allows; None where it tells none."""
    allowed = _range(facts.requires_python)
    if allowed is None:
        return None
    least = [Version(one.version) for one in allowed if one.operator in {">=", ">", "~="}]
    return max(least, default=None)


@lru_cache(maxsize=2_000)
def _range(text: str | None) -> SpecifierSet | None:
    if not text or len(text) > 200:
        return None
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def resting(facts: Facts) -> str:
    """Why nothing is to be expected of the package any more, in a few words; "" when there is none.

    Only what its registry, its forge or people say outright: a quiet package is not one at rest.
    """
    status = (facts.status or "").strip().casefold()
    if status == "quarantined":
        return "quarantined on the registry"
    if facts.removed:
        return "removed from the registry"
    if facts.deprecated:
        return f"deprecated, replaced by {facts.replaced_by}" if facts.replaced_by else "deprecated"
    if status in {"archived", "deprecated"}:
        return f"{status} on the registry"
    return "repository archived" if facts.archived else ""
