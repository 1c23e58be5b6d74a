"""pyproject.toml: the PyPA's "pyproject.toml specification" and "Dependency Groups" (PEP 735)."""

from __future__ import annotations

from collections.abc import Mapping

from packaging.dependency_groups import CyclicDependencyGroup, DependencyGroupResolver

from packdex.core.stack import poetry
from packdex.core.stack.dependency import Found, shown
from packdex.core.stack.text import Lines
from packdex.core.stack.toml import table, table_of

INCLUDE = "include-group"


def read(text: str, found: Found) -> None:
    """Note what the project, its extras, its groups and Poetry's tables ask for."""
    document = table_of(text, found)
    project = table(document.get("project"))
    lines = Lines(text)
    lines.of("[project")
    _list(project.get("dependencies"), "dependencies", "", lines, found)
    lines = Lines(text)
    lines.of("optional-dependencies")
    for extra, asked in table(project.get("optional-dependencies")).items():
        _list(asked, f"the extra {extra}", extra, lines, found)
    _groups(table(document.get("dependency-groups")), text, found)
    tool = table(document.get("tool"))
    poetry.read_tables(table(tool.get("poetry")), text, found)
    _of_development(tool, text, found)


def _of_development(tool: dict[str, object], text: str, found: Found) -> None:
    """What uv and PDM took for development before there were groups."""
    lines = Lines(text)
    lines.of("dev-dependencies")
    _list(table(tool.get("uv")).get("dev-dependencies"), "dev-dependencies", "dev", lines, found)
    for name, asked in table(table(tool.get("pdm")).get("dev-dependencies")).items():
        _list(asked, f"the group {name}", name, lines, found)


def _list(asked: object, what: str, group: str, lines: Lines, found: Found) -> None:
    for one in _members(asked, what, found):
        _requirement(one, what, group, lines, found)


def _members(asked: object, what: str, found: Found) -> list[object]:
    if asked is not None and not isinstance(asked, list):
        found.problem(None, f"{what}: {shown(asked)} is not a list of requirements")
    return asked if isinstance(asked, list) else []


def _requirement(one: object, what: str, group: str, lines: Lines, found: Found) -> None:
    if isinstance(one, str):
        found.requirement(one, lines.quoted(one), group=group)
    else:
        found.problem(None, f"{what}: {shown(one)} is not a requirement")


def _groups(groups: Mapping[str, object], text: str, found: Found) -> None:
    """Each group's own requirements; what it includes is listed with the group that it is of."""
    lines = Lines(text)
    lines.of("[dependency-groups]")
    includes: dict[str, list[dict[str, str]]] = {_plain(name): [] for name in groups}
    for name, asked in groups.items():
        for one in _members(asked, f"the group {name}", found):
            if isinstance(one, dict) and list(one) == [INCLUDE]:
                _include(name, one[INCLUDE], includes, lines.of(INCLUDE), found)
            else:
                _requirement(one, f"the group {name}", name, lines, found)
    _circles(includes, found)


def _include(
    name: str,
    other: object,
    includes: dict[str, list[dict[str, str]]],
    line: int | None,
    found: Found,
) -> None:
    if isinstance(other, str) and _plain(other) in includes:
        includes[_plain(name)].append({INCLUDE: _plain(other)})
    else:
        found.problem(line, f"the group {name} includes {shown(other)}, and there is no such group")


def _circles(includes: dict[str, list[dict[str, str]]], found: Found) -> None:
    """Note the first group that comes back to itself."""
    resolver = DependencyGroupResolver(includes)
    for name in includes:
        try:
            resolver.resolve(name)
        except (ValueError, RecursionError, ExceptionGroup) as error:
            found.problem(
                None, f"the group {name} includes itself, by way of others: {_why(error)}"
            )
            return


def _why(error: BaseException) -> str:
    if isinstance(error, ExceptionGroup):
        return _why(error.exceptions[0])
    if isinstance(error, CyclicDependencyGroup):
        return f"{error.include_group} and {error.group}"
    return "they are nested too deeply"


def _plain(name: str) -> str:
    return "-".join(filter(None, name.lower().replace("_", "-").replace(".", "-").split("-")))
