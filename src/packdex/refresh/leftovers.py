"""Removing copies of repositories that no package needs any more.

Of packages that were merged, deleted, or lost their repository's address. Each machine has a folder
of its own, so each does this for itself.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from packdex.catalog.actions.facts.states import GIT
from packdex.catalog.models import Package, SourceState
from packdex.sources.git import discard, is_copy

_NAME = re.compile(r"[1-9][0-9]{0,18}")
"""How the git stage names a copy: by the id of its package."""


def remove_leftovers(folder: Path, now: datetime) -> int:
    """Remove the copies in `folder` that no package needs at `now`; returns how many went.

    Whatever there does not look like a copy of ours stays, and so does one that is being read.
    """
    try:
        names = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return 0  # there is none yet, or it cannot be read, which the git stage says
    # After the folder was read: what is made meanwhile is not in the list.
    needed = _needed(now)
    left = [folder / name for name in names if int(name) not in needed]
    return sum(discard(path) for path in left if is_copy(path))


def _needed(now: datetime) -> set[int]:
    """The packages whose repository is asked about, or may be once that is planned."""
    idle = SourceState.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), due_at=None)
    given_up = idle.filter(source=GIT).values("package_id")
    return set(Package.objects.exclude(pk__in=given_up).values_list("pk", flat=True))
