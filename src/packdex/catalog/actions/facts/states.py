"""How each source of each package stands: noting what came of asking, and when to ask again."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from packdex.catalog import editions
from packdex.catalog.models import Package, SourceState
from packdex.core import schedule

REGISTRY, FORGE, GIT, IMPORT = "registry", "forge", "git", "import"
STATUS, DOWNLOADS, ADVISORIES = "status", "downloads", "advisories"

COLUMNS = (
    "attempted_at",
    "succeeded_at",
    "error",
    "error_at",
    "failures",
    "span_s",
    "due_at",
    "serial",
    "origin",
    "etag",
    "lease_until",
    "lease_owner",
)
"""What asking changes in a state."""


def lock(package_id: int) -> None:
    """Have writers about one package wait for each other until the transaction ends.

    Raises Package.DoesNotExist when it is gone.
    """
    if not lock_all([package_id]):
        raise Package.DoesNotExist(f"there is no package {package_id} any more")


def lock_all(package_ids: Collection[int]) -> dict[int, str]:
    """The same for several at once; returns those that are there, with `repo_url`.

    All who lock take this way, and before they write anything else: rows are locked in the order
    of their ids, so that no two writers wait for each other for ever.
    """
    rows = Package.objects.select_for_update().filter(pk__in=package_ids).order_by("pk")
    return dict(rows.values_list("pk", "repo_url"))


def succeeded(package_id: int, source: str, at: datetime, *, changed: bool, **more: Any) -> None:
    """Note that `source` answered at `at`, set its next turn, and give up the lease.

    `changed` says whether it told something new; `more` are further columns of the state.
    """
    state = _state(package_id, source)
    assign(state, **success(state, at, changed=changed), **more)
    state.save()


def success(state: SourceState, at: datetime, *, changed: bool) -> dict[str, Any]:
    """What a success at `at` makes of a state."""
    span = schedule.next_span(
        None if state.span_s is None else timedelta(seconds=state.span_s), changed=changed
    )
    return {
        "attempted_at": at,
        "succeeded_at": at,
        "error": None,
        "error_at": None,
        "failures": 0,
        "span_s": int(span.total_seconds()),
        "due_at": schedule.due_after(at, span, random.random()),  # noqa: S311 - spreads, guards nothing
        "serial": state.serial_seen,
    }


def failed(
    package_id: int,
    source: str,
    why: str,
    at: datetime,
    *,
    permanent: bool = False,
    not_before: datetime | None = None,
    origin: str = "",
) -> None:
    """Note that `source` gave nothing at `at` and why, and ask again later, ever more rarely.

    The facts, and the time when they were taken, stay. `not_before` is what the source itself
    asked for.
    """
    state = _state(package_id, source)
    failures = state.failures + 1
    due_at = schedule.due_after_failure(
        at,
        failures,
        random.random(),  # noqa: S311 - spreads, guards nothing
        permanent=permanent,
    )
    assign(
        state,
        attempted_at=at,
        error=why,
        # Since when it fails in this way, not when it last did: that is attempted_at.
        error_at=state.error_at if state.error == why else at,
        failures=failures,
        due_at=max(due_at, not_before) if not_before else due_at,
        origin=state.origin or origin,
    )
    state.save()


def assign(state: SourceState, **values: Any) -> None:
    """Set columns of a state, in memory, and give up its lease."""
    for name, value in (values | {"lease_until": None, "lease_owner": ""}).items():
        setattr(state, name, value)


def show(package_id: int) -> None:
    """Have the package's answers show what was written, from the next request on.

    They are made anew when they are next read, or by `documents.prepare`, which whoever writes
    about many packages calls once for all of them at the end.
    """
    editions.touch(packages=[package_id])


def _state(package_id: int, source: str) -> SourceState:
    state = SourceState.objects.filter(package_id=package_id, source=source).first()
    return state or SourceState(package_id=package_id, source=source)
