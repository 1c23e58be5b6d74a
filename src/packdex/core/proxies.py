"""Whose request it is, where proxies stand before this instance and speak for others."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Proxies:
    """Which proxies are believed: so many of them in a row, or those in these networks."""

    count: int = 0
    networks: tuple[Network, ...] = ()


def client_address(peer: str, forwarded: str, proxies: Proxies) -> str:
    """The address that a request comes from.

    `peer` is who is connected, `forwarded` the header X-Forwarded-For, to whose end each proxy
    adds who was connected to it. What stands before the last proxy that is believed was written by
    whoever sent the request, and counts for nothing.
    """
    told = [part.strip() for part in forwarded.split(",")] if forwarded else []
    if proxies.networks:
        return _outside(peer, told, proxies.networks)
    believed = told[-proxies.count :] if proxies.count else []
    return believed[0] if len(believed) == proxies.count > 0 and _read(believed[0]) else peer


def _outside(peer: str, told: Sequence[str], networks: Sequence[Network]) -> str:
    """The last in the chain that is none of our proxies."""
    address = peer
    for before in reversed(told):
        known = _read(address)
        if known is None or not any(known in network for network in networks):
            break
        if _read(before) is None:
            break
        address = before
    return address


def _read(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
