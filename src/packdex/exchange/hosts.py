"""The hosts that stand for `{pypi_host}` and its siblings in data files."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from packdex.core.registry import expand, public_origin, registry_hosts


def expand_hosts(text: str) -> str:
    """`text` with the configured registry's hosts in place of their placeholders."""
    # Few texts have one, and what the hosts are takes a moment to find out.
    return expand(text, _hosts()) if "{pypi_" in text else text


@cache
def _hosts() -> dict[str, str]:
    return registry_hosts(settings.PACKDEX_REGISTRY_URL or public_origin())
