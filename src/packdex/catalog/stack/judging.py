"""From what somebody depends on to what is to be said of it, for hundreds at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from packdex.catalog.judged import inputs_of_many, method
from packdex.catalog.models import Advisory, PackageFacts, Release
from packdex.catalog.stack.finding import Listed, near, packages_of
from packdex.catalog.stack.instead import instead_of
from packdex.catalog.upgrade.lens import moves_of
from packdex.core import advisories as core
from packdex.core.stack import versions
from packdex.core.stack.judgement import Asked, Judgement, State, Warned
from packdex.core.upgrade.target import Target
from packdex.core.verdict.currency import blocks
from packdex.core.verdict.inputs import Inputs
from packdex.core.verdict.verdict import judge

BATCH = 500
"""Packages that are judged at once: memory does not grow with the stack."""


def judge_stack(
    asked: Iterable[Asked], now: datetime, origin: str, target: Target | None = None
) -> dict[Asked, Judgement]:
    """What is to be said of each, at `now` (aware), from what the directory holds.

    Where a `target` is named, also whether each can be moved to that.

    The verdict is that of the package's own page. `origin` is that of the registry which links are
    read for. Nothing is fetched and nothing stored. Some twenty queries for a few hundred.
    """
    wanted = list(dict.fromkeys(asked))
    projects = list(dict.fromkeys(one.project for one in wanted))
    packages = packages_of(projects, origin)
    alike = near([one for one in projects if one not in packages])
    said: dict[Asked, Judgement] = {}
    for part in _parts([one for one in wanted if one.project in packages]):
        judged = _judged(part, packages, now)
        said |= _moved(judged, packages, target, now) if target else judged
    return {
        one: said.get(one)
        or Judgement(project=one.project, near=tuple(alike.get(one.project, ()))[:3])
        for one in wanted
    }


def _moved(
    judged: dict[Asked, Judgement], packages: dict[str, Listed], target: Target, now: datetime
) -> dict[Asked, Judgement]:
    """The judgements, with whether the version that was looked at can be moved."""
    looked_at = {one: (packages[one.project].id, told.version) for one, told in judged.items()}
    moves = moves_of(looked_at.values(), target, now)
    return {one: replace(told, move=moves[looked_at[one]]) for one, told in judged.items()}


def _parts(wanted: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def _judged(
    wanted: Sequence[Asked], packages: dict[str, Listed], now: datetime
) -> dict[Asked, Judgement]:
    ids = list({packages[one.project].id for one in wanted})
    known = _Known(ids, now)
    said = {one: known.judged(one, packages[one.project], now) for one in wanted}
    troubled = {
        packages[one.project].id: None
        for one, told in said.items()
        if (told.state and told.state.good is False) or (told.advisories and told.safe is None)
    }
    others = instead_of(troubled.keys(), now)
    return {
        one: replace(told, instead=others.get(packages[one.project].id, ()))
        for one, told in said.items()
    }


class _Known:
    """What the directory holds of some packages, read at once."""

    def __init__(self, ids: Sequence[int], now: datetime) -> None:
        self._inputs = inputs_of_many(ids, now)
        self._verdicts = {pk: judge(told, now, method()) for pk, told in self._inputs.items()}
        facts = PackageFacts.objects.filter(pk__in=ids)
        self._newest = dict(facts.values_list("pk", "registry_version"))
        self._releases: dict[int, list[versions.Release]] = defaultdict(list)
        rows = Release.objects.filter(package__in=ids)
        for package, version, yanked in rows.values_list("package_id", "version", "yanked"):
            self._releases[package].append(versions.Release(version, yanked))
        self._advisories: dict[int, list[Advisory]] = defaultdict(list)
        for row in Advisory.objects.filter(package__in=ids).order_by("name"):
            self._advisories[row.package_id].append(row)

    def judged(self, asked: Asked, package: Listed, now: datetime) -> Judgement:
        pk = package.id
        verdict, newest, releases = self._verdicts[pk], self._newest.get(pk), self._releases[pk]
        version = versions.chosen(asked, releases, newest)
        warned, safe = self._warned(asked.project, pk, version)
        state = verdict.lifecycle
        return Judgement(
            project=asked.project,
            slug=package.slug,
            title=package.title,
            state=State(
                state.key,
                state.label,
                state.means,
                state.good,
                state.evidence,
                state.source,
                state.at,
            ),
            formula_version=verdict.formula_version,
            version=version,
            newest=newest,
            yanked=_is_yanked(version, releases),
            advisories=warned,
            safe=safe,
            blocked=tuple(blocks(self._inputs[pk], now, method())),
            exists=_exists(self._inputs[pk]),
        )

    def _warned(
        self, project: str, pk: int, version: str | None
    ) -> tuple[tuple[Warned, ...] | None, str | None]:
        """The advisories about a version, each once under all its names, and the nearest safe one.

        None where no version is known, or nobody ever compared the package with advisories.
        """
        if version is None or self._inputs[pk].advisories is None:
            return None, None
        rows = self._advisories[pk]
        told = [row.told() for row in rows]
        named: set[str] = set()
        warned = []
        for row, one in zip(rows, told, strict=True):
            names = {row.name, *row.aliases}
            if core.affects(one, project, version) and named.isdisjoint(names):
                warned.append(Warned(row.name, tuple(row.aliases), row.summary or "", row.severity))
                named |= names
        if not warned:
            return (), None
        return tuple(warned), versions.nearest_safe(told, project, version, self._releases[pk])


def _is_yanked(version: str | None, releases: Iterable[versions.Release]) -> bool | None:
    """Whether the version was taken back; None where it is not among the known releases."""
    wanted = None if version is None else versions.parsed(version)
    for one in releases:
        if one.version == version or (wanted and versions.parsed(one.version) == wanted):
            return one.yanked
    return None


def _exists(inputs: Inputs) -> bool | None:
    """Whether the registry has the project, as far as it was asked."""
    if inputs.removed is not None and inputs.removed.value:
        return False
    return True if inputs.version is not None else None
