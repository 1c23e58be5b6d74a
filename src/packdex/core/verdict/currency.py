"""Signals of currency: does it run with what is current?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from packdex.core.comparison.facts import named_versions
from packdex.core.lifecycles.products import Cycle, numbers, released, supported
from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.reading import Method, Missing, Reading, counted, read

MOST_REQUIREMENTS, LONGEST_RANGE = 500, 200
"""More or longer ones are somebody's joke; the rest is not looked at."""

_NAMES = {"python": "Python", "django": "Django"}


def python(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """How many versions of Python are newer than the newest that the project names.

    Its range counts where no classifier names one. A version counts once it has settled.
    """
    settled = _settled(method.products.python, now, method)
    if named := _named(inputs)[0]:
        return _behind(named[-1], settled, inputs.classifiers, "")
    told = inputs.requires_python
    if told is None or specifiers(told.value) is None:
        return Missing("neither classifiers nor a range name a version of Python")
    within = [cycle.version for cycle in settled if allows(told.value, cycle.version)]
    if not within:
        oldest = settled[0].version if settled else ""
        return read(len(settled), f"older than {oldest}, by its range", told)
    return _behind(within[-1], settled, told, ", by its range")


def framework(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """How many versions of Django are newer than the newest that the project names."""
    if not (named := _named(inputs)[1]):
        return Missing("its classifiers name no version of Django")
    settled = _settled(method.products.django, now, method)
    return _behind(named[-1], settled, inputs.classifiers, "")


def blocked_upgrades(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """How many current versions its range and its requirements shut out."""
    blocked = blocks(inputs, now, method)
    if blocked:
        return read(len(blocked), ", ".join(blocked), inputs.requires_python, inputs.requirements)
    if inputs.requirements is None:
        return Missing("what it requires is not known")
    return read(0, "none", inputs.requires_python, inputs.requirements)


def blocks(inputs: Inputs, now: datetime, method: Method) -> list[str]:
    """The current versions that are known to be shut out: the newest settled of each product.

    A lower bound shuts nothing out that is newer, so this finds upper bounds and exclusions.
    """
    found = []
    ranges = {
        "python": [inputs.requires_python.value] if inputs.requires_python else [],
        "django": list(_required(inputs.requirements, "django")),
    }
    cycles = {"python": method.products.python, "django": method.products.django}
    for product, texts in ranges.items():
        settled = _settled(cycles[product], now, method)
        if settled and any(not allows(text, settled[-1].version) for text in texts):
            found.append(f"{_NAMES[product]} {settled[-1].version}")
    return found


def names_only_ended(inputs: Inputs, now: datetime, method: Method) -> bool:
    """Whether it names versions of Django, and none of them is supported any more."""
    named = _named(inputs)[1]
    current = {c.version for c in supported(method.products.django, _day(now))}
    newest = max((numbers(version) for version in current), default=())
    ahead = any(numbers(version) > newest for version in named)
    return bool(named) and not ahead and current.isdisjoint(named)


@lru_cache(maxsize=4_000)
def specifiers(text: str) -> SpecifierSet | None:
    """A range as PEP 440 writes it; None for what is none, or shuts nothing out."""
    if not text.strip() or len(text) > LONGEST_RANGE:
        return None
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


@lru_cache(maxsize=20_000)
def allows(text: str, version: str) -> bool:
    """Whether any release of a version such as "3.12" is within the range; what is none allows all.

    Found by the text, because to hash a set of specifiers takes longer than all that is asked here.
    """
    allowed = specifiers(text)
    return allowed is None or any(allowed.contains(f"{version}{patch}") for patch in (".0", ".999"))


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _settled(cycles: tuple[Cycle, ...], now: datetime, method: Method) -> tuple[Cycle, ...]:
    return released(cycles, _day(now), int(method.weights.settled_days))


def _named(inputs: Inputs) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return versions_of(inputs.classifiers.value) if inputs.classifiers else ((), ())


@lru_cache(maxsize=5_000)
def versions_of(classifiers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`named_versions`, remembered: many packages have the same classifiers, and each is asked."""
    return named_versions(classifiers)


def _behind(
    newest: str,
    settled: tuple[Cycle, ...],
    fact: Fact[str] | Fact[tuple[str, ...]] | None,
    how: str,
) -> Reading:
    behind = sum(numbers(cycle.version) > numbers(newest) for cycle in settled)
    shown = f"{newest}{how}" + (f", {counted(behind, 'version')} behind" if behind else "")
    return read(behind, shown, fact)


def _required(told: Fact[tuple[str, ...]] | None, project: str) -> Iterable[str]:
    """The ranges in which a project is required, without those of extras."""
    for text in told.value[:MOST_REQUIREMENTS] if told else ():
        try:
            requirement = Requirement(text)
        except (InvalidRequirement, RecursionError):
            continue
        of_extra = requirement.marker is not None and "extra" in str(requirement.marker)
        if requirement.name.lower() == project and not of_extra:
            yield str(requirement.specifier)
