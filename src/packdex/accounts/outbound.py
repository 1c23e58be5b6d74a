"""How we ask the services that people sign in with: within seconds, and no neighbours of ours."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

from packdex.core.public_address import is_public

TIMEOUT_S = 5
MOST_REDIRECTS = 3


def session() -> requests.Session:
    """A session of `requests` that raises its ConnectionError for addresses that are not public.

    A service that the settings name may be anywhere, but not lead to others in a private network,
    unless PACKDEX_ALLOW_PRIVATE_HOSTS is set. Nothing of the surroundings counts: no password file
    and no proxy.
    """
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = MOST_REDIRECTS
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Guarded())
    return made


class _Guarded(HTTPAdapter):
    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT_S
        parts = urlsplit(request.url or "")
        host = str(parts.hostname)
        if not settings.PACKDEX_ALLOW_PRIVATE_HOSTS and host not in _named():
            _refuse_private(host, parts.port or 443)
        return super().send(request, *args, **kwargs)


def _named() -> set[str | None]:
    """The hosts of the services that the settings name."""
    addresses: list[str] = []
    for provider in settings.SOCIALACCOUNT_PROVIDERS.values():
        addresses += [value for key, value in provider.items() if key.endswith("_URL")]
        for app in provider["APPS"]:
            addresses += app.get("settings", {}).values()
    return {urlsplit(address).hostname for address in addresses}


def _refuse_private(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise requests.ConnectionError(f"{host}: the name cannot be resolved") from error
    for *_, address in found:
        if not is_public(str(address[0])):
            raise requests.ConnectionError(
                f"{host}: {address[0]} is not an address of the public internet"
                " (PACKDEX_ALLOW_PRIVATE_HOSTS=1 has such be asked)"
            )
