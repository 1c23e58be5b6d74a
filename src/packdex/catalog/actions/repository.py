"""Recording what a forge said of a package's repository."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import rows, states
from packdex.catalog.actions.desk import Desk
from packdex.catalog.actions.states import FORGE, GIT
from packdex.catalog.actions.status import ask_soon
from packdex.catalog.actions.taken import Taken
from packdex.catalog.models import Package, PackageFacts, PackageHistory, PastAddress
from packdex.core.forge import RepositoryFacts


def record_repositories(taken: Sequence[Taken[RepositoryFacts]]) -> None:
    """Make what forges told the current facts of these packages, in one transaction.

    What they did not tell stays as it was. Where a repository moved, the old address is kept, so
    that it is still found; what people entered as its address is not changed. Where the forge tells
    the tip of the default branch, git need not be asked whether it moved, nor where to. A package
    that is gone meanwhile is passed over.
    """
    with transaction.atomic():
        desk = Desk.locked([one.package_id for one in taken])
        heads = heads_of(desk.entered)
        archived = {id_ for id_, facts in desk.facts.items() if facts.archived}
        moved = []
        for one in taken:
            if one.package_id in desk.entered:
                with desk.noting_events(one.package_id, FORGE, one.taken_at):
                    _take(desk, one)
                if _has_moved(desk, one, heads.get(one.package_id)):
                    moved.append(one)
        desk.write()
        _keep_tips([one for one in moved if one.package_id in heads])
        # Who archives the repository often marks the project too.
        newly = [one.package_id for one in taken if one.facts.archived]
        ask_soon(set(newly) - archived, max(one.taken_at for one in taken))
        editions.touch(packages=desk.entered)


def heads_of(package_ids: Collection[int]) -> dict[int, str]:
    """The tips from which histories were counted, by package, where git told one."""
    histories = PackageHistory.objects.filter(package_id__in=package_ids)
    return dict(histories.values_list("package_id", "head"))


def _take(desk: Desk, taken: Taken[RepositoryFacts]) -> None:
    id_, at = taken.package_id, taken.taken_at
    before = desk.address(id_)
    if before and before.casefold() != taken.facts.address.casefold():
        PastAddress.objects.update_or_create(package_id=id_, address=before, defaults={"until": at})
    changed = desk.take(id_, at, _told(taken.facts))
    desk.succeeded(id_, FORGE, at, changed=changed, origin=taken.origin, etag=taken.etag)


def _has_moved(desk: Desk, taken: Taken[RepositoryFacts], counted: str | None) -> bool:
    """Have git's turn come now where the tip moved, and be done where it did not."""
    state = desk.state(taken.package_id, GIT)
    if state is None or not taken.facts.head:
        return False
    if counted == taken.facts.head:
        desk.succeeded(taken.package_id, GIT, taken.taken_at, changed=False)
        return False
    if not state.failures:
        desk.make_due(state, taken.taken_at)
    return True


def _keep_tips(moved: Sequence[Taken[RepositoryFacts]]) -> None:
    """Have the tips at hand for git's turn, beside the histories that they are to be added to."""
    told = [
        PackageHistory(
            package_id=one.package_id, told_head=one.facts.head or "", told_at=one.taken_at
        )
        for one in moved
    ]
    rows.update(told, ["told_head", "told_at"])


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
