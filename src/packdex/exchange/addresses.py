"""The address of a v4 service, as a person types it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from packdex.exchange.items import NothingFoundError

KINDS = ("categories", "grids", "packages")
_ROOT = "/api/v4/"
_PORTS = {"http": 80, "https": 443}
_EXAMPLE = (
    "expected one such as https://packages.example.org/ or https://packages.example.org/api/v4/"
)


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where the v4 API is (`root`, with a slash at the end), and which of its lists are wanted."""

    root: str
    kinds: tuple[str, ...] = KINDS

    @property
    def host(self) -> str:
        """The host without its port, in lower case."""
        return urlsplit(self.root).hostname or ""

    @property
    def is_this_machine(self) -> bool:
        """Whether the host is a loopback address."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def has_origin_of(self, url: str) -> bool:
        """Whether `url` is on the same scheme, host and port."""
        return origin(url) == origin(self.root)

    def here(self, url: str) -> str | None:
        """Where `url` is at the typed origin; None when it is no address below the API's root.

        Behind a proxy, or with the origin of its links set, a service names another origin than
        the one it is reached at. Path and query are taken of such an address, its host never.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        root = urlsplit(self.root)
        if parts.scheme not in _PORTS or not parts.path.startswith(root.path):
            return None
        if {".", ".."} & set(unquote(parts.path).split("/")):
            return None
        return urlunsplit((root.scheme, root.netloc, parts.path, parts.query, ""))


def service_address(text: str) -> ServiceAddress:
    """The service at `text`: the root of a site, of its API, or one of the API's lists.

    Raises NothingFoundError for an address that cannot be one.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise NothingFoundError(f"{text} is not the address of a service; {_EXAMPLE}.")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise NothingFoundError(
            f"{text} has more than an address needs (a question mark, # or @); {_EXAMPLE}."
        )
    path = parts.path.rstrip("/") + "/"
    kinds: tuple[str, ...] = KINDS
    if _ROOT in path:
        path, _, rest = path.partition(_ROOT)
        kinds = _kinds(rest.strip("/"), text)
    return ServiceAddress(f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{_ROOT}", kinds)


def _kinds(rest: str, text: str) -> tuple[str, ...]:
    if not rest:
        return KINDS
    if rest in KINDS:
        return (rest,)
    raise NothingFoundError(f"{text} is none of the lists {', '.join(KINDS)}; {_EXAMPLE}.")


def origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address; None when it is none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
