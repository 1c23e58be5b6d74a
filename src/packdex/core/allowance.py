"""How much of our work one address may have: so much at once, and more as time goes by."""

from __future__ import annotations

import ipaddress
from threading import Lock

MOST_KEYS = 10_000
"""Addresses that are remembered before those that used nothing lately are forgotten."""


class Allowance:
    """A measure for each key, full at the beginning, that fills up evenly within `fills_s` seconds.

    Each process has its own. Usable from several threads at once.
    """

    def __init__(self, amount: float, fills_s: float) -> None:
        self._amount = amount
        self._a_second = amount / fills_s
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, key: str, cost: float, now: float) -> float:
        """Take `cost` from what `key` has at `now` (seconds of a monotonic clock).

        Returns 0 where there was enough. Else nothing is taken, and it is the seconds after which
        there will be. What costs more than the whole measure is had for all of it.
        """
        cost = min(cost, self._amount)
        with self._lock:
            left, at = self._left.get(key, (self._amount, now))
            left = min(self._amount, left + (now - at) * self._a_second)
            if left < cost:
                return (cost - left) / self._a_second
            if key not in self._left and len(self._left) >= MOST_KEYS:
                self._forget(now)
            self._left[key] = (left - cost, now)
            return 0

    def forget(self) -> None:
        """Begin anew with everybody."""
        with self._lock:
            self._left = {}

    def _forget(self, now: float) -> None:
        """Forget who would have a full measure again, or everybody where nobody has one."""
        missing = {
            key: (left, at)
            for key, (left, at) in self._left.items()
            if left + (now - at) * self._a_second < self._amount
        }
        self._left = missing if len(missing) < MOST_KEYS else {}


def key_of(address: str) -> str:
    """What tells one asker from another: the IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
