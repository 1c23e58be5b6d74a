"""Recording what git said of a package's repository."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from packdex.catalog.actions.facts import states
from packdex.catalog.actions.facts.history import noting_events
from packdex.catalog.actions.facts.registry import record_still_true, update_facts
from packdex.catalog.actions.facts.states import GIT
from packdex.catalog.models import PackageHistory
from packdex.core.daily import encode
from packdex.core.history import History
from packdex.core.weeks import commits_over_52

MOST_TAGS, MOST_CONTRIBUTORS = 200, 500
"""What is kept of each; the numbers of all are kept beside."""


def record_history(
    package_id: int,
    history: History,
    *,
    origin: str,
    etag: str | None,
    taken_at: datetime,
    by_word: bool = False,
) -> None:
    """Make what git said at `taken_at` the package's current facts.

    The commits of each day are kept, from which weekly commits are derived on any later day.
    `by_word` says that a forge told the refs, and git was not asked for them.
    """
    with transaction.atomic():
        states.lock(package_id)
        with noting_events(package_id, GIT, taken_at):
            _keep(package_id, history, taken_at)
            _note_refs(package_id, taken_at, by_word=by_word)
            weeks = list(commits_over_52(history.days, taken_at)) if history.head else []
            changed = update_facts(
                package_id,
                taken_at,
                commits_over_52=weeks,
                contributor_count=history.contributor_count,
                bot_commits=history.bot_commits,
                **_told(history),
            )
            states.succeeded(package_id, GIT, taken_at, changed=changed, origin=origin, etag=etag)
        states.show(package_id)


def record_same_refs(package_id: int, taken_at: datetime, *, by_word: bool = False) -> None:
    """Note that all refs of a package's repository were at `taken_at` as git told them before.

    `by_word` says that a forge told so, and git was not asked.
    """
    with transaction.atomic():
        record_still_true(package_id, GIT, taken_at)
        _note_refs(package_id, taken_at, by_word=by_word)


def _note_refs(package_id: int, taken_at: datetime, *, by_word: bool) -> None:
    """Note when git was asked for all refs, and that what the forge told until then is done."""
    row = PackageHistory.objects.filter(package_id=package_id)
    if not by_word:
        row.update(refs_at=taken_at)
    row.filter(told_at__lte=taken_at).update(told_at=None)


def _told(history: History) -> dict[str, object]:
    """What git may not tell, and what is then left as it was."""
    values = {
        "last_updated": history.last_updated,
        "default_branch": history.default_branch,
        "has_tests": history.presence.has_tests,
        "has_ci": history.presence.has_ci,
        "has_changelog": history.presence.has_changelog,
        "has_licence_file": history.presence.has_licence_file,
    }
    return {name: value for name, value in values.items() if value is not None}


def _keep(package_id: int, history: History, taken_at: datetime) -> None:
    values: dict[str, object] = {
        "head": history.head or "",
        "days": encode(history.days),
        "bot_days": encode(history.bot_days),
        "contributors": [
            [
                *(person.name, person.commits, person.is_bot),
                person.last.isoformat() if person.last else None,
            ]
            for person in history.contributors[:MOST_CONTRIBUTORS]
        ],
        "tags": [
            [tag.name, tag.at.isoformat() if tag.at else None] for tag in history.tags[:MOST_TAGS]
        ],
        "taken_at": taken_at,
    }
    PackageHistory.objects.update_or_create(package_id=package_id, defaults=values)
