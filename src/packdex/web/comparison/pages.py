"""The page of a grid, and the page that compares what its address names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog import comparing, documents
from packdex.catalog.members import Members
from packdex.catalog.models import Grid
from packdex.catalog.origin import origin_of
from packdex.core.comparison import view as views
from packdex.core.comparison.select import apply
from packdex.core.comparison.table import Table
from packdex.core.comparison.view import MOST_COMPARED, View
from packdex.web.comparison import choosing, exports, kept, tools
from packdex.web.comparison.finished import Finished
from packdex.web.people import hidden
from packdex.web.render import Head, page
from packdex.web.show import day, one_line, shortened

PLAIN = View()


@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """One grid with all its packages and features, seen as the address says.

    Wrong parameters are named on the page and count as not given. The plain page is kept.
    Moderators are shown hidden ones, too.
    """
    try:
        return _shown(request, slug)
    except Http404:
        return _hidden(request, hidden.hidden_or_404(request, Grid, slug))


def _shown(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a grid that is not hidden. Raises Http404."""
    view, problems = views.read(request.GET.lists())
    today, format_ = datetime.now(UTC).date(), request.GET.get("format", "")
    if view == PLAIN and not problems and not format_:
        origin = origin_of(request)
        plain = kept.page(slug, origin, today, lambda known: _plain_page(known, today, origin))
        if plain is None:
            raise Http404("no such grid")
        return plain.send(request)
    if format_ in exports.FORMATS:
        found, table = _grid(slug, today)
        return exports.answer(format_, apply(table, view), view, f"grid-{found.slug}")
    if format_:
        problems.append(exports.unknown(format_))
    body = _written(*_grid(slug, today), view, problems)
    return Finished(_at(origin_of(request), body)).send(request)


def _plain_page(known: Members, today: date, origin: str) -> bytes:
    found = _found(pk=known.grid)
    return _at(origin, _written(found, comparing.grid_table(found, today, known), PLAIN, []))


def _grid(slug: str, today: date) -> tuple[Grid, Table]:
    """Raises Http404. Six queries at most."""
    found = _found(slug=slug)
    return found, comparing.grid_table(found, today)


def _found(**which: Any) -> Grid:
    found = Grid.shown.filter(**which).first()
    if found is None:
        raise Http404("no such grid")
    return found


def _at(origin: str, body: bytes) -> bytes:
    return body.replace(documents.ORIGIN.encode(), origin.encode())


def _hidden(request: HttpRequest, found: Grid) -> HttpResponse:
    """The page of a hidden grid, for moderators; never kept."""
    view, problems = views.read(request.GET.lists())
    table = comparing.grid_table(found, datetime.now(UTC).date())
    return hidden.send(request, _written(found, table, view, problems, hidden.notice(found)))


def _written(
    found: Grid, table: Table, view: View, problems: list[str], *notes: SafeString
) -> bytes:
    """The page with ORIGIN in absolute links; `notes` come before all else."""
    seen = apply(table, view)
    title, path = one_line(found.title), f"/grids/g/{found.slug}/"
    head = Head(
        title=title,
        path=path,
        description=shortened(found.description) or f"{title}: packages side by side.",
        here="grids",
        index=view == PLAIN,
    )
    return tools.comparison_page(
        "grid.html",
        head,
        table,
        seen,
        view,
        path=path,
        grid=found,
        notes=notes,
        title=title,
        lead=one_line(found.description),
        modified=day(found.modified),
        size=len(table.subjects),
        features=[
            (one_line(row.label), one_line(row.description))
            for row in table.rows
            if row.feature is not None
        ],
        problems=problems + seen.problems,
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The packages that the address names (`p`, 2 to 25), in or out of a grid, side by side.

    With fewer of them, or with words to look for (`find`), it is the page on which to choose.
    """
    view, problems = views.read(request.GET.lists())
    today, format_ = datetime.now(UTC).date(), request.GET.get("format", "")
    table, unknown = comparing.packages_table(view.packages, today)
    view = choosing.with_kept_slugs(view, table)
    problems += choosing.said_of(unknown)
    words = one_line(request.GET.get("find", "")[: views.LONGEST_TEXT])
    if format_ in exports.FORMATS and len(table.subjects) > 1:
        return exports.answer(format_, apply(table, view), view, "comparison")
    if format_ and format_ not in exports.FORMATS:
        problems.append(exports.unknown(format_))
    found = choosing.offered(view, table, words)
    if len(table.subjects) < 2 or words:
        body = _choose_page(view, table, words, problems, found)
    else:
        body = _compare_page(view, table, problems)
    return Finished(_at(origin_of(request), body)).send(request)


def _compare_page(view: View, table: Table, problems: list[str]) -> bytes:
    seen = apply(table, view)
    names = [one_line(one.title) for one in table.subjects]
    title = f"{', '.join(names[:-1])} and {names[-1]}"
    return tools.comparison_page(
        "compare.html",
        _head(f"Compare {shortened(title, 120)}"),
        table,
        seen,
        view,
        path=choosing.PATH,
        compared=True,
        title=shortened(title, 300),
        problems=problems + seen.problems,
        room=len(table.subjects) < MOST_COMPARED,
        named=[one.slug for one in table.subjects],
    )


def _choose_page(view: View, table: Table, words: str, problems: list[str], offered: Any) -> bytes:
    return page(
        "choose.html",
        _head("Compare packages", path="" if view.packages or words else choosing.PATH),
        chosen=[(one.slug, one_line(one.title)) for one in table.subjects],
        words=words,
        offered=offered,
        problems=[one_line(sentence) for sentence in problems],
        most=MOST_COMPARED,
        back=view.address(choosing.PATH) if len(table.subjects) > 1 else "",
        **tools.assets(),
    )


def _head(title: str, path: str = "") -> Head:
    return Head(title=title, path=path, here="packages", index=bool(path))
