"""How many dependencies are judged for somebody who is not known."""

from __future__ import annotations

import time

from packdex.core.allowance import Allowance, key_of

MOST = 3_000
"""Dependencies of one stack, and of an address within a minute: some seconds of our work."""

_EACH_COSTS = 20
"""A question costs as much as so many dependencies, however few it has."""

_allowance = Allowance(2 * MOST, 120)


_BYTES = 1_000
"""What costs as much to read as one dependency to judge."""


def seconds_to_wait(address: str, dependencies: int) -> int:
    """0 where `address` may have so many judged now; else after how many seconds it may."""
    wait = _allowance.take(key_of(address), dependencies + _EACH_COSTS, time.monotonic())
    return int(wait) + 1 if wait else 0


def seconds_to_wait_for_reading(address: str, size: int) -> int:
    """The same for so many bytes that have to be read before anything can be judged."""
    return seconds_to_wait(address, size // _BYTES)


def forget() -> None:
    """Forget who had how much."""
    _allowance.forget()
