"""Events in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from packdex.core import events
from packdex.web.show import one_line, plain_day, shortened

# What a list of events can be cut down to: how the form names each kind.
KINDS = {
    events.RELEASED: "Releases",
    events.YANKED: "Yanked releases",
    events.ARCHIVED: "Archived",
    events.UNARCHIVED: "Open again",
    events.MOVED: "Moved",
    events.OWNER_CHANGED: "Changes of owners",
    events.ADVISORY_OPENED: "Advisories",
    events.ADVISORY_FIXED: "Advisories fixed",
    events.WENT_QUIET: "Went quiet",
    events.CAME_BACK: "Came back",
    events.STATUS_CHANGED: "Status on the registry",
}


def sentence(kind: str, evidence: Any) -> str:
    """What happened, in a few words without a full stop, to be escaped.

    `evidence` is as core/events.py makes it; what it lacks is left out.
    """
    shown: Mapping[str, Any] = evidence if isinstance(evidence, dict) else {}
    write = _SENTENCES.get(kind)
    return write(shown) if write else one_line(kind).capitalize()


def told_by(source: str) -> str:
    """Who showed an event: "told by the registry"."""
    return f"told by {_TELLERS.get(source) or one_line(source)}"


_TELLERS = {
    "registry": "the registry",
    "status": "the registry",
    "forge": "the forge",
    "import": "an import",
}


def _released(shown: Mapping[str, Any]) -> str:
    return f"Released {_text(shown, 'version')}".rstrip()


def _yanked(shown: Mapping[str, Any]) -> str:
    return f"Release {_text(shown, 'version')} was yanked".replace("  ", " ")


def _archived(shown: Mapping[str, Any]) -> str:
    return "Archived: the repository is read-only from now on"


def _unarchived(shown: Mapping[str, Any]) -> str:
    return "The repository is no longer archived"


def _moved(shown: Mapping[str, Any]) -> str:
    old, new = bare_address(_text(shown, "from")), bare_address(_text(shown, "to"))
    return f"The repository moved from {old} to {new}" if old and new else "The repository moved"


def _owners(shown: Mapping[str, Any]) -> str:
    parts = [
        f"{', '.join(names)} {word}"
        for key, word in (("joined", "joined"), ("left", "left"))
        if (names := _names(shown, key))
    ]
    return f"Owners on the registry changed: {'; '.join(parts)}" if parts else "Owners changed"


def _advisory_opened(shown: Mapping[str, Any]) -> str:
    return f"Advisory {_text(shown, 'advisory')} touches the current release".replace("  ", " ")


def _advisory_fixed(shown: Mapping[str, Any]) -> str:
    advisory = _text(shown, "advisory")
    return f"Advisory {advisory} no longer touches the current release".replace("  ", " ")


def _went_quiet(shown: Mapping[str, Any]) -> str:
    last = _day(shown, "last_commit")
    return f"Went quiet: no commit since {last}" if last else "Went quiet: no commit for a year"


def _came_back(shown: Mapping[str, Any]) -> str:
    last = _day(shown, "last_commit")
    return f"Came back: a commit on {last}" if last else "Came back: there are commits again"


def _status_changed(shown: Mapping[str, Any]) -> str:
    status, reason = _text(shown, "to"), _text(shown, "reason")
    if not status:
        return "The registry marks the project otherwise than before"
    return f"The registry marks the project as {status}{f': {reason}' if reason else ''}"


_SENTENCES = {
    events.RELEASED: _released,
    events.YANKED: _yanked,
    events.ARCHIVED: _archived,
    events.UNARCHIVED: _unarchived,
    events.MOVED: _moved,
    events.OWNER_CHANGED: _owners,
    events.ADVISORY_OPENED: _advisory_opened,
    events.ADVISORY_FIXED: _advisory_fixed,
    events.WENT_QUIET: _went_quiet,
    events.CAME_BACK: _came_back,
    events.STATUS_CHANGED: _status_changed,
}


def bare_address(address: str) -> str:
    """An address as text: without the scheme and a final slash."""
    return shortened(address.split("://", 1)[-1].removeprefix("www.").rstrip("/"), 60)


def _text(shown: Mapping[str, Any], key: str) -> str:
    value = shown.get(key)
    return shortened(value, 100) if isinstance(value, str) else ""


def _names(shown: Mapping[str, Any], key: str) -> list[str]:
    value = shown.get(key)
    if not isinstance(value, list):
        return []
    names = [shortened(name, 40) for name in value if isinstance(name, str)]
    return names[:5] + ([f"{len(names) - 5} more"] if len(names) > 5 else [])


def _day(shown: Mapping[str, Any], key: str) -> str:
    try:
        moment = datetime.fromisoformat(_text(shown, key))
        return plain_day(timezone.localtime(moment) if moment.tzinfo else moment)
    except (ValueError, OverflowError):
        return ""
