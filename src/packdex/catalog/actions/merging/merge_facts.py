"""Merging two packages: what sources told of them."""

from __future__ import annotations

from dataclasses import dataclass

from packdex.catalog.actions.facts.states import ADVISORIES, FORGE, GIT, IMPORT
from packdex.catalog.models import Advisory, PackageFacts, PackageHistory, PastAddress, SourceState

OF_THE_PROJECT = (
    "registry_version",
    "released_at",
    "registry_summary",
    "licence",
    "licence_source",
    "requires_python",
    "classifiers",
    "requirements",
    "links",
    "project_status",
    "project_status_reason",
    "attested",
    "attested_version",
    "owners",
)
OF_THE_REPOSITORY = (
    "last_updated",
    "stars",
    "forks",
    "description",
    "commits_over_52",
    "participants",
    "address",
    "open_issues",
    "archived",
    "is_fork",
    "default_branch",
    "topics",
    "repository_licence",
    "contributor_count",
    "bot_commits",
    "has_tests",
    "has_ci",
    "ci_mark",
    "ci_read",
    "ci_versions",
    "has_changelog",
    "has_licence_file",
)


@dataclass(frozen=True, slots=True)
class Told:
    """Whether what the sources told of the other package is true of the kept one as well."""

    project: bool
    repository: bool

    def holds(self, source: str) -> bool:
        """Whether it is, of what `source` told."""
        if source in {FORGE, GIT}:
            return self.repository
        return self.project or source == IMPORT


def fill_facts(gone_id: int, kept_id: int, told: Told) -> list[str]:
    """Fill the kept package's facts that are not known; returns the names of those that were.

    A registry's facts belong together: they are taken over only where it never told any.
    """
    gone = PackageFacts.objects.filter(package_id=gone_id).first()
    if gone is None:
        return []
    kept, _ = PackageFacts.objects.get_or_create(package_id=kept_id)
    if PastAddress.objects.filter(package_id=kept_id, address=gone.address).exists():
        gone.address = None  # the kept package is known to have moved on from there
    names = list(OF_THE_REPOSITORY) if told.repository else []
    names += ["downloads"] if told.project else []
    names += OF_THE_PROJECT if told.project and kept.registry_version is None else ()
    filled = [name for name in names if _is_unknown(kept, name) and not _is_unknown(gone, name)]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    if filled and gone.last_fetched:
        kept.last_fetched = max(gone.last_fetched, kept.last_fetched or gone.last_fetched)
    kept.save(update_fields=[*filled, "last_fetched"])
    if told.repository and not PackageHistory.objects.filter(package_id=kept_id).exists():
        PackageHistory.objects.filter(package_id=gone_id).update(package_id=kept_id)
    return filled


def _is_unknown(facts: PackageFacts, name: str) -> bool:
    value = getattr(facts, name)
    # No owners is an answer; every other empty list or text stands for "nobody told".
    return value is None or (name != "owners" and value in ([], ""))


def move_sources(gone_id: int, kept_id: int, told: Told) -> list[str]:
    """Give the kept package the sources that never told anything of it; returns their names."""
    states = list(SourceState.objects.filter(package_id__in=[gone_id, kept_id]))
    own = {state.source: state for state in states if state.package_id == kept_id}
    moving = [
        state
        for state in states
        if state.package_id == gone_id and told.holds(state.source) and _is_better(state, own)
    ]
    silent = [own[state.source].pk for state in moving if state.source in own]
    SourceState.objects.filter(pk__in=silent).delete()
    for state in moving:
        state.package_id = kept_id
    SourceState.objects.bulk_update(moving, ["package"])
    if any(state.source == ADVISORIES for state in moving):
        _move_advisories(gone_id, kept_id)
    return sorted(state.source for state in moving)


def _is_better(state: SourceState, own: dict[str, SourceState]) -> bool:
    there = own.get(state.source)
    return there is None or (there.succeeded_at is None and state.succeeded_at is not None)


def _move_advisories(gone_id: int, kept_id: int) -> None:
    """Give the kept package the other's, compared with its own current version."""
    facts = PackageFacts.objects.filter(package_id=kept_id).first()
    Advisory.objects.filter(package_id=kept_id).delete()
    moving = list(Advisory.objects.filter(package_id=gone_id))
    for row in moving:
        row.package_id = kept_id
        row.assess(facts.registry_version if facts else None)
    Advisory.objects.bulk_update(moving, ["package", "affects_current", "fixed_in"])
