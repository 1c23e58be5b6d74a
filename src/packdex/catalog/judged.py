"""What a verdict is made of, read from the database for many packages at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, QuerySet

from packdex.catalog import lifecycles
from packdex.catalog.judged_inputs import Row, Told, Warned, inputs_of
from packdex.catalog.models import Advisory, Package, PackageVerdict, Release, SourceState
from packdex.core.verdict import weights
from packdex.core.verdict.inputs import Inputs, from_json
from packdex.core.verdict.inputs import as_json as inputs_as_json
from packdex.core.verdict.reading import Method
from packdex.core.verdict.verdict import Verdict, as_json, judge

_FACTS = (
    *("registry_version", "requires_python", "classifiers", "requirements", "links", "owners"),
    "licence",
    *("repository_licence", "project_status", "project_status_reason", "archived", "description"),
    *("topics", "last_updated", "last_fetched", "commits_over_52", "participants"),
    *("contributor_count", "bot_commits", "has_tests", "has_ci", "ci_versions"),
    *("has_changelog", "has_licence_file", "stars", "downloads", "attested", "attested_version"),
)
_HISTORY = ("days", "bot_days", "contributors", "taken_at")
_COLUMNS = (
    *(
        "id",
        "version",
        "pypi_url",
        "documentation_url",
        "modified",
        "deprecated_at",
        "deprecated_why",
    ),
    *("replaced_by__slug", "replaced_by__hidden", "declared", "declared_why", "declared_at"),
    *(f"facts__{name}" for name in _FACTS),
    *(f"history__{name}" for name in _HISTORY),
)


_methods: list[Method] = []


def method() -> Method:
    """The weights and the lifecycles of this instance; the same object while they are the same."""
    ours = settings.PACKDEX_VERDICT_WEIGHTS or weights.default()
    known = lifecycles.products()
    last = _methods[-1] if _methods else None
    if last is None or last.weights is not ours or last.products is not known:
        last = Method(ours, known)
        _methods[:] = [last]
    return last


def verdict_of(package_id: int, now: datetime) -> tuple[Inputs, Verdict]:
    """The verdict that stands on a package, and its inputs; where none does, one of `now`.

    One query, or five. Whoever wants a new one to be kept has `actions.judge` make it first. Raises
    Package.DoesNotExist where there is no such package.
    """
    stands = standing().filter(package=package_id).first()
    if stands is not None:
        return explained(stands)
    found = inputs_of_many([package_id], now)
    if package_id not in found:
        raise Package.DoesNotExist(f"there is no package {package_id}")
    return found[package_id], judge(found[package_id], now, method())


def standing() -> QuerySet[PackageVerdict]:
    """The verdicts that were made of packages as they are now, by the formulas of now."""
    return PackageVerdict.objects.filter(
        version=F("package__version"), formula_version=method().formula_version
    )


def explained(row: PackageVerdict) -> tuple[Inputs, Verdict]:
    """A kept verdict as a whole, made anew from its inputs, and these. No query."""
    inputs = from_json(row.inputs)
    return inputs, judge(inputs, row.judged_at, method())


def told(slug: str, inputs: Inputs, verdict: Verdict) -> dict[str, Any]:
    """A verdict and its inputs as JSON has them, the same for every program that asks."""
    return {"slug": slug} | as_json(verdict) | {"inputs": inputs_as_json(inputs)}


class Seen(NamedTuple):
    """What is known of a package, and the version of it of which that was known."""

    version: int
    inputs: Inputs


def inputs_of_many(ids: Sequence[int], now: datetime) -> dict[int, Inputs]:
    """What is known of the packages with `ids`, hidden ones as well. Four queries."""
    return {id_: seen.inputs for id_, seen in seen_of_many(ids, now).items()}


def seen_of_many(ids: Sequence[int], now: datetime) -> dict[int, Seen]:
    """The same with the version of each. Four queries."""
    half_life = method().weights.outlook.half_life_days
    # First of all, so that what is read later is never older than the version that it goes under.
    rows = [Row(*values) for values in Package.objects.filter(pk__in=ids).values_list(*_COLUMNS)]
    told, releases, advisories = _states(ids), _releases(ids), _advisories(ids)
    return {
        row.id: Seen(
            row.version,
            inputs_of(
                row, Told(told[row.id], releases[row.id], advisories[row.id]), now, half_life
            ),
        )
        for row in rows
    }


def _states(ids: Sequence[int]) -> Mapping[int, dict[str, tuple[Any, ...]]]:
    """By package and source: when it last told something, where, and since when it fails how."""
    found: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    columns = ("package_id", "source", "succeeded_at", "origin", "error", "error_at", "failures")
    states = SourceState.objects.filter(package__in=ids)
    for package, source, *rest in states.values_list(*columns):
        found[package][source] = tuple(rest)
    return found


def _releases(ids: Sequence[int]) -> Mapping[int, list[tuple[str, datetime | None]]]:
    """By package the versions that are not yanked, with the time of their upload."""
    found: dict[int, list[tuple[str, datetime | None]]] = defaultdict(list)
    releases = Release.objects.filter(package__in=ids, yanked=False)
    for package, version, at in releases.values_list("package_id", "version", "uploaded_at"):
        found[package].append((version, at))
    return found


def _advisories(ids: Sequence[int]) -> Mapping[int, list[Warned]]:
    found: dict[int, list[Warned]] = defaultdict(list)
    columns = ("name", "aliases", "published", "affected", "affects_current")
    rows = Advisory.objects.filter(package__in=ids).order_by("name")
    for package, *rest in rows.values_list("package_id", *columns):
        found[package].append(Warned(*rest))
    return found
