"""The origin that absolute links begin with, for the pages and the APIs alike."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Scheme and host that links in an answer to `request` begin with, without a final slash.

    The setting PACKDEX_SITE_URL, or else the origin that the request itself names. Raises
    DisallowedHost when the request names a host that is not allowed, with the setting too.
    """
    host = request.get_host()
    return settings.PACKDEX_SITE_URL or f"{request.scheme}://{host}"
