"""Grids: the list of them, and one with its packages side by side."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.catalog.models import Package
from packdex.catalog.queries import facts_of
from packdex.core.counts import counted
from packdex.web import answers, sparkline
from packdex.web.packages import LONGEST_TEXT, guide_words
from packdex.web.paging import Paging
from packdex.web.render import Head, page
from packdex.web.show import UNKNOWN, day, known, number, one_line, shortened
from packdex.web.words import description_of

# Column headings, and whether the column is set as numbers.
COLUMNS = (
    ("Version", False),
    ("Last release", False),
    ("Last commit", False),
    ("Commits, 52 weeks", True),
    ("Stars", True),
    ("Forks", True),
    ("Contributors", True),
    ("Licence", False),
    ("Python", False),
)


@require_safe
def grids(request: HttpRequest) -> HttpResponse:
    """All grids by title: `q`, `page`. Wrong values count as not given."""
    text = one_line(request.GET.get("q", "")[:LONGEST_TEXT])
    found = browse.GridList(words=tuple(text.split()))
    paging = Paging.at(
        request.GET.get("page", ""),
        settings.PACKDEX_PAGE_SIZE * 2,  # a grid takes a line where a package takes two
        found.count(),
        "/grids/",
        {"q": text} if text else {},
    )
    rows = [
        (
            grid.slug,
            one_line(grid.title),
            shortened(grid.description, 200),
            counted(size, "package"),
            grid.placeholder,
        )
        for grid, size in found.slice(paging.start, paging.stop)
    ]
    head = Head(
        title="Grids",
        path=paging.here,
        description="Packages that do the same job, side by side.",
        here="grids",
        index=not text,
    )
    body = page(
        "grids.html",
        head,
        text=text,
        rows=rows,
        paging=paging,
        count=counted(paging.total, "grid") if paging.last == 1 else paging.told,
        guide=guide_words([title for _, title, *_ in rows]),
    )
    return answers.send(request, body)


@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """One grid with all its packages, in its editors' order."""
    found = browse.grid_to_compare(slug)
    if found is None:
        raise Http404("no such grid")
    packages = [entry.package for entry in found.grid_packages.all()]
    title = one_line(found.title)
    head = Head(
        title=title,
        path=f"/grids/g/{found.slug}/",
        description=shortened(found.description) or f"{title}: packages side by side.",
        here="grids",
    )
    table, left_out = compare(packages)
    body = page(
        "grid.html",
        head,
        grid=found,
        title=title,
        lead=one_line(found.description),
        count=counted(len(packages), "package"),
        table=table,
        left_out=left_out,
        modified=day(found.modified),
    )
    return answers.send(request, body)


def compare(packages: Sequence[Package]) -> tuple[SafeString, str]:
    """Head and body rows of the table of `packages`, and the names of columns that it leaves out.

    A column in which nothing is known of any package is only named. Built in one string: a grid may
    have hundreds of rows.
    """
    if not packages:
        return SafeString(""), ""
    cells = [_cells(package) for package in packages]
    shown = [at for at in range(len(COLUMNS)) if any(row[at] is not UNKNOWN for row in cells)]
    heads = "".join(_head(*COLUMNS[at]) for at in shown)
    rows = "".join(
        f"<tr>{_name(package)}{''.join(_cell(row[at], *COLUMNS[at]) for at in shown)}</tr>"
        for package, row in zip(packages, cells, strict=True)
    )
    left_out = [name for at, (name, _) in enumerate(COLUMNS) if at not in shown]
    table = f'<thead><tr><th scope="col">Package</th>{heads}</tr></thead><tbody>{rows}</tbody>'
    return SafeString(table), ", ".join(left_out)  # every part is escaped


def _cells(package: Package) -> list[SafeString]:
    """The values of a row, in the order of COLUMNS; UNKNOWN itself where nothing is known."""
    facts = facts_of(package)
    counts = facts.commits_over_52
    return [
        known(facts.registry_version),
        day(facts.released_at),
        day(facts.last_updated),
        _commits(counts) if counts else UNKNOWN,
        number(facts.stars),
        number(facts.forks),
        number(len(facts.participants) or None),
        known(shortened(facts.licence or "", 60)),
        known(facts.requires_python),
    ]


def _commits(counts: Sequence[int]) -> SafeString:
    total = sum(counts)
    drawn = sparkline.trend(counts) if total else ""
    return SafeString(f'{drawn}<span class="sum">{total:,}</span>')  # numbers and our own drawing


def _name(package: Package) -> str:
    text = shortened(description_of(facts_of(package)), 120)
    return (
        f'<th scope="row"><a class="headword" href="/packages/p/{package.slug}/">'
        f"{escape(one_line(package.title))}</a><span>{escape(text)}</span></th>"
    )


_NUMERIC = {True: ' class="n"', False: ""}


def _head(name: str, numeric: bool) -> str:  # noqa: FBT001 - a column, unpacked
    return f'<th scope="col"{_NUMERIC[numeric]}>{name}</th>'


def _cell(value: SafeString, _name: str, numeric: bool) -> str:  # noqa: FBT001 - a column, unpacked
    return f"<td{_NUMERIC[numeric]}>{value}</td>"
