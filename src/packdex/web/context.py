"""What the pages of signing in need that allauth does not give them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from packdex.accounts.providers import configured
from packdex.catalog.origin import origin_of
from packdex.web import visitor
from packdex.web.render import Head, assets, static_address


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of base.html for templates that are rendered with a request."""
    return {
        "head": Head(title="Account", index=False),
        "origin": origin_of(request),
        **assets(),
        "passkey_script": static_address("web/passkey.js"),
        "site_name": settings.SITE_NAME,
        "sign_up": settings.PACKDEX_SIGN_UP,
        "services": configured(),
        "visitor": mark_safe(visitor.entry(request)),  # noqa: S308 - made of escaped parts
        "said": visitor.said(request),
    }
