"""Recording what a source said of a package. What people wrote is never touched here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog import documents, editions
from packdex.catalog.models import Package, PackageFacts, Release, SourceState
from packdex.core import facts

REGISTRY = "registry"
IMPORT = "import"


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
        _lock(package_id)
        released_at = _store_releases(package_id, project)
        PackageFacts.objects.update_or_create(
            package_id=package_id,
            defaults={
                "last_fetched": taken_at,
                "registry_version": project.version,
                "released_at": released_at,
                "registry_summary": project.summary,
                "licence": project.licence,
                "licence_source": project.licence_source,
                "requires_python": project.requires_python,
                "classifiers": list(project.classifiers),
                "links": [list(link) for link in project.links],
            },
        )
        _succeeded(package_id, REGISTRY, taken_at, origin=origin, etag=etag)
        _show(package_id)


def record_still_true(package_id: int, source: str, taken_at: datetime) -> None:
    """Note that the facts which `source` gave earlier were still true at `taken_at`."""
    with transaction.atomic():
        _lock(package_id)
        PackageFacts.objects.filter(package_id=package_id).update(last_fetched=taken_at)
        _succeeded(package_id, source, taken_at)
        _show(package_id)


def record_failure(
    package_id: int, source: str, why: str, at: datetime, *, origin: str = ""
) -> None:
    """Note that `source` gave nothing at `at`, and why. The facts and their dates stay."""
    with transaction.atomic():
        _lock(package_id)
        SourceState.objects.update_or_create(
            package_id=package_id,
            source=source,
            defaults={"attempted_at": at, "error": why, "error_at": at},
            create_defaults={
                "attempted_at": at,
                "error": why,
                "error_at": at,
                "origin": origin,
            },
        )
        _show(package_id)


def _lock(package_id: int) -> None:
    """Have writers about one package wait for each other. Raises Package.DoesNotExist."""
    Package.objects.select_for_update().only("pk").get(pk=package_id)


def _succeeded(package_id: int, source: str, at: datetime, **more: Any) -> None:
    SourceState.objects.update_or_create(
        package_id=package_id,
        source=source,
        defaults={
            "attempted_at": at,
            "succeeded_at": at,
            "error": None,
            "error_at": None,
            **more,
        },
    )


def _store_releases(package_id: int, project: facts.ProjectFacts) -> datetime | None:
    """Make the stored releases those of `project`; returns when its current version came out."""
    Release.objects.filter(package_id=package_id).exclude(
        version__in=[release.version for release in project.releases]
    ).delete()
    Release.objects.bulk_create(
        [
            Release(
                package_id=package_id,
                version=release.version,
                uploaded_at=release.uploaded_at,
                yanked=release.yanked,
                yanked_reason=release.yanked_reason,
                requires_python=release.requires_python,
            )
            for release in project.releases
        ],
        update_conflicts=True,
        unique_fields=["package", "version"],
        update_fields=["uploaded_at", "yanked", "yanked_reason", "requires_python"],
    )
    current = [r.uploaded_at for r in project.releases if r.version == project.version]
    return current[0] if current else None


def _show(package_id: int) -> None:
    editions.touch(packages=[package_id])
    documents.prepare(documents.PACKAGE, [package_id])
