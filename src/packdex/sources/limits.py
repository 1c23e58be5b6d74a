"""When a forge does not answer: whether it wants a pause, and until when.

Read are `Retry-After` (RFC 9110), and the headers of GitHub's page "Rate limits for the REST API"
(`X-RateLimit-Remaining`, `X-RateLimit-Reset`) and of GitLab's page "User and IP rate limits"
(`RateLimit-Remaining`, `RateLimit-Reset`); the reset is a time in seconds since 1970 in both.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from packdex.sources.answer import Answer
from packdex.sources.outcome import Failed, RateLimited
from packdex.sources.retry_after import LONGEST, retry_after

DEFAULT_PAUSE = timedelta(minutes=10)
"""How long to leave a forge alone that says "too many requests" but not until when."""

CLIENT_ERROR = 4  # the hundreds of a status that says the request itself is at fault


def declined(answer: Answer) -> RateLimited | Failed:
    """What an answer means that brings nothing: wait until then, or it failed."""
    until = pause_end(answer)
    if until is not None:
        return RateLimited(until)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return Failed(f"{answer.url} does not accept our token (status 401)", permanent=True)
    our_fault = answer.status // 100 == CLIENT_ERROR
    return Failed(f"{answer.url} answered with status {answer.status}", permanent=our_fault)


def pause_end(answer: Answer) -> datetime | None:
    """Until when (UTC) the forge wants to be left alone; None when it does not say so.

    A 403 means it only together with a header, or with words about a limit: GitHub's secondary
    limit sometimes has nothing else.
    """
    asked = retry_after(answer.headers, answer.taken_at)
    if answer.status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN}:
        return None
    if asked is None and _header(answer.headers, "remaining") == "0":
        asked = reset_time(_header(answer.headers, "reset"), answer.taken_at)
    if asked is not None:
        return asked
    told = answer.status == HTTPStatus.TOO_MANY_REQUESTS or b"rate limit" in answer.body.lower()
    return answer.taken_at + DEFAULT_PAUSE if told else None


def reset_time(seconds: str, now: datetime) -> datetime | None:
    """The time that a reset header names, between `now` and a week later; None when it is none."""
    if not (seconds.isascii() and seconds.isdigit()):
        return None
    # Eleven digits are past the year 5000, and still a date.
    then = datetime.fromtimestamp(int(seconds[:11]), UTC)
    return min(max(then, now), now + LONGEST)


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"x-ratelimit-{name}") or headers.get(f"ratelimit-{name}") or ""
    return value.strip()
