"""The door that this instance's settings describe."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from packdex import __version__
from packdex.core.registry import public_origin
from packdex.sources.http import Door


def registry_origin() -> str:
    """The origin of the registry that this instance reads."""
    return settings.PACKDEX_REGISTRY_URL or public_origin()


def open_door() -> Door:
    """A door to the network. The registry's host comes from the operator, so it is trusted."""
    about = f" (+{settings.PACKDEX_SITE_URL})" if settings.PACKDEX_SITE_URL else ""
    return Door(
        f"packdex/{__version__}{about}",
        timeout_s=settings.PACKDEX_FETCH_TIMEOUT,
        deadline_s=settings.PACKDEX_FETCH_TIMEOUT * 4,
        allow_private=settings.PACKDEX_ALLOW_PRIVATE_HOSTS,
        allowed_hosts=frozenset({urlsplit(registry_origin()).hostname or ""}),
    )
