"""Signals of currency: does it run with what is current?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from packdex.core.comparison.facts import named_versions
from packdex.core.lifecycles.products import Cycle, numbers, released, supported
from packdex.core.ranges import allows, specifiers
from packdex.core.required import open_to
from packdex.core.verdict.inputs import Fact, Inputs
from packdex.core.verdict.reading import Method, Missing, Reading, counted, read


def python(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """How many versions of Python are newer than the newest that the project names.

    Its classifiers and what its continuous integration runs count alike, its range where neither
    names one. A version counts once it has settled.
    """
    settled = _settled(method.products.python, now, method)
    if newest := _newest_named(inputs, "Python"):
        return _behind(newest.version, settled, newest.fact, newest.how)
    told = inputs.requires_python
    if told is None or specifiers(told.value) is None:
        return Missing("neither classifiers, tests nor a range name a version of Python")
    within = [cycle.version for cycle in settled if allows(told.value, cycle.version)]
    if not within:
        oldest = settled[0].version if settled else ""
        return read(len(settled), f"older than {oldest}, by its range", told)
    return _behind(within[-1], settled, told, ", by its range")


def framework(inputs: Inputs, now: datetime, method: Method) -> Reading | Missing:
    """How many versions of Django are newer than the newest that the project names."""
    if not (newest := _newest_named(inputs, "Django")):
        return Missing("neither classifiers nor tests name a version of Django")
    settled = _settled(method.products.django, now, method)
    return _behind(newest.version, settled, newest.fact, newest.how)


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
    python, django = method.products.python, method.products.django
    settled = _settled(python, now, method)
    told = inputs.requires_python
    if told is not None and settled and not allows(told.value, settled[-1].version):
        found.append(f"Python {settled[-1].version}")
    settled, required = _settled(django, now, method), inputs.requirements
    if required is not None and required.value and settled:
        pythons = tuple(one.version for one in supported(python, _day(now)))
        if pythons and not open_to(required.value, "django", settled[-1].version, pythons):
            found.append(f"Django {settled[-1].version}")
    return found


def names_only_ended(inputs: Inputs, now: datetime, method: Method) -> bool:
    """Whether it names versions of Django, and none of them is supported any more."""
    named = (*_named(inputs)[1], *_tested(inputs, "Django"))
    current = {c.version for c in supported(method.products.django, _day(now))}
    newest = max((numbers(version) for version in current), default=())
    ahead = any(numbers(version) > newest for version in named)
    return bool(named) and not ahead and current.isdisjoint(named)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _settled(cycles: tuple[Cycle, ...], now: datetime, method: Method) -> tuple[Cycle, ...]:
    return released(cycles, _day(now), int(method.weights.settled_days))


class _Named(NamedTuple):
    """A version that a project names, where, and in which words that is shown."""

    version: str
    fact: Fact[tuple[str, ...]]
    how: str


def _newest_named(inputs: Inputs, product: str) -> _Named | None:
    found = []
    if (said := inputs.classifiers) is not None:
        named = versions_of(said.value)[0 if product == "Python" else 1]
        found += [_Named(version, said, "") for version in named[-1:]]
    if (run := inputs.ci_versions) is not None:
        found += [_Named(version, run, ", by its tests") for version in _tested(inputs, product)]
    return max(found, key=lambda one: (numbers(one.version), not one.how), default=None)


def _tested(inputs: Inputs, product: str) -> list[str]:
    """The versions of the product that continuous integration runs."""
    run = inputs.ci_versions.value if inputs.ci_versions else ()
    return [named.removeprefix(f"{product} ") for named in run if named.startswith(product)]


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
