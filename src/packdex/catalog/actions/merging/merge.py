"""Making one package of two that turned out to be one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from packaging.utils import canonicalize_name

from packdex.catalog import documents, editions
from packdex.catalog.actions import rows, verbs
from packdex.catalog.actions.facts.weigh import weigh_some
from packdex.catalog.actions.merging import merge_facts, merge_grids, merge_past, merge_people
from packdex.catalog.actions.merging.merge_grids import Kept
from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import (
    MovedSlug,
    Package,
    PackageFacts,
    PastAddress,
    PastSlug,
    SourceState,
)
from packdex.catalog.models.revised import current
from packdex.core.registry import project_of
from packdex.core.repository import parse
from packdex.core.roles import SYSTEM

ADDRESSES = ("repo_url", "pypi_url", "documentation_url")


class MergeError(Exception):
    """Two packages that cannot be merged, or not now. The message says why."""


@dataclass(slots=True)
class Merged:
    """What a merge did, or would do.

    `grids` are slugs of those that the kept package was put into; `cells` counts the cells that
    were empty and were filled, `conflicts` are those that both had. `addresses` names the columns
    that people write and that were filled, `facts` those of sources; `past_addresses` are new
    ones. `left` says, a sentence each, what was not taken over and why.
    """

    grids: list[str] = field(default_factory=list)
    cells: int = 0
    conflicts: list[Kept] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    past_addresses: list[str] = field(default_factory=list)
    releases: int = 0
    events: int = 0
    days: int = 0
    left: list[str] = field(default_factory=list)


def merge(
    gone_id: int, kept_id: int, now: datetime, *, origin: str, rehearse: bool = False
) -> Merged:
    """Merge the first package into the second: all that is known of either is known of that one.

    What both have stays as the kept package has it. Facts and releases are taken over only where
    they are about the same repository or project. The id and the slug of the other lead to the kept
    one from now on. `origin` is that of the registry which project links are read for.

    With `rehearse` it is all undone: the answer says what would happen. Raises MergeError, or
    Package.DoesNotExist when one of them is gone.
    """
    if gone_id == kept_id:
        raise MergeError("a package cannot be merged into itself")
    with transaction.atomic():
        rows.one_importer()
        packages = Package.objects.select_for_update(of=("self",)).order_by("pk")
        found = {row.pk: row for row in packages.filter(pk__in=[gone_id, kept_id])}
        if len(found) < 2:
            raise Package.DoesNotExist(f"no package {gone_id if gone_id not in found else kept_id}")
        gone, kept = found[gone_id], found[kept_id]
        with _revision(gone, kept, now):
            merged = _merge(gone, kept, now, origin)
        transaction.set_rollback(rehearse)
    return merged


def _revision(gone: Package, kept: Package, now: datetime) -> AbstractContextManager[object]:
    """The revision of the kept package that a merge belongs to: its caller's, or one by nobody."""
    if current.get() is not None:
        return nullcontext()
    about = About(f"{gone.title} into {kept.title}", package=kept.pk)
    return revising(SYSTEM, verbs.MERGE, about, at=now)


def _merge(gone: Package, kept: Package, now: datetime, origin: str) -> Merged:
    _refuse_while_asked(gone, now)
    merged = Merged()
    known = _repositories(gone)  # before the kept package may take over an address
    _take_curated(gone, kept, now, merged)
    same_project = _project(gone, origin) in {None, _project(kept, origin)}
    same_repository = not known or not known.keys().isdisjoint(_repositories(kept))
    if not same_project:
        merged.left.append("Its releases and its registry's facts are of another project.")
    if not same_repository:
        merged.left.append("Its repository's facts are of another repository.")

    grids = merge_grids.move_grids(gone.pk, kept.pk)
    merged.grids, merged.cells, merged.conflicts = grids.joined, grids.cells, grids.conflicts
    told = merge_facts.Told(same_project, same_repository)
    merged.facts = merge_facts.fill_facts(gone.pk, kept.pk, told)
    merged.sources = merge_facts.move_sources(gone.pk, kept.pk, told)
    merged.releases = merge_past.move_releases(gone.pk, kept.pk) if same_project else 0
    merged.events = merge_past.move_events(gone.pk, kept.pk)
    merged.days = merge_past.move_snapshots(gone.pk, kept.pk)
    merged.past_addresses = _keep_addresses(gone, kept, known, now)
    merge_people.move_people(gone.pk, kept.pk)
    _forward(gone, kept, now)
    gone_id = gone.pk
    gone.delete()

    replaced = Package.objects.filter(replaced_by=kept).values_list("pk", flat=True)
    touched = [kept.pk, gone_id, *replaced]
    editions.touch(packages=touched, grids=grids.touched, orders=[editions.PACKAGES])
    weigh_some([kept.pk], now)
    documents.prepare(documents.PACKAGE, [kept.pk])
    documents.prepare(documents.GRID, grids.touched)
    return merged


def _refuse_while_asked(gone: Package, now: datetime) -> None:
    """A worker that is asking about a package must find it when the answer comes.

    The rows are locked, so that no worker claims one before they are gone.
    """
    states = SourceState.objects.select_for_update().filter(package=gone)
    if any(state.lease_until and state.lease_until > now for state in states):
        raise MergeError(f"{gone.slug} is being refreshed; try again in a few minutes")


def _take_curated(gone: Package, kept: Package, now: datetime, merged: Merged) -> None:
    """Fill the addresses that nobody entered, and let the earlier entry say when and who."""
    for name in ADDRESSES:
        value = getattr(kept, name)
        # An empty documentation address says that there is none, which is an answer.
        unsaid = value is None or (value == "" and name != "documentation_url")
        if unsaid and getattr(gone, name):
            setattr(kept, name, getattr(gone, name))
            merged.addresses.append(name)
    if gone.created < kept.created:
        kept.created = gone.created
        kept.created_by = gone.created_by or kept.created_by
    kept.modified = now
    kept.save(update_fields=[*ADDRESSES, "created", "created_by", "modified"])


def _project(package: Package, origin: str) -> str | None:
    name = project_of(package.pypi_url, origin)
    return canonicalize_name(name) if name else None


def _repositories(package: Package) -> dict[tuple[str, str], str]:
    """Every address that is known of the package's repository, by what tells them apart.

    The one where it is now comes first.
    """
    told = PackageFacts.objects.filter(package=package).values_list("address", flat=True)
    past = PastAddress.objects.filter(package=package).values_list("address", flat=True)
    refs = (parse(address or "") for address in (*told, package.repo_url, *past))
    return {ref.key: ref.url for ref in refs if ref}


def _keep_addresses(
    gone: Package, kept: Package, known: dict[tuple[str, str], str], now: datetime
) -> list[str]:
    """Have every address of the other be found as one that the kept package had."""
    until = dict(PastAddress.objects.filter(package=gone).values_list("address", "until"))
    own = _repositories(kept)
    had = PastAddress.objects.filter(package=kept).values_list("address", flat=True)
    there = {*list(own)[:1], *(ref.key for ref in map(parse, had) if ref)}
    fresh = [url for key, url in known.items() if key not in there]
    PastAddress.objects.bulk_create(
        PastAddress(package=kept, address=url, until=until.get(url, now)) for url in fresh
    )
    return fresh


def _forward(gone: Package, kept: Package, now: datetime) -> None:
    """Have the other's id and slug lead to the kept package, and those that led to the other."""
    for model in (MovedSlug, PastSlug):
        model._default_manager.filter(package=gone).update(package=kept)
    MovedSlug.objects.update_or_create(
        former_id=gone.pk, defaults={"slug": gone.slug, "package": kept, "moved_at": now}
    )
