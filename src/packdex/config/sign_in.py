"""Other services that people may sign in with: from our settings to allauth's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

CLIENT = "a client's id and its secret, as in 1a2b3c:s3cr3t"


class Service(NamedTuple):
    """A service that knows us as a client. `origin` is "" for the one that everybody knows."""

    origin: str
    client: str
    secret: str


class Named(NamedTuple):
    """A service with OpenID Connect: what people call it, and where it is."""

    name: str
    service: Service

    @property
    def id(self) -> str:
        """What addresses here call it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


def service(value: str) -> Service | None:
    """`id:secret`, or `https://its.host id:secret`. Raises ValueError."""
    if not value.strip():
        return None
    *before, client = value.split()
    if len(before) > 1:
        raise ValueError(f"use {CLIENT}, with the service's origin and a blank before it or none")
    return _service(before[0] if before else "", client)


def named_services(value: str) -> list[Named]:
    """`Name=https://its.host id:secret`, any number, parted by blanks. Raises ValueError."""
    parts = value.split()
    wanted = f"use Name=https://its.host, a blank, and {CLIENT}; more of them after another blank"
    if len(parts) % 2:
        raise ValueError(wanted)
    found = []
    for told, client in zip(parts[::2], parts[1::2], strict=True):
        name, sign, origin = told.partition("=")
        named = Named(name.replace("_", " "), _service(origin, client))
        if not sign or not origin or not named.id:
            raise ValueError(wanted)
        found.append(named)
    names = [named.id for named in found]
    if len(set(names)) < len(names) or "codeberg" in names:
        raise ValueError("use another name for each service; Codeberg has a setting of its own")
    return found


def _service(origin: str, client: str) -> Service:
    name, sign, secret = client.partition(":")
    if not (name and sign and secret):
        raise ValueError(f"use {CLIENT}")
    parts = urlsplit(origin)
    if origin and (parts.scheme not in {"https", "http"} or not parts.hostname or parts.query):
        raise ValueError("use an origin such as https://id.example.org")
    return Service(origin.rstrip("/"), name, secret)


def settings_of(
    github: Service | None,
    gitlab: Service | None,
    codeberg: Service | None,
    others: Iterable[Named],
) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """What allauth calls SOCIALACCOUNT_PROVIDERS, and the services for accounts/providers.py."""
    providers: dict[str, Any] = {}
    ways = []
    for id_, name, one, origin_as in (
        ("github", "GitHub", github, "GITHUB_URL"),
        ("gitlab", "GitLab", gitlab, "GITLAB_URL"),
    ):
        if one is not None:
            app = {"client_id": one.client, "secret": one.secret}
            providers[id_] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
            if one.origin:
                providers[id_][origin_as] = one.origin
            ways.append((id_, name, f"/accounts/{id_}/login/"))
    named = list(others)
    if codeberg is not None:
        # Forgejo speaks OpenID Connect as well, and better than allauth's provider for it does.
        origin = codeberg.origin or "https://codeberg.org"
        named.insert(0, Named("Codeberg", Service(origin, codeberg.client, codeberg.secret)))
    if named:
        apps = [
            {
                "provider_id": one.id,
                "name": one.name,
                "client_id": one.service.client,
                "secret": one.service.secret,
                "settings": {"server_url": one.service.origin},
            }
            for one in named
        ]
        providers["openid_connect"] = {"APPS": apps, "OAUTH_PKCE_ENABLED": True}
        ways += [(one.id, one.name, f"/accounts/oidc/{one.id}/login/") for one in named]
    return providers, ways
