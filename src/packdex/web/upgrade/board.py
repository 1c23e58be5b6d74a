"""The readiness board: how many packages can be moved to each version."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog.upgrade.board import Standing
from packdex.catalog.upgrade.standing import depends_on, standings
from packdex.core.lifecycles.products import PRODUCTS
from packdex.web import answers
from packdex.web.render import Head, page, static_address
from packdex.web.show import plain_day
from packdex.web.upgrade import chart

STYLE = "web/upgrade.css"


class Line(NamedTuple):
    """A version on the board."""

    key: str
    label: str
    until: str
    counts: dict[str, str]
    share: str
    bar: SafeString
    trend: SafeString


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All versions that are supported, by product."""
    now = timezone.now()
    body = answers.kept("upgrade", lambda: write(standings(now)), *depends_on(now))
    return answers.send(request, body)


def write(found: list[Standing]) -> bytes:
    """The page with ORIGIN in absolute links. No query."""
    lines = [line(one) for one in reversed(found)]
    head = Head(
        title="Upgrades",
        path="/upgrade/",
        description="How many packages of this directory run with which Python and Django.",
        here="upgrade",
    )
    return page(
        "upgrade/board.html",
        head,
        upgrade_style=static_address(STYLE),
        products=[
            (name, [one for one in lines if one.key.startswith(f"{product}-")])
            for product, name in reversed(list(PRODUCTS.items()))
        ],
        is_empty=not any(one.counts["yes"] or one.counts["no"] for one in found),
    )


def line(standing: Standing) -> Line:
    """A version with its numbers."""
    target, share = standing.target, standing.share
    return Line(
        target.key,
        target.label,
        _until(standing.cycle.until),
        {key: f"{count:,}" for key, count in standing.counts.items()},
        "" if share is None else percent(share),
        bar(standing.counts),
        chart.small(standing.trend),
    )


def percent(share: float) -> str:
    """A share as people read it; all and nothing only where it is so."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        rounded = 1
    return f"{rounded} %"


def bar(counts: dict[str, int]) -> SafeString:
    """What can be moved and what cannot, of all, for the eye alone."""
    total = sum(counts.values()) - counts["apart"]
    if total <= 0:
        return SafeString("")
    yes, no = (100 * counts[key] / total for key in ("yes", "no"))
    return SafeString(  # numbers
        '<svg class="parts" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="whole" d="M0 0H100V8H0Z"/><path class="yes" d="M0 0H{yes:.2f}V8H0Z"/>'
        f'<path class="no" d="M{100 - no:.2f} 0H100V8H{100 - no:.2f}Z"/></svg>'
    )


def _until(day: date | None) -> str:
    return "not known" if day is None else plain_day(day)
