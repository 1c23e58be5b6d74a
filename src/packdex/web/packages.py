"""Lists of packages: all of them, and those of a category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.catalog.models import Category
from packdex.core.counts import counted
from packdex.web import answers
from packdex.web.package_rows import row_of
from packdex.web.paging import Paging
from packdex.web.render import Head, page
from packdex.web.search import pages
from packdex.web.search.asked import USUAL, Asked
from packdex.web.show import one_line, shortened
from packdex.web.words import kinds

# What a list can be ordered by: the parameter, how the form names it, how the list is headed.
SORTS = {
    "title": ("Title", ""),
    "stars": ("Stars", "Most stars first"),
    "newest": ("Date added", "Last added first"),
    "updated": ("Last commit", "Last commit first"),
    "released": ("Last release", "Last release first"),
}

# Which order of a search answers to one of a list; the others stand for the best match first.
_SEARCHED = {"stars": "stars", "updated": "updated", "released": "updated"}


class Wish(NamedTuple):
    """What a visitor asked for: a category, an order. Both are possible values."""

    category: Category | None
    sort: str

    def query(self, *, with_category: bool) -> dict[str, str]:
        """The parameters that say so, without those that have their default."""
        query = {}
        if with_category and self.category is not None:
            query["category"] = self.category.slug
        if self.sort != "title":
            query["sort"] = self.sort
        return query


@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """All packages: `category` (a slug), `sort`, `page`. Wrong values count as not given.

    Words to look for (`q`) are answered by the search.
    """
    categories = list(browse.categories_by_title())
    wish = _wish(request.GET, {category.slug: category for category in categories})
    head = Head(title="Packages", path="/packages/", here="packages")
    return _list(request, wish, head, categories)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of one category: `sort`, `page`. Words (`q`) are answered by the search."""
    found = browse.category_by_slug(slug)
    if found is None:
        raise Http404("no such category")
    wish = _wish(request.GET, {}, within=found)
    head = Head(
        title=kinds(found),
        path=f"/categories/{found.slug}/",
        description=shortened(found.description),
        here="categories",
    )
    return _list(request, wish, head)


def _wish(
    given: QueryDict, categories: dict[str, Category], within: Category | None = None
) -> Wish:
    sort = given.get("sort", "")
    return Wish(
        within or categories.get(given.get("category", "")),
        sort if sort in SORTS else "title",
    )


def _list(
    request: HttpRequest, wish: Wish, head: Head, categories: list[Category] | None = None
) -> HttpResponse:
    """The page of the list that `wish` describes; without `categories` it stays within its own."""
    if request.GET.get("q", "").strip("\0 "):
        return _search(request, wish)
    own = wish.category if categories is None else None
    found = browse.PackageList(
        category=wish.category.pk if wish.category else None,
        sort=wish.sort,
    )
    paging = Paging.at(
        request.GET.get("page", ""),
        settings.PACKDEX_PAGE_SIZE,
        found.count(),
        head.path,
        wish.query(with_category=own is None),
    )
    rows = [row_of(package, wish.sort) for package in found.slice(paging.start, paging.stop)]
    body = page(
        "packages.html",
        Head(head.title, paging.here, head.description, head.here),
        heading=head.title,
        action=head.path,
        lead=one_line(own.description) if own else "",
        wish=wish,
        sorts=SORTS,
        categories=categories,
        own=own,
        paging=paging,
        count=counted(paging.total, "package") if paging.last == 1 else paging.told,
        guide=SORTS[wish.sort][1] or guide_words([row.title for row in rows]),
        rows=rows,
    )
    return answers.send(request, body)


def _search(request: HttpRequest, wish: Wish) -> HttpResponse:
    within = f"category:{wish.category.slug}" if wish.category else ""
    asked = Asked.read(request.GET, within)
    return pages.show(request, replace(asked, sort=_SEARCHED.get(wish.sort, USUAL)))


def guide_words(titles: Sequence[str]) -> str:
    """The first and the last title of a page, as a dictionary prints them above its columns."""
    if not titles:
        return ""
    return titles[0] if len(titles) == 1 else f"{titles[0]} \N{EN DASH} {titles[-1]}"
