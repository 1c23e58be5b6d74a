"""The home page and the list of categories. Both are kept until the catalogue changes."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.catalog.models import Category, Grid, Package
from packdex.catalog.queries import facts_of
from packdex.core.counts import counted
from packdex.web import answers
from packdex.web.render import Head, page
from packdex.web.show import day, one_line, shortened
from packdex.web.words import description_of, kinds

ROWS = 7
CATEGORIES = 8


class Entry(NamedTuple):
    """A line of one of the home page's lists."""

    address: str
    title: str
    text: str
    figure: SafeString | str
    deprecated: bool = False


class Kind(NamedTuple):
    """A category as lists of categories show it."""

    slug: str
    title: str
    text: str
    size: str
    placeholder: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page."""
    return answers.send(request, answers.kept("home", write_home))


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """All categories."""
    return answers.send(request, answers.kept("categories", write_categories))


def write_home() -> bytes:
    """The home page of the catalogue as it is, with ORIGIN in absolute links. Eight browse."""
    head = Head(
        title="Packdex",
        path="/",
        description="A directory of reusable packages: find, compare and keep an eye on them.",
    )
    packages, grids = browse.totals()
    all_kinds = [_kind(category, count) for category, count in browse.categories_counted()]
    return page(
        "home.html",
        head,
        packages=counted(packages, "package"),
        grids=counted(grids, "grid"),
        kinds=all_kinds[:CATEGORIES],
        more_kinds=len(all_kinds) > CATEGORIES,
        sections=_sections(),
    )


def write_categories() -> bytes:
    """The list of categories, with ORIGIN in absolute links. Two queries."""
    head = Head(
        title="Categories",
        path="/categories/",
        description="The kinds of packages in this directory.",
        here="categories",
    )
    rows = [_kind(category, count) for category, count in browse.categories_counted()]
    return page("categories.html", head, kinds=rows)


def _sections() -> list[tuple[str, str, str, list[Entry]]]:
    """Heading, address and name of the whole list, and the first rows, for each list."""
    newest = ("Newest", "/packages/?sort=newest", "All by date added", _newest())
    released = (
        "Recently released",
        "/packages/?sort=released",
        "All by release",
        _latest("released", "released_at"),
    )
    updated = (
        "Recent commits",
        "/packages/?sort=updated",
        "All by last commit",
        _latest("updated", "last_updated"),
    )
    starred = [
        _entry(package, counted(stars, "star"))
        for package in _first("stars")
        if (stars := facts_of(package).stars)
    ]
    grids = [_grid(grid, count) for grid, count in browse.largest_grids(ROWS)]
    others = [
        ("Most starred", "/packages/?sort=stars", "All by stars", starred),
        ("Largest grids", "/grids/", "All grids", grids),
    ]
    # Few releases are known before registries were asked; then commits tell more of what is alive.
    many = len(released[3]) == ROWS
    sections = [newest, released, *others] if many else [newest, updated, *others, released]
    return [section for section in sections if section[3]]


def _newest() -> list[Entry]:
    return [_entry(package, day(package.created)) for package in _first("newest")]


def _latest(sort: str, field: str) -> list[Entry]:
    """The first packages in the order `sort`, as far as the fact in `field` is known."""
    return [
        _entry(package, day(moment))
        for package in _first(sort)
        if (moment := getattr(facts_of(package), field))
    ]


def _first(sort: str) -> list[Package]:
    return browse.PackageList(sort=sort).slice(0, ROWS)


def _entry(package: Package, figure: SafeString | str) -> Entry:
    return Entry(
        f"/packages/p/{package.slug}/",
        one_line(package.title),
        shortened(description_of(facts_of(package)), 120),
        figure,
        package.deprecated_at is not None,
    )


def _grid(grid: Grid, count: int) -> Entry:
    return Entry(
        f"/grids/g/{grid.slug}/",
        one_line(grid.title),
        shortened(grid.description, 120),
        counted(count, "package"),
    )


def _kind(category: Category, count: int) -> Kind:
    return Kind(
        category.slug,
        kinds(category),
        shortened(category.description, 200),
        counted(count, "package"),
        category.placeholder,
    )
