"""Another Packdex: what it says of the projects that somebody depends on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from packdex.core.stack.judgement import Asked, Judgement, from_json
from packdex.core.upgrade.target import Target
from packdex.sources.answer import Answer, Poster
from packdex.sources.errors import DoorError
from packdex.sources.retry_after import retry_after

PATH = "/api/v5/stack/"
AT_ONCE = 500
"""Dependencies of one question; an instance takes no more."""

WAITS, LONGEST_WAIT_S = 5, 90.0
"""How often in all, and for how many seconds, we wait because the instance wants us to."""

_OK, _TOO_MANY, _REDIRECTS = 200, 429, range(300, 400)


class InstanceError(Exception):
    """The instance told nothing that we can use. `permanent`: another try would end the same."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent


def origin_of(address: str) -> str:
    """Scheme and host of an instance out of what a person typed, without a slash at the end.

    Raises ValueError where it is no such address.
    """
    text = address.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError(f"{address!r} is not an address such as https://packages.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def judge_there(
    asked: Sequence[Asked],
    origin: str,
    door: Poster,
    wait: Callable[[float], object],
    target: Target | None = None,
) -> tuple[dict[Asked, Judgement], datetime]:
    """What the instance at `origin` says of each, and when it judged (aware).

    It is told names and versions only, and the `target` of a move if there is one. `wait` is called
    with the seconds for which it wants to be left alone. Raises InstanceError.
    """
    said: dict[Asked, Judgement] = {}
    judged_at: datetime | None = None
    waits = 0
    for start in range(0, max(1, len(asked)), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        while (answer := _ask(part, origin, door, target)).status == _TOO_MANY and waits < WAITS:
            waits += 1
            wait(_seconds(answer, origin))
        told, at = _read(part, answer, origin)
        said |= told
        judged_at = judged_at or at
    if judged_at is None:
        raise AssertionError("there is at least one question")
    return said, judged_at


def _ask(part: Sequence[Asked], origin: str, door: Poster, target: Target | None) -> Answer:
    document: dict[str, Any] = {"dependencies": [_written(one) for one in part]}
    if target is not None:
        document["target"] = {"product": target.product, "version": target.version}
    try:
        return door.post(f"{origin}{PATH}", document)
    except DoorError as error:
        raise InstanceError(f"{origin}: {error.why}", permanent=error.permanent) from None


def _written(asked: Asked) -> dict[str, str]:
    told = {"name": asked.project}
    if asked.version is not None:
        told["version"] = asked.version
    elif asked.specifier:
        told["specifier"] = asked.specifier
    return told


def _seconds(answer: Answer, origin: str) -> float:
    until = retry_after(answer.headers, answer.taken_at)
    seconds = (until - answer.taken_at).total_seconds() if until else LONGEST_WAIT_S
    if seconds > LONGEST_WAIT_S:
        why = f"{origin} wants to be asked again in {seconds:.0f} s"
        raise InstanceError(why, permanent=False)
    return max(1.0, seconds)


def _read(
    part: Sequence[Asked], answer: Answer, origin: str
) -> tuple[dict[Asked, Judgement], datetime]:
    if answer.status != _OK:
        raise _refused(answer, origin)
    try:
        told: Any = json.loads(answer.body)
        judged_at = datetime.fromisoformat(told["judged_at"])
        judged = [from_json(one) for one in told["dependencies"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _no_packdex(origin) from None
    if judged_at.tzinfo is None or [one.project for one in judged] != [one.project for one in part]:
        raise _no_packdex(origin)
    return dict(zip(part, judged, strict=True)), judged_at


def _refused(answer: Answer, origin: str) -> InstanceError:
    if answer.status in _REDIRECTS:
        to = answer.headers.get("location", "")[:200]
        why = f"{origin} answers that it is elsewhere ({to}); name that address"
        return InstanceError(why, permanent=True)
    if answer.status >= 500 or answer.status == _TOO_MANY:
        why = f"{origin} is busy or out of order (HTTP {answer.status}); try again later"
        return InstanceError(why, permanent=False)
    return InstanceError(
        f"{origin} answered HTTP {answer.status}{_detail(answer)}; expected a Packdex with {PATH}",
        permanent=True,
    )


def _detail(answer: Answer) -> str:
    try:
        detail = json.loads(answer.body)["detail"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f" ({detail[:200]})" if isinstance(detail, str) else ""


def _no_packdex(origin: str) -> InstanceError:
    return InstanceError(f"{origin} gave no answer of a Packdex at {PATH}", permanent=True)
