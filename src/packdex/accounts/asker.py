"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from packdex.core.proxies import client_address


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks, as far as the proxies of PACKDEX_PROXIES tell."""
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(meta.get("REMOTE_ADDR", ""), forwarded, settings.PACKDEX_PROXIES)
