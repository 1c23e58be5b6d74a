"""One version: how many packages can be moved to it, how that rose, and which they are."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from packdex.catalog import lifecycles
from packdex.catalog.upgrade import board
from packdex.catalog.upgrade.board import Standing
from packdex.catalog.upgrade.lens import entries_of
from packdex.catalog.upgrade.standing import depends_on, standing_of
from packdex.core.counts import counted
from packdex.core.upgrade.target import TargetError, target_of
from packdex.web import answers
from packdex.web.paging import Paging, page_number
from packdex.web.render import Head, page, static_address
from packdex.web.show import plain_day
from packdex.web.upgrade import chart
from packdex.web.upgrade.board import STYLE, bar, percent
from packdex.web.upgrade.refused import refused
from packdex.web.upgrade.shown import HEADS, MEANS, line_of


@require_safe
def target(request: HttpRequest, key: str) -> HttpResponse:
    """One version: `answer` (a key of HEADS), `page`. Another version is told what there is."""
    now = timezone.now()
    try:
        wanted = board.prepared_target(target_of(key, lifecycles.products()), now)
    except TargetError as error:
        return refused(request, str(error), 404, now)
    answer = request.GET.get("answer", "yes")
    if answer not in HEADS:
        answer = "yes"
    number = request.GET.get("page", "")

    def make() -> bytes:
        return write(standing_of(wanted, now), answer, number, now)

    if page_number(number) > 1:
        return answers.send(request, make())
    body = answers.kept(f"upgrade {wanted.key} {answer}", make, *depends_on(now))
    return answers.send(request, body)


def write(standing: Standing, answer: str, number: str, now: datetime) -> bytes:
    """The page with ORIGIN in absolute links. Five queries."""
    wanted, counts = standing.target, standing.counts
    path = f"/upgrade/{wanted.key}/"
    query = {} if answer == "yes" else {"answer": answer}
    paging = Paging.at(number, settings.PACKDEX_PAGE_SIZE, counts[answer], path, query)
    ids = board.ids_of(wanted, answer, paging.start, paging.stop)
    cycle = standing.cycle
    head = Head(
        title=wanted.label,
        path=paging.here,
        description=f"Which packages of this directory can be moved to {wanted.label}.",
        here="upgrade",
    )
    return page(
        "upgrade/target.html",
        head,
        upgrade_style=static_address(STYLE),
        target=wanted,
        lead=lead(standing),
        bar=bar(counts),
        released=plain_day(cycle.released),
        fixed_until=cycle.fixed_until and plain_day(cycle.fixed_until),
        until=cycle.until and plain_day(cycle.until),
        chart=chart.chart(standing.trend, cycle.released) if counts["yes"] else "",
        axis=chart.axis(standing.trend) if standing.trend else ("", ""),
        months=chart.rows(standing.trend),
        tabs=[
            (
                f"{path}{'' if key == 'yes' else f'?answer={key}'}",
                label,
                f"{counts[key]:,}",
                key == answer,
            )
            for key, label in HEADS.items()
            if key == answer or key != "apart" or counts[key]
        ],
        heading=HEADS[answer],
        means=MEANS[answer],
        rows=[line_of(one) for one in entries_of(ids, wanted, now)],
        paging=paging,
        count=counted(paging.total, "package") if paging.last == 1 else paging.told,
    )


def lead(standing: Standing) -> str:
    """How it stands, in a sentence."""
    counts, share = standing.counts, standing.share
    if share is None:
        return "Of no package it is known yet whether it can be moved."
    known = counts["yes"] + counts["no"]
    told = f"{counts['yes']:,} of {counted(known, 'package')} of which it is known"
    return f"{told} can be moved: {percent(share)}."
