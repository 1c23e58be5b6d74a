"""Which addresses git may be given, and how it is held to the checked ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from packdex.sources.address import MAX_LENGTH, checked
from packdex.sources.errors import RefusedError
from packdex.sources.guard import Guard

GIT_PORT = 9418
_PORTS = {"http": 80, "https": 443}
_GIT_PATH = re.compile(r"/[\w.~/+@-]+", re.ASCII)  # no %: git would decode a line's end


@dataclass(frozen=True, slots=True)
class Destination:
    """An address to give to git, with the settings and variables that pin where it connects."""

    url: str
    host: str
    settings: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)


def destination(url: str, guard: Guard) -> Destination:
    """Where git goes for `url`, an http, https or git address.

    Its name is resolved here, once, and git connects to what was checked: a name that answers
    differently the second time gains nothing. Raises RefusedError for an address that we do not
    ask, UnreachableError when its name has no address.
    """
    if url.startswith("git://"):
        return _of_daemon(url, guard)
    address = checked(url)
    if address.query or address.fragment:
        raise RefusedError(f"{url[:200]!r}: the address of a repository has no question mark or #")
    host = address.raw_host.decode("ascii")
    _check_name(host)
    port = address.port or _PORTS[address.scheme]
    found = guard.addresses(address.host, port)
    settings = {}
    if ":" not in host:  # an address of IPv6 is not looked up
        settings["http.curloptResolve"] = f"{host}:{port}:{','.join(map(_literal, found))}"
    # From its parts, so that git and curl read no other host out of it than we did.
    path = address.raw_path.decode("ascii").rstrip("/")
    plain = f"{address.scheme}://{address.netloc.decode('ascii')}{path}"
    return Destination(plain, address.host, settings)


def _of_daemon(url: str, guard: Guard) -> Destination:
    """A destination of the protocol git, whose client cannot be told an address beside the name.

    So the address takes the name's place, and the name is told to the server by a variable.
    """
    try:
        parts = urlsplit(url)
        # The same rules as for the web; a query and what else does not belong here fails below.
        web = checked(f"http://{parts.netloc}/")
        port = parts.port or GIT_PORT
        _check_name(web.host)
    except ValueError as error:
        raise RefusedError(f"{url[:200]!r} is not an address ({error})") from error
    plain = f"git://{parts.netloc}{parts.path}"
    if len(url) > MAX_LENGTH or plain != url or not _GIT_PATH.fullmatch(parts.path):
        raise RefusedError(f"{url[:200]!r} is not the address of a repository")
    address = _literal(guard.addresses(web.host, port)[0])
    name = web.netloc.decode("ascii")
    return Destination(
        f"git://{address}:{port}{parts.path}",
        web.host,
        {},
        {"GIT_OVERRIDE_VIRTUAL_HOST": name},
    )


def _check_name(host: str) -> None:
    # A dot at the end makes it another name to curl than the one that is pinned; a dash in front
    # makes it an option to programs that are less careful.
    if host.startswith("-") or host.endswith("."):
        raise RefusedError(f"{host[:200]!r} is not the name of a host")


def _literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address
