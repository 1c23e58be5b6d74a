"""Which addresses of the network we connect to.

Whoever enters a link chooses where our server calls, so it must not call its own neighbours.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from packdex.sources.errors import RefusedError, UnreachableError

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291: the only part of IPv6 that is routed publicly
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host` in the order in which the system would try them.

    Raises UnreachableError when there are none. It blocks for as long as the system's resolver
    does.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(f"{host}: the name cannot be resolved ({error})") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """The rule for connections: public addresses, or a host that the settings trust.

    `allowed_hosts` are host names in lower case, without a port.
    """

    allow_private: bool = False
    allowed_hosts: frozenset[str] = field(default_factory=frozenset)
    resolve: Resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """The checked addresses to which a connection for `host` may go, as literals.

        One private address among public ones refuses them all: an honest name has no such mixture.
        Raises RefusedError for that, UnreachableError when the name has no address.
        """
        found = self.resolve(host, port)
        if not self.allow_private and host.lower() not in self.allowed_hosts:
            for address in found:
                if not is_public(address):
                    raise RefusedError(
                        f"{host}: {address} is not an address of the public internet"
                        " (PACKDEX_ALLOW_PRIVATE_HOSTS=1 has such be asked)"
                    )
        return found


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, as text) is one host on the public internet.

    An IPv6 address that carries an IPv4 one is judged by that one. Anything that is no address is
    not.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is None:
            return ip in _GLOBAL_UNICAST and ip.is_global
        ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is reached through an IPv6 one: mapped, 6to4 or NAT64."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour
