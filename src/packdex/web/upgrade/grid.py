"""A grid: which of its packages can be moved to a version."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from packdex.catalog import lifecycles
from packdex.catalog.models import Grid
from packdex.catalog.upgrade.board import prepared
from packdex.catalog.upgrade.lens import counted, entries_of_grid
from packdex.core.upgrade.target import Target, TargetError, target_of
from packdex.web import answers
from packdex.web.render import Head, page, static_address
from packdex.web.show import one_line
from packdex.web.upgrade.board import STYLE, bar
from packdex.web.upgrade.choice import choices, newest_first
from packdex.web.upgrade.refused import refused
from packdex.web.upgrade.shown import HEADS, line_of


@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of a grid, `to` a version; without one the newest Django. Raises Http404."""
    found, now = Grid.shown.filter(slug=slug).first(), timezone.now()
    if found is None:
        raise Http404("no such grid")
    wanted = request.GET.get("to", "").strip("\0 ")
    try:
        target = target_of(wanted, lifecycles.products()) if wanted else _usual(now)
    except TargetError as error:
        return refused(request, str(error), 400, now)
    return answers.send(request, write(found, target, now, is_plain=not wanted))


def write(found: Grid, target: Target, now: datetime, *, is_plain: bool) -> bytes:
    """The page with ORIGIN in absolute links. Five queries."""
    entries, title = entries_of_grid(found, target, now), one_line(found.title)
    counts = counted([one.move for one in entries])
    path = f"/grids/g/{found.slug}/upgrade/"
    head = Head(
        title=f"{title}: {target.label}",
        path=path,
        description=f"Which packages of the grid {title} can be moved to {target.label}.",
        here="grids",
        index=is_plain,
    )
    return page(
        "upgrade/grid.html",
        head,
        upgrade_style=static_address(STYLE),
        grid=found,
        title=title,
        path=path,
        target=target,
        choices=_choices(target, now),
        bar=bar(counts),
        counts=[(HEADS[key], f"{count:,}") for key, count in counts.items() if count],
        rows=[line_of(one) for one in entries],
    )


def _usual(now: datetime) -> Target:
    return newest_first(prepared(now))[0]


def _choices(target: Target, now: datetime) -> list[tuple[str, str]]:
    """Those that are supported, and the one that was asked about."""
    offered = choices(now)
    asked = (target.key, target.label)
    return offered if asked in offered else [*offered, asked]
