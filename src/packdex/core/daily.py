"""Commits counted per UTC day, and the few bytes in which such counts are kept.

Windows of commits over 52 weeks begin and end at 00:00 UTC, so this is all that has to be kept of a
history to derive them on any later day.

The bytes are unsigned LEB128 numbers (seven bits a byte, lowest first, the high bit says that more
follow): the format's number, then for each day with commits, newest first, the distance to the day
before it in this list and the number of commits. The first distance is from day 0, 1970-01-01. Most
days take two bytes, and a reader of the last year stops where the year does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from operator import sub

FORMAT = 1
EPOCH = date(1970, 1, 1)
SECONDS = 86_400  # of a UTC day; author times of git have no leap seconds

_LAST = (date.max - EPOCH).days


def day_of(unix: int) -> date | None:
    """The UTC day of a time in seconds since 1970; None before that and after the year 9999.

    Some histories hold such times, by clocks gone wrong or on purpose.
    """
    number = unix // SECONDS
    return EPOCH + timedelta(days=number) if 0 <= number <= _LAST else None


def encode(days: Mapping[date, int]) -> bytes:
    """The counts as bytes; days without commits take none.

    Raises ValueError for a day before 1970 or a count below 0.
    """
    out = bytearray([FORMAT])
    previous = None
    for day in sorted((day for day in days if days[day]), reverse=True):
        number = (day - EPOCH).days
        if number < 0 or days[day] < 0:
            raise ValueError(f"{days[day]} commits on {day} cannot be kept")
        _write(out, number if previous is None else previous - number)
        _write(out, days[day])
        previous = number
    return bytes(out)


def decode(data: bytes) -> dict[date, int]:
    """The counts that `encode` wrote. Raises ValueError when `data` is no such thing."""
    return dict(newest_first(data))


def ordinals(data: bytes) -> dict[int, int]:
    """The counts by `date.toordinal` of their day: `decode` without making dates, in a third of it.

    Raises ValueError when `data` is not what `encode` writes.
    """
    numbers = list(_numbers(data))
    if not numbers:
        return {}
    if numbers[0] != FORMAT or len(numbers) % 2 == 0:
        raise ValueError("counts of commits that are damaged, or in a format that is not known")
    first, *distances = numbers[1::2] or [0]
    days = accumulate(distances, sub, initial=first + EPOCH.toordinal())
    found = dict(zip(days, numbers[2::2], strict=False))
    if found and not EPOCH.toordinal() <= min(found) <= max(found) <= date.max.toordinal():
        raise ValueError("counts of commits that are damaged")
    return found


def newest_first(data: bytes) -> Iterator[tuple[date, int]]:
    """Days and counts as they are read, newest first; none for no bytes at all.

    Raises ValueError when `data` is not what `encode` writes.
    """
    numbers = _numbers(data)
    if data and next(numbers) != FORMAT:
        raise ValueError("counts of commits in a format that is not known")
    number = None
    for distance in numbers:
        number = distance if number is None else number - distance
        count = next(numbers, None)
        if count is None or not 0 <= number <= _LAST:
            raise ValueError("counts of commits that are damaged")
        yield EPOCH + timedelta(number), count


def _write(out: bytearray, number: int) -> None:
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("counts of commits that end too early")
