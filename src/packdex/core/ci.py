"""Which versions of Python and Django a project's continuous integration runs its tests with.

Read are GitHub's workflow files ("Workflow syntax for GitHub Actions", `jobs.<job_id>.strategy.
matrix` and the input `python-version` of `actions/setup-python`) and the list of environments in
`tox.ini` (tox's "Configuration", section "env_list" and its generative names).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

LONGEST = 100_000  # characters of a file that are looked at
DEEPEST = 50
"""What lies deeper is nobody's workflow, and a parser's time grows with the square of the depth."""

_PYTHON_KEYS = frozenset({"python-version", "python-versions", "python", "py"})
_DJANGO_KEYS = frozenset({"django-version", "django-versions", "django"})

_VERSION = re.compile(
    r"([<>!=~^]{0,3})[ \t]{0,3}(?<![\w.])v?(\d{1,2}\.\d{1,2})(?:\.(?:\d+|x|\*))?(?![\w.-])"
)
_EXACT = frozenset({"", "=", "==", "~", "~=", "^"})
"""What stands before a version that is run with; "<6.0" and ">=3.9" name none that is."""

_ENV_LIST = re.compile(
    r"^\s*env_?list\s*=(.*(?:\n(?:[ \t]+\S.*|[ \t]*))*)", re.MULTILINE | re.IGNORECASE
)
_FACTOR = re.compile(r"(py|django|dj)-?(?:\{([^{}]*)\}|(\d\.?\d{1,2}))(?![\w.])", re.IGNORECASE)
_SHORT = re.compile(r"(\d)\.?(\d{1,2})")

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def versions_run(files: Mapping[str, str]) -> tuple[str, ...]:
    """The versions that files name, as "Python 3.12" and "Django 5.2", each product's in order.

    `files` are texts by their names: "tox.ini" and workflows. What is no such file, or cannot be
    read, names nothing. Versions that are not out yet ("3.15-dev") are left out.
    """
    found: set[tuple[str, int, int]] = set()
    for name, text in files.items():
        looked = text[:LONGEST]
        found |= set(_of_tox(looked) if name == "tox.ini" else _of_workflow(looked))
    ordered = sorted(found, key=lambda one: (one[0] != "Python", one))
    return tuple(f"{product} {major}.{minor}" for product, major, minor in ordered)


def _of_workflow(text: str) -> Iterator[tuple[str, int, int]]:
    for key, value in _pairs(text):
        name = key.lower().replace("_", "-")
        product = "Python" if name in _PYTHON_KEYS else "Django" if name in _DJANGO_KEYS else None
        if product:
            for operator, version in _VERSION.findall(value):
                if operator in _EXACT:
                    yield from _plausible(product, *version.split("."))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each value of a document with the key that it stands under, lists taken apart.

    Only the parser's events are looked at: a document of a few lines whose anchors would make it
    gigabytes is read in no time.
    """
    keys: list[str | None] = [None]
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            match event:
                case yaml.MappingStartEvent():
                    _take(keys)
                    keys.append(None)
                case yaml.SequenceStartEvent():
                    # All of the list stands under the key before it: a mark keeps it from moving.
                    keys.append(f"*{_take(keys) or ''}")
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    keys.pop()
                case yaml.AliasEvent():
                    _take(keys)
                case yaml.ScalarEvent(value=value):
                    if keys[-1] is None:
                        keys[-1] = value
                    else:
                        yield (_take(keys) or "").lstrip("*"), value
            if len(keys) > DEEPEST:
                return
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return


def _take(keys: list[str | None]) -> str | None:
    """The key that the next value stands under; in a mapping, another key follows it."""
    key = keys[-1]
    if key is not None and not key.startswith("*"):
        keys[-1] = None
    return key


def _of_tox(text: str) -> Iterator[tuple[str, int, int]]:
    for environments in _ENV_LIST.findall(text):
        for name, several, one in _FACTOR.findall(environments):
            product = "Python" if name.lower() == "py" else "Django"
            for part in (several or one).split(","):
                if short := _SHORT.fullmatch(part.strip()):
                    yield from _plausible(product, *short.groups())


def _plausible(product: str, major: str, minor: str) -> Iterable[tuple[str, int, int]]:
    """The version, if there may be one: Python 2 and 3, Django 1 to 19."""
    first, second = int(major), int(minor)
    if first in {2, 3} if product == "Python" else 0 < first < 20:
        yield product, first, second
