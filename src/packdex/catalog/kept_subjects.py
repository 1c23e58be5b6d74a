"""What is compared of packages, kept in the process as long as nothing of them changed.

Where one of three hundred packages has a new release, the others need not be read again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from threading import Lock

from packdex.catalog.members import Version
from packdex.core.comparison.table import Subject

MOST = 3_000
"""Packages, some 10 MB; those that were asked for longest ago go first."""

_kept: OrderedDict[int, tuple[Version, date, Subject]] = OrderedDict()
_lock = Lock()


def subjects(
    packages: Iterable[Version],
    today: date,
    read: Callable[[Sequence[int]], dict[int, Subject]],
) -> dict[int, Subject]:
    """The subjects of these packages by id; `read` gives those of ids that are not kept.

    Every writer of what is compared raises a package's version (`editions.touch`) or its users. The
    versions have to be known before `read` reads, so that nothing is kept under a newer one. What
    `read` does not give is gone and left out. `today` (UTC): whether a package is at rest depends
    on it.
    """
    found: dict[int, Subject] = {}
    missing: dict[int, Version] = {}
    with _lock:
        for package in packages:
            kept = _kept.get(package.id)
            if kept is not None and kept[0] == package and kept[1] == today:
                _kept.move_to_end(package.id)
                found[package.id] = kept[2]
            else:
                missing[package.id] = package
    if missing:
        new = read(list(missing))
        found |= new
        with _lock:
            for id_, subject in new.items():
                _kept[id_] = (missing[id_], today, subject)
                _kept.move_to_end(id_)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return found


def forget() -> None:
    """Drop all that is kept."""
    with _lock:
        _kept.clear()
