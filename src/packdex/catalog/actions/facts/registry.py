"""Recording what a registry said of a package. What people wrote is never touched here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions.facts import states
from packdex.catalog.actions.facts.desk import Desk, Releases
from packdex.catalog.actions.facts.states import REGISTRY
from packdex.catalog.actions.facts.status import ask_soon
from packdex.catalog.actions.facts.still_true import record_many_still_true
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.actions.facts.weigh import weigh_some
from packdex.catalog.models import PackageFacts
from packdex.core import facts
from packdex.core.upgrade.declared import as_json, declared_by


def record_projects(taken: Sequence[Taken[facts.ProjectFacts]]) -> None:
    """Make what a registry told the current facts of these packages, in one transaction.

    A package that is gone meanwhile is passed over.
    """
    with transaction.atomic():
        desk = Desk.locked([one.package_id for one in taken])
        desk.load_advisories({one.package_id: one.facts.version for one in taken})
        unseen = []
        for one in taken:
            if one.package_id in desk.entered:
                with desk.noting_events(one.package_id, REGISTRY, one.taken_at):
                    unseen += [one.package_id] if _take(desk, one) else []
        desk.write()
        now = max((one.taken_at for one in taken), default=None)
        if unseen and now is not None:
            ask_soon(unseen, now)
        if desk.entered and now is not None:
            weigh_some(list(desk.entered), now)
        editions.touch(packages=desk.entered, sought=desk.sought)


def _take(desk: Desk, taken: Taken[facts.ProjectFacts]) -> bool:
    """Take them; returns whether the index counted a change that they do not show."""
    project = taken.facts
    releases = _releases(project, desk.releases[taken.package_id])
    current = releases.get(project.version or "")
    values = {
        "registry_version": project.version,
        "released_at": current[0] if current else None,
        "registry_summary": project.summary,
        "licence": project.licence,
        "licence_source": project.licence_source,
        "requires_python": project.requires_python,
        "classifiers": list(project.classifiers),
        "requirements": None if project.requirements is None else list(project.requirements),
        "links": [list(link) for link in project.links],
        "owners": None if project.owners is None else list(project.owners),
    }
    desk.reassess(taken.package_id, project.version)
    released = desk.take_releases(taken.package_id, releases)
    changed = desk.take(taken.package_id, taken.taken_at, values) or released
    state = desk.state(taken.package_id, REGISTRY)
    counted = state is not None and state.serial is not None and state.serial != state.serial_seen
    desk.succeeded(
        taken.package_id,
        REGISTRY,
        taken.taken_at,
        changed=changed,
        origin=taken.origin,
        etag=taken.etag,
    )
    return counted and not changed


def _releases(project: facts.ProjectFacts, stored: Releases) -> Releases:
    """The project's releases; what each declared while it was the current one stays."""
    declared = as_json(declared_by(project.classifiers, project.requirements))
    return {
        release.version: (
            release.uploaded_at,
            release.yanked,
            release.yanked_reason,
            release.requires_python,
            declared if release.version == project.version else _declared(stored, release.version),
        )
        for release in project.releases
    }


def _declared(stored: Releases, version: str) -> Any:
    return stored[version][-1] if version in stored else None


def record_still_true(package_id: int, source: str, taken_at: datetime) -> None:
    """Note that the facts which `source` gave earlier were still true at `taken_at`."""
    record_many_still_true(source, [package_id], taken_at)


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
        editions.touch(packages=[package_id], sought=())


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
