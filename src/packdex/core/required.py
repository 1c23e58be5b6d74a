"""In which ranges a project is required, by the requirements of one release (PEP 508)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from packdex.core.ranges import allows

MOST, LONGEST = 500, 500
"""Requirements of one release, and characters of one; what is beyond is not looked at."""


class Required(NamedTuple):
    """A requirement on one project: its range, and its marker as text ("" for none)."""

    project: str
    range: str
    marker: str


def on_project(requirements: Sequence[str], project: str) -> tuple[str, ...]:
    """Those of the requirements, as they are, that are on the project (normalised name)."""
    # To read a whole requirement takes twenty times as long as to see that it is on another one.
    begins = project[0], project[0].upper()
    return tuple(
        text
        for text in requirements[:MOST]
        if text.lstrip().startswith(begins) and (told := parsed(text)) and told.project == project
    )


@lru_cache(maxsize=4_000)
def ranges(requirements: tuple[str, ...], project: str, python: str) -> tuple[str, ...]:
    """The ranges in which a project is required where Python is of the series `python`.

    Not those of extras. Markers are evaluated for CPython on Linux.
    """
    found = (told for text in requirements if (told := parsed(text)) and told.project == project)
    return tuple(one.range for one in found if not one.marker or _holds(one.marker, python))


@lru_cache(maxsize=4_000)
def open_to(
    requirements: tuple[str, ...], project: str, series: str, pythons: tuple[str, ...]
) -> tuple[str, ...]:
    """Those of the series of Python with which the requirements let in that of the project."""
    on_it = on_project(requirements, project)
    return tuple(
        python
        for python in pythons
        if all(allows(one, series) for one in ranges(on_it, project, python))
    )


@lru_cache(maxsize=10_000)
def parsed(text: str) -> Required | None:
    """The requirement; None for what is none."""
    if len(text) > LONGEST:
        return None
    try:
        told = Requirement(text)
    except (InvalidRequirement, RecursionError, ValueError):
        return None
    return Required(canonicalize_name(told.name), str(told.specifier), str(told.marker or ""))


@lru_cache(maxsize=10_000)
def _holds(marker: str, python: str) -> bool:
    """Whether a marker holds; one that cannot be evaluated does."""
    environment = {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "6.1",
        "platform_system": "Linux",
        "platform_version": "#1",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
        "extra": "",
    }
    try:
        return Marker(marker).evaluate(environment)
    except (ValueError, RecursionError, KeyError):
        return True
