"""What every stage of a refresh works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from packdex import __version__
from packdex.core.registry import public_origin
from packdex.sources.http import Door


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """The door to the network, and where the settings say that sources are.

    `registry` and `github_api` are addresses without a final slash; `forges` tells the kind of
    hosts that only this instance knows; `repositories` is the folder that histories are kept in;
    `advisories` is where a dump lies.
    """

    door: Door
    registry: str
    github_api: str = "https://api.github.com"
    github_token: str = ""
    forges: dict[str, str] = field(default_factory=dict)
    repositories: Path = Path("repositories")
    max_repository_bytes: int = 500_000_000
    allow_private: bool = False
    advisories: Path | None = None
    now: Callable[[], datetime] = utc_now


def registry_origin() -> str:
    """The origin of the registry that this instance reads."""
    return settings.PACKDEX_REGISTRY_URL or public_origin()


def open_context(patience_s: float | None = None) -> Context:
    """The context that this instance's settings describe. The caller closes its door.

    Hosts that the operator named are trusted, wherever they lie. `patience_s` bounds one question
    with all of its retries, in seconds, for somebody who waits; None: as long as four requests.
    """
    timeout_s = settings.PACKDEX_FETCH_TIMEOUT
    deadline_s = timeout_s * 4
    if patience_s is not None:
        timeout_s, deadline_s = min(timeout_s, patience_s), min(deadline_s, patience_s)
    registry = registry_origin()
    addresses = (registry, settings.PACKDEX_GITHUB_API, settings.PACKDEX_LIFECYCLES_URL)
    named = {urlsplit(address).hostname or "" for address in addresses}
    named |= {host.partition(":")[0] for host in settings.PACKDEX_FORGES}
    about = f" (+{settings.PACKDEX_SITE_URL})" if settings.PACKDEX_SITE_URL else ""
    door = Door(
        f"packdex/{__version__}{about}",
        timeout_s=timeout_s,
        deadline_s=deadline_s,
        allow_private=settings.PACKDEX_ALLOW_PRIVATE_HOSTS,
        allowed_hosts=frozenset(named),
    )
    return Context(
        door=door,
        registry=registry,
        github_api=settings.PACKDEX_GITHUB_API,
        github_token=settings.PACKDEX_GITHUB_TOKEN,
        forges=settings.PACKDEX_FORGES,
        repositories=settings.PACKDEX_DATA / "repositories",
        advisories=settings.PACKDEX_ADVISORIES,
        max_repository_bytes=settings.PACKDEX_MAX_REPOSITORY_MB * 1_000_000,
        allow_private=settings.PACKDEX_ALLOW_PRIVATE_HOSTS,
    )
