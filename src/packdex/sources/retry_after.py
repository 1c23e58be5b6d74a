"""When the other side wants to be asked again (RFC 9110, section 10.2.3)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=7)
"""No answer may silence us for longer; a package is asked about at least this often anyway."""


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The time (UTC) that `Retry-After` names, in seconds or as a date.

    It lies between `now` and a week later. None when there is no such header or it says nothing
    that can be read. Names in `headers` are in lower case; `now` is aware.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        # Nine digits are thirty years: enough to be cut below, few enough for a timedelta.
        return now + min(timedelta(seconds=int(value[:9])), LONGEST)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:  # "-0000" in place of GMT
        then = then.replace(tzinfo=UTC)
    return min(max(then.astimezone(UTC), now), now + LONGEST)
