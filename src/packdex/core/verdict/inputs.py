"""Everything that a verdict is made of, each value with its source and date.

None is "not known" throughout. Inputs are saved beside the result, so that an old verdict can be
explained; `as_json` and `from_json` write them and read them back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from packdex.core.verdict.activity import Activity

T = TypeVar("T")


class Fact(NamedTuple, Generic[T]):
    """A value that a source told: which one, when (aware; None: not known), and its address."""

    value: T
    source: str
    at: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is known of one package. Times are aware, days and counts plain, texts as told.

    `in_registry`: people named a project on a registry. `removed`: that registry has no such
    project any more. `deprecated` is why people of the directory advise against the package (may be
    ""), `replaced_by` what to take instead. `declared` is how it stands by a maintainer's word,
    "finished" or "needs-help", `declared_why` in their words. `released` are the times at which its
    releases were uploaded, without yanked ones, oldest first. `requirements` are those of the
    current release on Django, as PEP 508 writes them. `last_commit` is anybody's, programs
    included, and so an upper bound for people; `activity` is of people alone, None where programs
    cannot be told apart. `active_people` wrote commits within a year; `contributors` are the
    commits of each person of the whole history. `advisories` are the names of those that affect the
    current version. `days_to_fix` are those from each advisory's publication to the release that
    fixed it, 0 where that came first; of advisories without a fix there is none. `had_advisories`
    says whether there ever were any. `ci_passes`: of the newest run on the default branch.
    `answers_reports`: somebody responds to reports of bugs. `stars` and `downloads` (of a month)
    are adoption: they answer one of the twelve questions and enter nothing else.
    """

    in_registry: Fact[bool] | None = None
    registry_status: Fact[str] | None = None
    status_reason: Fact[str] | None = None
    removed: Fact[bool] | None = None
    archived: Fact[bool] | None = None
    deprecated: Fact[str] | None = None
    replaced_by: Fact[str] | None = None
    declared: Fact[str] | None = None
    declared_why: Fact[str] | None = None
    description: Fact[str] | None = None
    topics: Fact[tuple[str, ...]] | None = None
    version: Fact[str] | None = None
    released: Fact[tuple[datetime, ...]] | None = None
    classifiers: Fact[tuple[str, ...]] | None = None
    requires_python: Fact[str] | None = None
    requirements: Fact[tuple[str, ...]] | None = None
    owners: Fact[int] | None = None
    attested: Fact[bool] | None = None
    licence: Fact[str] | None = None
    licence_file: Fact[bool] | None = None
    last_commit: Fact[datetime] | None = None
    activity: Fact[Activity] | None = None
    active_people: Fact[int] | None = None
    contributors: Fact[tuple[int, ...]] | None = None
    has_tests: Fact[bool] | None = None
    has_ci: Fact[bool] | None = None
    ci_passes: Fact[bool] | None = None
    ci_versions: Fact[tuple[str, ...]] | None = None
    has_changelog: Fact[bool] | None = None
    documentation: Fact[bool] | None = None
    answers_reports: Fact[bool] | None = None
    advisories: Fact[tuple[str, ...]] | None = None
    had_advisories: Fact[bool] | None = None
    days_to_fix: Fact[tuple[int, ...]] | None = None
    stars: Fact[int] | None = None
    downloads: Fact[int] | None = None


def value_of(fact: Fact[T] | None) -> T | None:
    """The fact's value; None where it is not known."""
    return None if fact is None else fact.value


# ---- as JSON


def as_json(inputs: Inputs) -> dict[str, Any]:
    """What is known, as JSON has it: for each name the value, source, time and address."""
    told = {}
    for name in _NAMES:
        fact = getattr(inputs, name)
        if fact is not None:
            write = _WRITE.get(name)
            told[name] = {
                "value": write(fact.value) if write else fact.value,
                "source": fact.source,
                "at": fact.at.isoformat() if fact.at else None,
                "address": fact.address,
            }
    return told


def from_json(told: Mapping[str, Any]) -> Inputs:
    """The inputs out of what `as_json` made. Names that are not known any more are passed over.

    Raises KeyError, TypeError or ValueError where it is no such thing.
    """
    return Inputs(**{name: _fact(name, told[name]) for name in _NAMES if name in told})


_NAMES = tuple(field.name for field in fields(Inputs))


def _fact(name: str, told: Mapping[str, Any]) -> Fact[Any]:
    at = told["at"]
    return Fact(
        _READ.get(name, _itself)(told["value"]),
        str(told["source"]),
        None if at is None else datetime.fromisoformat(at),
        str(told["address"]),
    )


def _itself(value: Any) -> Any:
    return value


def _activity_written(value: Activity) -> dict[str, Any]:
    named = {field.name: getattr(value, field.name) for field in fields(Activity)}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in named.items()}


def _activity_read(told: Mapping[str, Any]) -> Activity:
    days = {k: _day(told[k]) for k in ("last", "first")}
    return Activity(**(dict(told) | days | {"on": date.fromisoformat(told["on"])}))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_LISTS = (
    *("topics", "classifiers", "requirements", "contributors", "ci_versions"),
    *("advisories", "days_to_fix"),
)

_WRITE: dict[str, Callable[[Any], Any]] = dict.fromkeys(_LISTS, list) | {
    "activity": _activity_written,
    "last_commit": datetime.isoformat,
    "released": lambda times: [time.isoformat() for time in times],
}

_READ: dict[str, Callable[[Any], Any]] = dict.fromkeys(_LISTS, tuple) | {
    "activity": _activity_read,
    "last_commit": datetime.fromisoformat,
    "released": lambda times: tuple(map(datetime.fromisoformat, times)),
}
