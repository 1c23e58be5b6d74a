"""What is answered where somebody asks about a version that there is not."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from packdex.catalog.documents import ORIGIN
from packdex.catalog.origin import origin_of
from packdex.web import visitor
from packdex.web.render import Head, page, static_address
from packdex.web.show import shortened
from packdex.web.upgrade.choice import choices


def refused(request: HttpRequest, why: str, status: int, now: datetime) -> HttpResponse:
    """A page that says what is wrong, and which versions can be asked about."""
    body = page(
        "upgrade/refused.html",
        Head(title="No such version", here="upgrade", index=False),
        upgrade_style=static_address("web/upgrade.css"),
        why=shortened(why, 400),
        choices=choices(now),
    )
    body = body.replace(ORIGIN.encode(), origin_of(request).encode())
    return HttpResponse(visitor.place(request, body), status=status)
