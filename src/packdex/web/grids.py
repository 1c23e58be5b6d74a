"""The list of grids. The page of one is in comparison/."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.core.counts import counted
from packdex.web import answers
from packdex.web.packages import guide_words
from packdex.web.paging import Paging
from packdex.web.render import Head, page
from packdex.web.search import pages
from packdex.web.search.asked import Asked
from packdex.web.show import one_line, shortened


@require_safe
def grids(request: HttpRequest) -> HttpResponse:
    """All grids by title: `page`. Words to look for (`q`) are answered by the search."""
    if request.GET.get("q", "").strip("\0 "):
        return pages.show(request, Asked.read(request.GET, "is:grid"))
    paging = Paging.at(
        request.GET.get("page", ""),
        settings.PACKDEX_PAGE_SIZE * 2,  # a grid takes a line where a package takes two
        browse.grids_counted(),
        "/grids/",
        {},
    )
    rows = [
        (
            grid.slug,
            one_line(grid.title),
            shortened(grid.description, 200),
            counted(size, "package"),
            grid.placeholder,
        )
        for grid, size in browse.grids_by_title(paging.start, paging.stop)
    ]
    head = Head(
        title="Grids",
        path=paging.here,
        description="Packages that do the same job, side by side.",
        here="grids",
    )
    body = page(
        "grids.html",
        head,
        rows=rows,
        paging=paging,
        count=counted(paging.total, "grid") if paging.last == 1 else paging.told,
        guide=guide_words([title for _, title, *_ in rows]),
    )
    return answers.send(request, body)
