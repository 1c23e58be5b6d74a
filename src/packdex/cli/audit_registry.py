"""packdex audit --ask-registry: whether projects that are not known here exist at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from packdex.catalog.similar import similar_names
from packdex.core.stack.dependency import Dependency
from packdex.core.stack.judgement import Asked, Judgement
from packdex.refresh.context import open_context
from packdex.sources.answer import Getter
from packdex.sources.outcome import Fetched, Gone
from packdex.sources.pypi import ProjectRef, fetch

MOST = 200
"""Projects that the registry is asked about, one after the other."""

GIVES_UP = 3
"""Questions without an answer in a row, after which no further one is asked."""

NAMED = 3


def ask(
    judged: Mapping[Asked, Judgement], dependencies: Iterable[Dependency]
) -> dict[Asked, Judgement]:
    """The judgements, with whether the registry has those projects that the directory has not.

    Of one that there is not, names are told that it may be meant for. What could not be asked
    stays "not known"; why is told on standard error. Those that come from elsewhere (an address,
    conda) need not be there.
    """
    here = {one.project for one in dependencies if not one.source}
    missing = [one.project for one, told in judged.items() if told.slug is None]
    unknown = [project for project in dict.fromkeys(missing) if project in here]
    if len(unknown) > MOST:
        click.echo(f"packdex: the registry is asked about the first {MOST} only", err=True)
    context = open_context()
    with context.door as door:
        found = _exist(unknown[:MOST], context.registry, door)
    return {one: _with(told, found) for one, told in judged.items()}


def _exist(projects: list[str], registry: str, door: Getter) -> dict[str, bool]:
    found: dict[str, bool] = {}
    failed = 0
    for project in projects:
        outcome = fetch(ProjectRef(project, registry), door)
        if isinstance(outcome, Fetched | Gone):
            found[project] = isinstance(outcome, Fetched)
            failed = 0
            continue
        failed += 1
        if failed == GIVES_UP:
            why = getattr(outcome, "why", "it wants no more questions for now")
            click.echo(f"packdex: the registry does not answer: {why}", err=True)
            break
    return found


def _with(told: Judgement, found: Mapping[str, bool]) -> Judgement:
    if told.slug is not None or told.project not in found:
        return told
    near = told.near
    if not found[told.project] and not near:
        near = tuple(one.slug for one in similar_names([told.project]))[:NAMED]
    return replace(told, exists=found[told.project], near=near)
