"""Recording what a forge said of a package's repository."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from packdex.catalog.actions import states
from packdex.catalog.actions.facts import update_facts
from packdex.catalog.actions.history import known_address, noting_events
from packdex.catalog.actions.states import FORGE, GIT
from packdex.catalog.models import (
    Package,
    PackageFacts,
    PackageHistory,
    PastAddress,
    SourceState,
)
from packdex.core.forge import RepositoryFacts


def record_repository(
    package_id: int,
    repository: RepositoryFacts,
    *,
    origin: str,
    etag: str | None,
    taken_at: datetime,
) -> None:
    """Make what the forge at `origin` said at `taken_at` the package's current facts.

    What it did not tell stays as it was. Where the repository moved, the old address is kept, so
    that it is still found; what people entered as its address is not changed. Where the forge tells
    the tip of the default branch, git need not be asked whether it moved.
    """
    with transaction.atomic():
        states.lock(package_id)
        with noting_events(package_id, FORGE, taken_at):
            _keep_past_address(package_id, repository, taken_at)
            changed = update_facts(package_id, taken_at, **_told(repository))
            states.succeeded(package_id, FORGE, taken_at, changed=changed, origin=origin, etag=etag)
        if repository.head:
            _compare_tip(package_id, repository.head, taken_at)
        states.show(package_id)


def tells_nothing_new(package: Package, repository: RepositoryFacts) -> bool:
    """Whether the stored facts of `package`, loaded with it, are what `repository` tells."""
    facts = package.facts
    return all(getattr(facts, name) == value for name, value in _told(repository).items())


def record_participants(package_id: int, participants: tuple[str, ...]) -> None:
    """Store the logins of who contributed, most contributions first."""
    with transaction.atomic():
        states.lock(package_id)
        PackageFacts.objects.filter(package_id=package_id).update(participants=list(participants))
        states.show(package_id)


def _told(repository: RepositoryFacts) -> dict[str, Any]:
    values = {
        "address": repository.address,
        "description": repository.description,
        "stars": repository.stars,
        "forks": repository.forks,
        "open_issues": repository.open_issues,
        "archived": repository.archived,
        "is_fork": repository.is_fork,
        "default_branch": repository.default_branch,
        "repository_licence": repository.licence,
        "last_updated": repository.head_at,
        "topics": None if repository.topics is None else list(repository.topics),
        "participants": (
            None if repository.participants is None else list(repository.participants)
        ),
    }
    return {name: value for name, value in values.items() if value is not None}


def _keep_past_address(package_id: int, repository: RepositoryFacts, at: datetime) -> None:
    before = known_address(package_id)
    if before and before.casefold() != repository.address.casefold():
        PastAddress.objects.update_or_create(
            package_id=package_id, address=before, defaults={"until": at}
        )


def _compare_tip(package_id: int, head: str, at: datetime) -> None:
    """Have git's turn come now where the tip moved, and be done where it did not."""
    state = SourceState.objects.filter(package_id=package_id, source=GIT).first()
    if state is None:
        return
    counted = PackageHistory.objects.filter(package_id=package_id, head=head).exists()
    if counted:
        states.succeeded(package_id, GIT, at, changed=False)
    elif not state.failures:
        SourceState.objects.filter(pk=state.pk).update(due_at=at)
