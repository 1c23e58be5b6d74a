"""Recording what a registry said of a package. What people wrote is never touched here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog.actions import states
from packdex.catalog.actions.history import noting_events
from packdex.catalog.actions.states import REGISTRY
from packdex.catalog.models import PackageFacts, Release
from packdex.core import facts


def record_project(
    package_id: int,
    project: facts.ProjectFacts,
    *,
    origin: str,
    etag: str | None,
    taken_at: datetime,
) -> None:
    """Make what the registry at `origin` said at `taken_at` the package's current facts."""
    with transaction.atomic():
        states.lock(package_id)
        with noting_events(package_id, REGISTRY, taken_at):
            released_at = _store_releases(package_id, project)
            changed = update_facts(
                package_id,
                taken_at,
                registry_version=project.version,
                released_at=released_at,
                registry_summary=project.summary,
                licence=project.licence,
                licence_source=project.licence_source,
                requires_python=project.requires_python,
                classifiers=list(project.classifiers),
                links=[list(link) for link in project.links],
                project_status=project.status,
                project_status_reason=project.status_reason,
            )
            states.succeeded(
                package_id, REGISTRY, taken_at, changed=changed, origin=origin, etag=etag
            )
        states.show(package_id)


def record_still_true(package_id: int, source: str, taken_at: datetime) -> None:
    """Note that the facts which `source` gave earlier were still true at `taken_at`."""
    with transaction.atomic():
        states.lock(package_id)
        update_facts(package_id, taken_at)
        states.succeeded(package_id, source, taken_at, changed=False)
        states.show(package_id)


def record_failure(
    package_id: int,
    source: str,
    why: str,
    at: datetime,
    *,
    origin: str = "",
    permanent: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Note that `source` gave nothing at `at`, and why. The facts and their dates stay."""
    with transaction.atomic():
        states.lock(package_id)
        states.failed(
            package_id,
            source,
            why,
            at,
            permanent=permanent,
            not_before=not_before,
            origin=origin,
        )
        states.show(package_id)


def update_facts(package_id: int, taken_at: datetime, **values: Any) -> bool:
    """Write facts taken at `taken_at`; returns whether they differ from those before."""
    row, _ = PackageFacts.objects.get_or_create(package_id=package_id)
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    # Two sources may be asked at once and answer out of order.
    row.last_fetched = max(taken_at, row.last_fetched or taken_at)
    row.save(update_fields=[*values, "last_fetched"])
    return changed


def _store_releases(package_id: int, project: facts.ProjectFacts) -> datetime | None:
    """Make the stored releases those of `project`; returns when its current version came out."""
    told = {
        release.version: (
            release.uploaded_at,
            release.yanked,
            release.yanked_reason,
            release.requires_python,
        )
        for release in project.releases
    }
    columns = ("uploaded_at", "yanked", "yanked_reason", "requires_python")
    rows = Release.objects.filter(package_id=package_id)
    stored = {version: tuple(rest) for version, *rest in rows.values_list("version", *columns)}
    rows.filter(version__in=stored.keys() - told.keys()).delete()
    Release.objects.bulk_create(
        [
            Release(package_id=package_id, version=version, **dict(zip(columns, row, strict=True)))
            for version, row in told.items()
            if stored.get(version) != row
        ],
        update_conflicts=True,
        unique_fields=["package", "version"],
        update_fields=columns,
    )
    current = told.get(project.version or "")
    return current[0] if current else None
