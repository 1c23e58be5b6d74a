"""What is known of packages, as a comparison takes it: read by columns, and put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.db.models import Func, IntegerField, Q, TextField
from django.db.models.functions import Cast

from packdex.catalog.actions.states import ADVISORIES, REGISTRY
from packdex.catalog.freshness import reason_of
from packdex.catalog.models import Advisory, SourceState
from packdex.core.comparison.facts import Facts, named_versions
from packdex.core.comparison.table import Subject

GONE_AFTER, GONE_TIMES = timedelta(days=7), 3
"""A project is removed from its registry when that did not find it so often in a row, for so long:
one such answer may be a mistake."""


class Read(NamedTuple):
    """One package as the database has it, in the order of `columns`; lists are texts of JSON."""

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


def columns(prefix: str) -> list[Any]:
    """What to select for a `Read`, where `prefix` leads to the package ("" from there)."""
    facts = f"{prefix}facts__"
    return [
        *(f"{prefix}{name}" for name in ("id", "slug", "title", "deprecated_at", "deprecated_why")),
        *(f"{prefix}{name}" for name in ("replaced_by__slug", "replaced_by__hidden")),
        f"{prefix}usage_count",
        *(f"{facts}{name}" for name in ("description", "registry_summary", "registry_version")),
        *(f"{facts}{name}" for name in ("released_at", "last_updated")),
        _text(f"{facts}commits_over_52"),
        *(f"{facts}{name}" for name in ("licence", "repository_licence", "requires_python")),
        _text(f"{facts}classifiers"),
        *(f"{facts}{name}" for name in ("stars", "downloads", "open_issues", "contributor_count")),
        _Length(f"{facts}participants"),
        *(f"{facts}{name}" for name in ("archived", "project_status", "project_status_reason")),
        f"{prefix}verdict__lifecycle",
    ]


def _text(column: str) -> Cast:
    """JSON as it is stored: for hundreds of packages Django's reading of it would cost the most."""
    return Cast(column, TextField())


def to_subjects(rows: Sequence[Read], theirs: Q, today: date) -> list[Subject]:
    """What is compared of these packages, in this order. Two queries.

    `theirs` filters rows about packages, such as advisories, to those about these.
    """
    compared, gone = _states(theirs, today)
    advisories = _open_advisories(theirs)
    return [
        Subject(
            row.id,
            row.slug,
            row.title,
            _facts(
                row,
                advisories=advisories.get(row.id, 0 if row.id in compared else None),
                removed=row.id in gone,
            ),
            summary=(row.description or "").strip() or row.registry_summary or "",
        )
        for row in rows
    ]


def _facts(row: Read, *, advisories: int | None, removed: bool) -> Facts:
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


def _open_advisories(theirs: Q) -> Mapping[int, int]:
    """How many advisories affect the current version of each package that has any. One query.

    One that is told under several names counts once.
    """
    rows = Advisory.objects.filter(theirs, affects_current=True).order_by("id")
    counts: dict[int, int] = {}
    named: dict[int, set[str]] = {}
    for package, name, aliases in rows.values_list("package_id", "name", "aliases"):
        names = {name, *aliases}
        known = named.setdefault(package, set())
        if known.isdisjoint(names):
            counts[package] = counts.get(package, 0) + 1
        known |= names
    return counts


def _states(theirs: Q, today: date) -> tuple[set[int], set[int]]:
    """The packages that were compared with advisories, and those gone from their registry."""
    compared, gone = set(), set()
    looked_at = Q(source=ADVISORIES, succeeded_at__isnull=False)
    failing = Q(source=REGISTRY, succeeded_at__isnull=False, failures__gte=GONE_TIMES)
    rows = SourceState.objects.filter(theirs, looked_at | failing)
    told = rows.values_list("package_id", "source", "error", "error_at")
    for package, source, error, since in told:
        if source == ADVISORIES:
            compared.add(package)
        elif since is not None and is_gone(error or "", since, today):
            gone.add(package)
    return compared, gone


def is_gone(error: str, since: datetime, today: date) -> bool:
    """Whether a registry that fails for `error` since then has no such project any more."""
    age = today - since.astimezone(UTC).date()
    return age >= GONE_AFTER and reason_of(error) == "not found"
