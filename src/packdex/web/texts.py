"""Pages of text: about the directory, and how to use its API."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog import browse
from packdex.core.counts import counted
from packdex.web import answers
from packdex.web.render import Head, page
from packdex.web.show import one_line


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this directory is."""
    return answers.send(request, answers.kept("about", write_about))


@require_safe
def api_help(request: HttpRequest) -> HttpResponse:
    """How to read the directory with a program."""
    return answers.send(request, answers.kept("api", write_api_help))


def write_about() -> bytes:
    """The page about the directory, with ORIGIN in absolute links. Two queries."""
    packages, grids = browse.totals()
    head = Head(
        title="About",
        path="/about/",
        description="What this directory holds, where its facts are from, what it leaves open.",
        here="about",
    )
    return page(
        "about.html",
        head,
        packages=counted(packages, "package"),
        grids=counted(grids, "grid"),
        zone=settings.TIME_ZONE,
    )


def write_api_help() -> bytes:
    """The page about the API, with examples from this catalogue. At most six queries."""
    head = Head(
        title="API",
        path="/api/",
        description="Read the directory with a program: v4 and v3, with examples that work here.",
        here="api",
    )
    starred = browse.PackageList(sort="stars").slice(0, 1)
    package = starred[0] if starred else None
    grid = next((grid for grid, _ in browse.largest_grids(1)), None)
    category = next((category for category, _ in browse.categories_counted()), None)
    return page(
        "api.html",
        head,
        package=package,
        title=one_line(package.title) if package else "",
        word=_word(package.title) if package else "django",
        grid=grid,
        category=category,
        size=settings.PACKDEX_PAGE_SIZE,
    )


def _word(title: str) -> str:
    """A word of a title that makes a good example of a search."""
    words = [word for word in title.replace("-", " ").split() if word.isascii() and word.isalnum()]
    return max(words, key=len, default="django").lower()
