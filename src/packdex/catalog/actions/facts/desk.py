"""Working on the facts of some packages at once: read, changed in memory, and written together.

What a source told of fifty packages costs a handful of statements this way, instead of as many for
each. `Desk.locked` also has writers about the same packages wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from packdex.catalog import sought
from packdex.catalog.actions import rows
from packdex.catalog.actions.facts import states
from packdex.catalog.actions.facts.states import ADVISORIES, REGISTRY
from packdex.catalog.models import Advisory, Event, Package, PackageFacts, Release, SourceState
from packdex.core.events import Known, happenings
from packdex.core.repository import parse

RELEASE = ("uploaded_at", "yanked", "yanked_reason", "requires_python", "declared")
"""What is known of a release beside its version."""

Releases: TypeAlias = dict[str, tuple[Any, ...]]
"""By version, the values of RELEASE."""


@dataclass
class Desk:
    """What is stored about some packages, by their ids, and what is to be written.

    `entered` are the repositories' addresses as people wrote them, `advisories` the names of those
    that affect the current version. A package that is gone is in none of these.

    `sought` are the packages of which something changed that they are found by.
    """

    entered: dict[int, str]
    facts: dict[int, PackageFacts] = field(default_factory=dict)
    states: dict[tuple[int, str], SourceState] = field(default_factory=dict)
    releases: dict[int, Releases] = field(default_factory=lambda: defaultdict(dict))
    advisories: dict[int, frozenset[str]] = field(default_factory=dict)
    sought: set[int] = field(default_factory=set)
    _new_facts: set[int] = field(default_factory=set)
    _columns: set[str] = field(default_factory=set)
    _touched: dict[int, PackageFacts] = field(default_factory=dict)
    _asked: dict[tuple[int, str], SourceState] = field(default_factory=dict)
    _unplanned: list[SourceState] = field(default_factory=list)
    _due: list[SourceState] = field(default_factory=list)
    _released: dict[int, Releases] = field(default_factory=dict)
    _withdrawn: dict[int, set[str]] = field(default_factory=dict)
    _at_hand: dict[int, list[Advisory]] = field(default_factory=lambda: defaultdict(list))
    _assessed: list[Advisory] = field(default_factory=list)
    _events: list[Event] = field(default_factory=list)

    @classmethod
    def locked(cls, package_ids: Collection[int]) -> Desk:
        """The desk for packages about which nobody else writes until the transaction ends."""
        return cls._read(states.lock_all(package_ids))

    @classmethod
    def of(cls, package_ids: Collection[int]) -> Desk:
        """The desk for packages that are locked already, or only to be looked at."""
        found = Package.objects.filter(pk__in=package_ids).values_list("pk", "repo_url")
        return cls._read(dict(found))

    @classmethod
    def _read(cls, entered: dict[int, str]) -> Desk:
        desk, ids = cls(entered), list(entered)
        desk.facts = PackageFacts.objects.in_bulk(ids)
        for state in SourceState.objects.filter(package_id__in=ids):
            desk.states[state.package_id, state.source] = state
        found = Release.objects.filter(package_id__in=ids)
        for package_id, version, *rest in found.values_list("package_id", "version", *RELEASE):
            desk.releases[package_id][version] = tuple(rest)
        touching = Advisory.objects.filter(package_id__in=ids, affects_current=True)
        for package_id, name in touching.values_list("package_id", "name"):
            desk.advisories[package_id] = desk.open_advisories(package_id) | {name}
        return desk

    # ---- looking

    def address(self, package_id: int) -> str | None:
        """Where the repository is as far as is known, else where people said that it is."""
        facts = self.facts.get(package_id)
        if facts and facts.address:
            return facts.address
        repository = parse(self.entered[package_id])
        return repository.url if repository else None

    def open_advisories(self, package_id: int) -> frozenset[str]:
        """Those of which it is known that they affect the current version."""
        return self.advisories.get(package_id, frozenset())

    def known(self, package_id: int) -> Known:
        """What is known of a package."""
        facts = self.facts.get(package_id)
        if facts is None:
            return Known()
        # Without an answer of the registry, no stored release means "not known" and not "none".
        told = self._has_told(package_id, REGISTRY)
        compared = self._has_told(package_id, ADVISORIES)
        return Known(
            releases={v: (row[0], row[1]) for v, row in self.releases[package_id].items()}
            if told
            else None,
            archived=facts.archived,
            address=self.address(package_id),
            owners=None if facts.owners is None else frozenset(facts.owners),
            advisories=self.open_advisories(package_id) if compared else None,
            last_commit=facts.last_updated,
            status=facts.project_status,
            status_reason=facts.project_status_reason,
        )

    def _version(self, package_id: int) -> str | None:
        facts = self.facts.get(package_id)
        return facts.registry_version if facts else None

    def _has_told(self, package_id: int, source: str) -> bool:
        state = self.states.get((package_id, source))
        return state is not None and state.succeeded_at is not None

    # ---- changing

    @contextmanager
    def noting_events(self, package_id: int, source: str, at: datetime) -> Iterator[None]:
        """Have what happens to a package within the block recorded, as seen from `source`."""
        facts = self.facts.get(package_id)
        before, before_at = self.known(package_id), facts.last_fetched if facts else None
        yield
        after = self.known(package_id)
        self._events += events_between(package_id, source, before, before_at or at, after, at)

    def take(self, package_id: int, taken_at: datetime, values: Mapping[str, Any]) -> bool:
        """Change facts to what was taken at `taken_at`; returns whether they differ from before."""
        row = self.facts.get(package_id)
        if row is None:
            row = self.facts[package_id] = PackageFacts(package_id=package_id)
            self._new_facts.add(package_id)
        changed = {name for name, value in values.items() if getattr(row, name) != value}
        for name in changed:
            setattr(row, name, values[name])
        # Two sources may be asked at once and answer out of order.
        row.last_fetched = max(taken_at, row.last_fetched or taken_at)
        self._columns |= changed
        self._touched[package_id] = row
        if not sought.FACTS.isdisjoint(changed):
            self.sought.add(package_id)
        return bool(changed)

    def take_releases(self, package_id: int, told: Releases) -> bool:
        """Make the package's releases these; returns whether they differ from before."""
        stored = self.releases[package_id]
        self._withdrawn[package_id] = stored.keys() - told.keys()
        self._released[package_id] = {v: row for v, row in told.items() if stored.get(v) != row}
        self.releases[package_id] = told
        return bool(self._withdrawn[package_id] or self._released[package_id])

    def load_advisories(self, versions: Mapping[int, str | None]) -> None:
        """Have those at hand of the packages whose current version will be another. One query."""
        ids = [id_ for id_, version in versions.items() if self._version(id_) != version]
        for row in Advisory.objects.filter(package_id__in=ids) if ids else ():
            self._at_hand[row.package_id].append(row)

    def reassess(self, package_id: int, version: str | None) -> None:
        """Compare the package's advisories that are at hand with its current version."""
        if found := self._at_hand.get(package_id):
            self._assessed += [row for row in found if row.assess(version)]
            touching = frozenset(row.name for row in found if row.affects_current)
            self.advisories[package_id] = touching

    def state(self, package_id: int, source: str) -> SourceState | None:
        """How the source of the package stands; None where it was never planned nor asked."""
        return self.states.get((package_id, source))

    def succeeded(
        self, package_id: int, source: str, at: datetime, *, changed: bool, **more: Any
    ) -> None:
        """Note that `source` answered, as `states.succeeded` does; `more` has the last word."""
        key = package_id, source
        state = self.states.get(key)
        if state is None:
            state = self.states[key] = SourceState(package_id=package_id, source=source)
            self._unplanned.append(state)
        else:
            self._asked[key] = state
        states.assign(state, **(states.success(state, at, changed=changed) | more))

    def make_due(self, state: SourceState, at: datetime) -> None:
        """Have a source's turn come at `at`; whoever holds it keeps it."""
        state.due_at = at
        self._due.append(state)

    # ---- writing

    def write(self) -> None:
        """Write all that was changed: a few statements, whatever the number of packages."""
        self._write_facts()
        self._write_releases()
        SourceState.objects.bulk_create(self._unplanned)
        rows.update(list(self._asked.values()), states.COLUMNS)
        rows.update(self._due, ["due_at"])
        rows.update(self._assessed, ["affects_current", "fixed_in"])
        Event.objects.bulk_create(self._events)

    def _write_facts(self) -> None:
        touched = self._touched.items()
        PackageFacts.objects.bulk_create([row for id_, row in touched if id_ in self._new_facts])
        known = [row for id_, row in touched if id_ not in self._new_facts]
        rows.update(known, [*sorted(self._columns), "last_fetched"])

    def _write_releases(self) -> None:
        for package_id, versions in self._withdrawn.items():
            if versions:
                Release.objects.filter(package_id=package_id, version__in=versions).delete()
        Release.objects.bulk_create(
            [
                Release(package_id=id_, version=version, **dict(zip(RELEASE, row, strict=True)))
                for id_, releases in self._released.items()
                for version, row in releases.items()
            ],
            update_conflicts=True,
            unique_fields=["package", "version"],
            update_fields=RELEASE,
        )


def events_between(
    package_id: int, source: str, before: Known, before_at: datetime, after: Known, at: datetime
) -> list[Event]:
    """What happened to a package between two times, as rows that are still to be written."""
    return [
        Event(
            package_id=package_id,
            kind=happening.kind,
            at=happening.at,
            seen_at=at,
            source=source,
            evidence=happening.evidence,
        )
        for happening in happenings(before, before_at, after, at)
    ]
