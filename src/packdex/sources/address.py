"""Which texts are addresses that may be asked, before anything is resolved."""

import re

import httpx2

from packdex.sources.errors import RefusedError

MAX_LENGTH = 4000  # characters

_HOST = re.compile(r"[a-z0-9_-][a-z0-9._-]*|[0-9a-f:.]+")
"""A name, with the underscores that some have, or an address; an international name as IDNA."""


def checked(url: str) -> httpx2.URL:
    """`url` as an http or https address; raises RefusedError when it is none, or names a user."""
    shown = url[:200]
    if len(url) > MAX_LENGTH:
        raise RefusedError(f"{shown!r}: an address of more than {MAX_LENGTH:,} characters")
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise RefusedError(f"{shown!r} is not an address ({error})") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise RefusedError(f"{shown!r} is not an http or https address")
    if not _HOST.fullmatch(address.raw_host.decode("ascii")):
        raise RefusedError(f"{address.host[:200]!r} is not the name of a host")
    if address.userinfo:
        raise RefusedError(f"{address.host}: a name or password in an address is never sent")
    return address


def redirected(address: httpx2.URL, target: str) -> httpx2.URL:
    """Where a redirect from `address` leads; raises RefusedError when we do not go there."""
    try:
        following = checked(str(address.join(target)))
    except httpx2.InvalidURL as error:
        raise RefusedError(f"{address.host}: redirects to what is no address ({error})") from error
    if (address.scheme, following.scheme) == ("https", "http"):
        raise RefusedError(f"{address.host}: redirects from https to http")
    return following


def origin(address: httpx2.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port: the party that an address belongs to."""
    return address.scheme, address.host, address.port
