"""environment.yml: conda's documentation, "Managing environments" and "Package match specs".

Events are read one by one: libyaml's loaders build a tree by calling themselves, and a file that
nests deeply enough ends the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from packdex.core.stack import requirements
from packdex.core.stack.dependency import LONGEST_LINE, Found, shown

DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SPEC = re.compile(
    r"(?:[^\s:]+::)?(?P<name>[\w.-]+?)\s*(?:\[[^\]]*\])?"
    r"(?:(?P<range>[<>=!~][^=\s]?.*?)|\s+(?P<plain>\d\S*)(?:\s+\S+)?)?$"
)
_EXACT = re.compile(r"={1,2}\s*([^=<>!~,|*\s]+)\s*=\s*[^=,|]+$")
_NOT_OURS = frozenset({"python", "pip"})


def read(text: str, found: Found, include: requirements.Include) -> None:
    """Note what conda and, in its list, pip are asked for."""
    for line, path, value in _scalars(text, found):
        if path == ("dependencies",):
            _spec(value, line, found)
        elif path == ("dependencies", "pip"):
            _by_pip(value, line, found, include)


def _by_pip(value: str, line: int, found: Found, include: requirements.Include) -> None:
    def included(file: str, _line: int, constraint: bool) -> None:  # noqa: FBT001 - as Include is
        include(file, line, constraint)

    one = Found(found.file)
    requirements.read(value, one, included, "pip")
    for dependency in one.dependencies:
        found.add(
            dependency.name,
            line,
            version=dependency.version,
            specifier=dependency.specifier,
            extras=dependency.extras,
            marker=dependency.marker,
            group="pip",
            source=dependency.source,
        )
    for problem in one.problems:
        found.problem(line, problem.reason, grave=problem.grave)


def _spec(text: str, line: int, found: Found) -> None:
    match = _SPEC.fullmatch(text.strip()) if len(text) <= LONGEST_LINE else None
    if match is None:
        found.problem(line, f"{shown(text)} is not a match spec; expected one such as django=5.2")
        return
    if match["name"] in _NOT_OURS or match["name"].startswith("_"):
        return
    asked = (match["range"] or (f"={match['plain']}" if match["plain"] else "")).strip()
    if exact := _EXACT.fullmatch(asked):
        found.add(match["name"], line, version=exact[1], source="conda")
        return
    found.add(match["name"], line, specifier=_range(asked), source="conda")


def _range(asked: str) -> str:
    """A conda range as PEP 440 writes it; one with alternatives lets in all."""
    if "|" in asked:
        return ""
    return ",".join(_one(part.strip()) for part in asked.split(",") if part.strip())


def _one(part: str) -> str:
    if part.startswith("=") and not part.startswith("=="):
        version = part[1:].strip().removesuffix(".*").removesuffix("*")
        return f"=={version}.*" if version else ""
    if part[:1].isdigit():
        return f"=={part}"
    if part.endswith("*") and not part.endswith(".*"):
        part = f"{part[:-1]}.*"
    return re.sub(r"^([<>]=?)(.*)\.\*$", r"\1\2", part)


def _scalars(text: str, found: Found) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Each text in a list, with its line and the keys that lead to it."""
    open_: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.CollectionStartEvent):
                if len(open_) >= DEEPEST:
                    found.problem(line, "nested too deeply; what follows was not read")
                    return
                open_.append(_Open(isinstance(event, yaml.MappingStartEvent)))
            elif isinstance(event, yaml.CollectionEndEvent):
                open_.pop()
                _end_value(open_)
            elif isinstance(event, yaml.ScalarEvent) and open_ and not open_[-1].is_mapping:
                yield line, tuple(one.key or "" for one in open_ if one.is_mapping), event.value
            elif isinstance(event, yaml.NodeEvent) and open_ and open_[-1].is_mapping:
                if open_[-1].key is None:
                    open_[-1].key = getattr(event, "value", "")
                else:
                    _end_value(open_)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or "it cannot be read"
        found.problem(line, f"not YAML: {reason}; what follows was not read")


@dataclass(slots=True)
class _Open:
    """A list or a mapping that is being read; `key` is the one whose value comes next."""

    is_mapping: bool
    key: str | None = None


def _end_value(open_: list[_Open]) -> None:
    """After a value the next key is waited for."""
    if open_ and open_[-1].is_mapping:
        open_[-1].key = None
