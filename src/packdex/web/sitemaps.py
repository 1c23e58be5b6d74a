"""What robots read: the site map in parts, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.catalog.documents import ORIGIN
from packdex.catalog.models import Grid, Package
from packdex.web import answers

# The protocol of site maps allows 50,000 addresses and 50 MB a part; smaller ones answer sooner.
PART = 5_000
XML = "application/xml; charset=utf-8"
_CLOSED = (
    "/*?q=",
    "/*&q=",
    "/grids/g/*?",
    "/compare/?",
    "/upgrade/*?",
    "/search/",
    "/accounts/",
    "/report/",
    "/packages/p/*/use/",
    "/packages/p/*/favorite/",
    "/packages/p/*/suggest/",
    "/packages/p/*/report/",
    "/grids/g/*/report/",
)
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_TABLES: dict[str, tuple[type[Package] | type[Grid], str]] = {
    "packages": (Package, "/packages/p/"),
    "grids": (Grid, "/grids/g/"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts that the site map consists of."""
    parts = ["/sitemap-pages.xml"]
    for name, (table, _) in _TABLES.items():
        parts += [
            f"/sitemap-{name}-{part + 1}.xml" for part in range(-(-browse.count_of(table) // PART))
        ]
    items = "".join(f"<sitemap><loc>{ORIGIN}{path}</loc></sitemap>\n" for path in parts)
    return _send(request, "sitemapindex", items)


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that every directory has, and the categories."""
    fixed = [
        "/",
        "/packages/",
        "/categories/",
        "/grids/",
        "/events/",
        "/upgrade/",
        "/freshness/",
        "/about/",
        "/methodology/",
        "/api/",
    ]
    slugs = [category.slug for category in browse.categories_by_title()]
    return _send(request, "urlset", _urls([*fixed, *(f"/categories/{slug}/" for slug in slugs)]))


@require_safe
def part(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """A part of the packages or the grids, counted from 1, with the days of their last edit."""
    table, prefix = _TABLES[name]
    rows = browse.addresses(table, int(number) - 1, PART)
    if not rows:
        raise Http404("no such part of the site map")
    # Slugs hold letters, digits, hyphens and underscores only, so nothing has to be escaped.
    items = "".join(
        f"<url><loc>{ORIGIN}{prefix}{slug}/</loc><lastmod>{edited:%Y-%m-%d}</lastmod></url>\n"
        for slug, edited in rows
    )
    return _send(request, "urlset", items)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all but what has no end, as searches, and what takes an account."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    text = f"User-agent: *\n{closed}\nSitemap: {ORIGIN}/sitemap.xml\n"
    return answers.send(request, text.encode(), "text/plain; charset=utf-8")


def _urls(paths: Iterable[str]) -> str:
    return "".join(f"<url><loc>{ORIGIN}{path}</loc></url>\n" for path in paths)


def _send(request: HttpRequest, root: str, items: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{items}</{root}>\n'
    return answers.send(request, text.encode(), XML)
