"""What is known of packages, as a comparison takes it: read by columns, and put together.

What is read has to be among what raises a package's version, or `kept_subjects` keeps it too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.db.models import DateTimeField, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from packdex.catalog.actions.facts.states import ADVISORIES, REGISTRY
from packdex.catalog.built import Built
from packdex.catalog.freshness import reason_of
from packdex.catalog.models import Advisory, Package, SourceState
from packdex.core.comparison.facts import Facts, named_versions
from packdex.core.comparison.table import Subject

GONE_AFTER, GONE_TIMES = timedelta(days=7), 3
"""A project is removed from its registry when that did not find it so often in a row, for so long:
one such answer may be a mistake."""


class _Read(NamedTuple):
    """One package as the database has it, in the order of `_columns`; lists are texts of JSON."""

    id: int
    slug: str
    title: str
    deprecated_at: datetime | None
    deprecated_why: str
    replaced_by: str | None
    replacement_hidden: bool | None
    users: int
    description: str | None
    registry_summary: str | None
    version: str | None
    released: datetime | None
    last_commit: datetime | None
    commits: str | None
    licence: str | None
    repository_licence: str | None
    requires_python: str | None
    classifiers: str | None
    stars: int | None
    downloads: int | None
    open_issues: int | None
    contributors: int | None
    participants: int | None
    archived: bool | None
    status: str | None
    reason: str | None
    verdict: str | None


class _Length(Func):
    """How many values a JSON array holds."""

    function = "JSONB_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **context)


def _text(column: str) -> Cast:
    """JSON as it is stored: for hundreds of packages Django's reading of it would cost the most."""
    return Cast(column, TextField())


def _columns(ids: Sequence[int]) -> QuerySet[Package, Any]:
    facts = "facts__"
    return Package.objects.filter(pk__in=ids).values_list(
        *("id", "slug", "title", "deprecated_at", "deprecated_why"),
        *("replaced_by__slug", "replaced_by__hidden", "usage_count"),
        *(f"{facts}{name}" for name in ("description", "registry_summary", "registry_version")),
        *(f"{facts}{name}" for name in ("released_at", "last_updated")),
        _text(f"{facts}commits_over_52"),
        *(f"{facts}{name}" for name in ("licence", "repository_licence", "requires_python")),
        _text(f"{facts}classifiers"),
        *(f"{facts}{name}" for name in ("stars", "downloads", "open_issues", "contributor_count")),
        _Length(f"{facts}participants"),
        *(f"{facts}{name}" for name in ("archived", "project_status", "project_status_reason")),
        "verdict__lifecycle",
    )


_packages = Built(_columns)


def subjects_of(ids: Sequence[int], today: date) -> dict[int, Subject]:
    """What is compared of the packages with these ids, by id; those that are gone are left out.

    Two queries.
    """
    advisories, gone = _told_elsewhere(ids, today)
    return {
        row.id: Subject(
            row.id,
            row.slug,
            row.title,
            _facts(row, advisories=advisories.get(row.id), removed=row.id in gone),
            summary=(row.description or "").strip() or row.registry_summary or "",
        )
        for row in (_Read(*values) for values in _packages.rows(ids))
    }


def _facts(row: _Read, *, advisories: int | None, removed: bool) -> Facts:
    pythons, frameworks = _named_versions(row.classifiers or "[]")
    return Facts(
        version=row.version,
        released=row.released,
        last_commit=row.last_commit,
        commits=orjson.loads(row.commits or b"[]"),
        licence=row.licence or row.repository_licence,
        requires_python=row.requires_python,
        pythons=pythons,
        frameworks=frameworks,
        stars=row.stars,
        downloads=row.downloads,
        open_issues=row.open_issues,
        advisories=advisories,
        # An empty list is what the API gives when nobody counted, so it does not mean none.
        contributors=row.contributors if row.contributors is not None else row.participants or None,
        archived=row.archived,
        status=row.status,
        reason=row.reason,
        removed=removed,
        deprecated=row.deprecated_at is not None,
        deprecated_why=row.deprecated_why,
        replaced_by="" if row.replacement_hidden else row.replaced_by or "",
        users=row.users,
        verdict=row.verdict,
    )


@lru_cache(maxsize=5_000)
def _named_versions(classifiers: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As named_versions, of the JSON that is stored: few of a grid's change from time to time."""
    return named_versions(orjson.loads(classifiers))


def _elsewhere(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """What other tables say of packages: package, id of the row, source, two texts, and a time.

    Of advisories that affect the current version: no source, the name and the other names.
    Of sources that looked for advisories, or fail again and again: the failure, and since when.
    """
    nothing, never = Value("", TextField()), Cast(Value(None), DateTimeField())
    affecting = Advisory.objects.filter(package__in=ids, affects_current=True)
    looked_at = Q(source=ADVISORIES, succeeded_at__isnull=False)
    failing = Q(source=REGISTRY, succeeded_at__isnull=False, failures__gte=GONE_TIMES)
    states = SourceState.objects.filter(looked_at | failing, package__in=ids)
    return affecting.values_list(
        *("package_id", "id", nothing, "name"), _text("aliases"), never
    ).union(
        states.values_list("package_id", "id", "source", "error", nothing, "error_at"), all=True
    )


_rows_elsewhere = Built(_elsewhere)


def _told_elsewhere(ids: Sequence[int], today: date) -> tuple[dict[int, int], set[int]]:
    """How many open advisories each package has, and the packages gone from their registry.

    One query. A package in which nobody looked for advisories has no number. An advisory that is
    told under several names counts once.
    """
    counts: dict[int, int] = {}
    gone: set[int] = set()
    named: dict[int, set[str]] = {}
    for package, _, source, text, others, since in sorted(_rows_elsewhere.rows(ids), key=_order):
        if source == REGISTRY:
            if since is not None and is_gone(text or "", since, today):
                gone.add(package)
            continue
        counts.setdefault(package, 0)
        if source == ADVISORIES:
            continue
        names = {text, *orjson.loads(others)}
        known = named.setdefault(package, set())
        counts[package] += known.isdisjoint(names)
        known |= names
    return counts, gone


def _order(row: tuple[Any, ...]) -> tuple[int, int]:
    package, id_, *_ = row
    return package, id_


def is_gone(error: str, since: datetime, today: date) -> bool:
    """Whether a registry that fails for `error` since then has no such project any more."""
    age = today - since.astimezone(UTC).date()
    return age >= GONE_AFTER and reason_of(error) == "not found"
