"""Which addresses of the network we connect to.

Whoever enters a link chooses where our server calls, so it must not call its own neighbours.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from packdex.core.public_address import is_public
from packdex.sources.errors import RefusedError, UnreachableError

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
