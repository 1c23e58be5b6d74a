"""Facts that came with an import instead of from a source of our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packdex.catalog.actions import rows
from packdex.catalog.models import PackageFacts, SourceState
from packdex.core.entries import FactsEntry

SOURCE = "import"


def store_facts(entries: Mapping[int, FactsEntry]) -> set[int]:
    """Store the facts of packages (by id) that are not older than those stored already.

    So an import never rolls back what a refresh took later. Returns the ids of the packages whose
    facts changed.
    """
    stored = rows.stored_rows(PackageFacts, entries)
    taken = {id_: facts for id_, facts in entries.items() if not _is_older(facts, stored.get(id_))}
    written = rows.write(
        PackageFacts,
        {id_: _values(facts, stored.get(id_)) for id_, facts in taken.items()},
        stored,
    )
    changed = written.created | set(written.changed)
    _note_source({id_: taken[id_] for id_ in taken if id_ in changed})
    return changed


def _is_older(facts: FactsEntry, stored: PackageFacts | None) -> bool:
    if stored is None or stored.last_fetched is None:
        return False
    return facts.last_fetched is None or facts.last_fetched < stored.last_fetched


def _values(facts: FactsEntry, stored: PackageFacts | None) -> dict[str, Any]:
    # v4 does not tell when a version was released: the date of another version must not stay.
    same = stored is not None and stored.registry_version == facts.registry_version
    return {
        "last_updated": facts.last_updated,
        "last_fetched": facts.last_fetched,
        "stars": facts.stars,
        "forks": facts.forks,
        "description": facts.description,
        "commits_over_52": list(facts.commits_over_52),
        "participants": list(facts.participants),
        "registry_version": facts.registry_version,
        "released_at": stored.released_at if stored and same else None,
    }


def _note_source(changed: Mapping[int, FactsEntry]) -> None:
    """Remember where the facts are from and when they were true; never looked at: no source."""
    SourceState.objects.bulk_create(
        [
            SourceState(
                package_id=id_,
                source=SOURCE,
                origin=facts.origin,
                attempted_at=facts.last_fetched,
                succeeded_at=facts.last_fetched,
            )
            for id_, facts in changed.items()
            if facts.last_fetched is not None
        ],
        update_conflicts=True,
        unique_fields=["package", "source"],
        update_fields=["origin", "attempted_at", "succeeded_at"],
    )
