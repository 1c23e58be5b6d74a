"""Recording what a forge said of a package's repository."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from packdex.catalog import editions
from packdex.catalog.actions import rows
from packdex.catalog.actions.facts.desk import Desk
from packdex.catalog.actions.facts.states import FORGE, GIT
from packdex.catalog.actions.facts.status import ask_soon
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.actions.facts.weigh import weigh_some
from packdex.catalog.models import Package, PackageHistory, PastAddress
from packdex.core.forge import RepositoryFacts, Tags


@dataclass(frozen=True, slots=True)
class KnownRefs:
    """What is known of a repository's refs.

    `head` is the tip that its history was counted from, `told_tags` the tags as the forge told them
    last. `pending`: git was not asked yet about what the forge told.
    """

    head: str
    told_tags: list[Any] | None
    pending: bool

    def are(self, told: RepositoryFacts) -> bool:
        """Whether the forge tells nothing else, so that git need not be asked."""
        same_tags = told.tags is None or _written(told.tags) == self.told_tags
        return self.head == told.head and same_tags and not self.pending


def record_repositories(taken: Sequence[Taken[RepositoryFacts]]) -> None:
    """Make what forges told the current facts of these packages, in one transaction.

    What they did not tell stays as it was. Where a repository moved, the old address is kept, so
    that it is still found; what people entered as its address is not changed. Where the forge tells
    the tip of the default branch and the tags, git need not be asked whether they moved, nor where
    to. A package that is gone meanwhile is passed over.
    """
    with transaction.atomic():
        desk = Desk.locked([one.package_id for one in taken])
        known = refs_of(desk.entered)
        archived = {id_ for id_, facts in desk.facts.items() if facts.archived}
        moved = []
        for one in taken:
            if one.package_id in desk.entered:
                with desk.noting_events(one.package_id, FORGE, one.taken_at):
                    _take(desk, one)
                if _has_moved(desk, one, known.get(one.package_id)):
                    moved.append(one)
        desk.write()
        _keep_told([one for one in moved if one.package_id in known])
        # Who archives the repository often marks the project too.
        newly = [one.package_id for one in taken if one.facts.archived]
        ask_soon(set(newly) - archived, max(one.taken_at for one in taken))
        if tested := [one.package_id for one in taken if one.facts.ci_versions]:
            weigh_some(tested, max(one.taken_at for one in taken))
        editions.touch(packages=desk.entered, sought=desk.sought)


def refs_of(package_ids: Collection[int]) -> dict[int, KnownRefs]:
    """What is known of the refs, by package, where git told a history."""
    histories = PackageHistory.objects.filter(package_id__in=package_ids)
    rows = histories.values_list("package_id", "head", "told_tags", "told_at")
    return {id_: KnownRefs(head, tags, told_at is not None) for id_, head, tags, told_at in rows}


def _take(desk: Desk, taken: Taken[RepositoryFacts]) -> None:
    id_, at = taken.package_id, taken.taken_at
    before = desk.address(id_)
    if before and before.casefold() != taken.facts.address.casefold():
        PastAddress.objects.update_or_create(package_id=id_, address=before, defaults={"until": at})
    changed = desk.take(id_, at, _told(taken.facts))
    desk.succeeded(id_, FORGE, at, changed=changed, origin=taken.origin, etag=taken.etag)


def _has_moved(desk: Desk, taken: Taken[RepositoryFacts], known: KnownRefs | None) -> bool:
    """Have git's turn come now where a ref moved, and be done where none did."""
    state = desk.state(taken.package_id, GIT)
    if state is None or not taken.facts.head:
        return False
    if known and known.are(taken.facts):
        desk.succeeded(taken.package_id, GIT, taken.taken_at, changed=False)
        return False
    if not state.failures:
        desk.make_due(state, taken.taken_at)
    return True


def _keep_told(moved: Sequence[Taken[RepositoryFacts]]) -> None:
    """Have the refs at hand for git's turn, beside the histories that they are to be added to."""
    told = [
        PackageHistory(
            package_id=one.package_id,
            told_head=one.facts.head or "",
            told_tags=_written(one.facts.tags) if one.facts.tags else None,
            told_at=one.taken_at,
        )
        for one in moved
    ]
    rows.update(told, ["told_head", "told_tags", "told_at"])


def _written(tags: Tags) -> list[Any]:
    """Tags as they are stored."""
    return [tags.count, [list(tag) for tag in tags.newest]]


def told_tags(stored: list[Any] | None) -> Tags | None:
    """The tags that a forge told, out of PackageHistory.told_tags."""
    if stored is None:
        return None
    count, newest = stored
    return Tags(count, tuple((name, oid) for name, oid in newest))


def tells_nothing_new(package: Package, repository: RepositoryFacts) -> bool:
    """Whether the stored facts of `package`, loaded with it, are what `repository` tells."""
    facts = package.facts
    return all(getattr(facts, name) == value for name, value in _told(repository).items())


def lacks_versions_of_ci(package: Package) -> bool:
    """Whether the files of continuous integration are others than those that were read last."""
    facts = package.facts if hasattr(package, "facts") else None
    return bool(facts and facts.ci_mark and facts.ci_mark != facts.ci_read)


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
        "ci_mark": repository.ci_mark,
    }
    if repository.ci_versions is not None:
        values |= {"ci_versions": list(repository.ci_versions), "ci_read": repository.ci_mark}
    return {name: value for name, value in values.items() if value is not None}
