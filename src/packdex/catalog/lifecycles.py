"""The lifecycles that this instance goes by: its own file, or those that come with the software."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from packdex.core.lifecycles.file import LARGEST, LifecyclesError, parse, shipped
from packdex.core.lifecycles.products import Products

NAME = "lifecycles.toml"
LOOK_EVERY_S = 5.0
"""A process that runs sees a new file after so many seconds."""

_log = logging.getLogger(__name__)


class _Kept(NamedTuple):
    mark: tuple[int, int] | None
    looked_at: float
    products: Products


_kept: dict[Path, _Kept] = {}


def own_file() -> Path:
    """Where this instance's own file is, if it has one."""
    folder: Path = settings.PACKDEX_DATA
    return folder / NAME


def products() -> Products:
    """The versions of Python and Django, the same object as long as nothing in them changed.

    An own file that cannot be read does not count; the log says so once.
    """
    path, now = own_file(), time.monotonic()
    kept = _kept.get(path)
    if kept is not None and now - kept.looked_at < LOOK_EVERY_S:
        return kept.products
    mark = _mark(path)
    unchanged = kept.products if kept is not None and kept.mark == mark else None
    found = unchanged or _own_or_shipped(path)
    _kept[path] = _Kept(mark, now, found)
    return found


def read_own() -> Products | None:
    """What this instance's own file says; None where it has none. Raises LifecyclesError."""
    path = own_file()
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LifecyclesError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST:
        raise LifecyclesError(f"{path} has more than {LARGEST:,} bytes")
    try:
        return parse(content.decode("utf-8"))
    except (UnicodeDecodeError, LifecyclesError) as error:
        raise LifecyclesError(f"{path}: {error}") from None


def forget() -> None:
    """Look at the file again the next time, however soon that is."""
    _kept.clear()


def _own_or_shipped(path: Path) -> Products:
    try:
        return read_own() or shipped()
    except LifecyclesError as error:
        _log.error("%s. Those that come with the software are used.", error)
        return shipped()


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
