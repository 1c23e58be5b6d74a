"""What is read from a file of dependencies, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidName, canonicalize_name
from packaging.version import InvalidVersion, Version

LONGEST_NAME, LONGEST_VERSION, LONGEST_RANGE, LONGEST_LINE = 200, 100, 500, 4_000
"""Characters. What is longer names nothing that a registry has."""

MOST_DEPENDENCIES, MOST_PROBLEMS = 60_000, 200
SHOWN = 80
"""Characters of somebody's text that a problem repeats."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: its name as it was given, and the line, from 1 on; None: not known."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A project that a file asks for.

    `name` is as written and `project` as registries compare it. `version` is the one that it is
    pinned to, None where several will do; `specifier` is the range as PEP 440 writes it, "" for any
    version. `marker` says where it is needed at all (PEP 508), `group` which extra or group of the
    file it belongs to, `source` where it comes from if not from a registry ("url", "conda").
    """

    name: str
    project: str
    where: Where
    version: str | None = None
    specifier: str = ""
    extras: tuple[str, ...] = ()
    marker: str = ""
    group: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and why. One that is not `grave` was left out on purpose."""

    where: Where
    reason: str
    grave: bool = True


@dataclass(slots=True)
class Found:
    """What is found in files, and what is wrong there; the methods never raise.

    `file` names the one that is being read.
    """

    file: str = ""
    dependencies: list[Dependency] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unnamed_problems: int = 0

    def problem(self, line: int | None, reason: str, *, grave: bool = True) -> None:
        """Note what is wrong; behind the first MOST_PROBLEMS they are only counted."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(Where(self.file, line), reason, grave))
        else:
            self.unnamed_problems += grave

    def requirement(self, text: str, line: int | None, *, group: str = "") -> None:
        """Note what a requirement by PEP 508 asks for."""
        if len(text) > LONGEST_LINE:
            self.problem(line, f"a requirement of {len(text):,} characters: {shown(text)}")
            return
        try:
            asked = Requirement(text)
            specifier = str(asked.specifier)
        except (InvalidRequirement, RecursionError, ValueError):
            self.problem(
                line, f"{shown(text)} is not a requirement; expected one such as django>=5.2"
            )
            return
        self.add(
            asked.name,
            line,
            specifier=specifier,
            extras=tuple(sorted(asked.extras)),
            marker=str(asked.marker or ""),
            group=group,
            source="url" if asked.url else "",
        )

    def add(  # noqa: PLR0913 - each is a column of what is noted
        self,
        name: object,
        line: int | None,
        *,
        version: object = None,
        specifier: object = "",
        extras: tuple[str, ...] = (),
        marker: object = "",
        group: str = "",
        source: str = "",
    ) -> None:
        """Note a dependency, or why it cannot be one. Values may be of any type, as a file has."""
        project = project_of(name)
        if project is None:
            self.problem(line, f"{shown(name)} is not a name that a project can have")
            return
        if len(self.dependencies) >= MOST_DEPENDENCIES:
            self.unnamed_problems += 1
            return
        pinned, allowed = self._versions(str(name), version, specifier, line)
        self.dependencies.append(
            Dependency(
                name=str(name),
                project=project,
                where=Where(self.file, line),
                version=pinned,
                specifier=allowed,
                extras=extras,
                marker=str(marker)[:LONGEST_RANGE] if isinstance(marker, str) else "",
                group=group,
                source=source,
            )
        )

    def _versions(
        self, name: str, version: object, specifier: object, line: int | None
    ) -> tuple[str | None, str]:
        """The pinned version and the range, as far as they are some."""
        if version not in (None, ""):
            pinned = version_of(version)
            if pinned is None:
                self.problem(line, f"{shown(name)}: {shown(version)} is not a version")
            return pinned, "" if pinned is None else f"=={pinned}"
        allowed = range_of("" if specifier is None else specifier)
        if allowed is None:
            self.problem(line, f"{shown(name)}: {shown(specifier)} is not a range of versions")
            return None, ""
        return pinned_by(allowed), str(allowed)


def project_of(name: object) -> str | None:
    """The name as registries compare it; None for what is none."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return None
    try:
        return canonicalize_name(name, validate=True)
    except InvalidName:
        return None


def version_of(text: object) -> str | None:
    """`text` as it is where it is a version by PEP 440, else None."""
    if not isinstance(text, str) or len(text) > LONGEST_VERSION:
        return None
    try:
        Version(text)
    except (InvalidVersion, ValueError):
        return None
    return text


def range_of(text: object) -> SpecifierSet | None:
    """`text` as a range of versions by PEP 440; None for what is none."""
    if not isinstance(text, str) or len(text) > LONGEST_RANGE:
        return None
    try:
        return SpecifierSet(text)
    except (InvalidSpecifier, ValueError):
        return None


def pinned_by(allowed: SpecifierSet) -> str | None:
    """The only version that a range lets in, by "==" without a star or "==="."""
    for one in allowed:
        if one.operator in {"==", "==="} and not one.version.endswith(".*"):
            return version_of(one.version)
    return None


def shown(text: object) -> str:
    """Somebody's text as a problem repeats it: quoted, on one line, cut."""
    plain = text if isinstance(text, str) else repr(text) if text is not None else "nothing"
    return repr(plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…")
