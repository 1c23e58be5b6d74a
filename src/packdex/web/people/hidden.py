"""Pages of what is hidden: moderators see them, with who hid it and why; for others there are none.

They are made for each visit and never kept with the prepared ones.
"""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString

from packdex.catalog import documents, moderation, queries
from packdex.catalog.models import Grid, Package
from packdex.catalog.origin import origin_of
from packdex.core.roles import Act, may
from packdex.web import package_page, visitor
from packdex.web.forms import actor_of
from packdex.web.people.names import profile_link
from packdex.web.people.things import path_of
from packdex.web.show import day, escaped

Row = TypeVar("Row", Package, Grid)


def hidden_or_404(request: HttpRequest, table: type[Row], slug: str) -> Row:
    """The hidden row with this slug, if a moderator asks. Raises Http404."""
    if may(actor_of(request), Act.HIDE):
        found: Row | None = table._default_manager.filter(slug=slug, hidden=True).first()
        if found is not None:
            return found
    raise Http404(f"no such {table._meta.model_name}")


def notice(row: Package | Grid) -> SafeString:
    """The sentence on a page that says that it is hidden, when, by whom and why."""
    change = moderation.why_hidden(row)
    told = ""
    if change is not None:
        by = f" by {profile_link(change.by)}" if change.by else ""
        told = f" on {day(change.at)}{by}: {escaped(change.why)}"
    return SafeString(  # each part is escaped
        f"<b>Hidden</b>{told}. Only moderators see this page."
        f' <a href="{path_of(row)}moderate/">Show it again</a>'
    )


def package(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a hidden package, for moderators. Raises Http404."""
    row = hidden_or_404(request, Package, slug)
    return send(request, package_page.write(queries.packages_to_show([row.pk])[0], notice(row)))


def send(request: HttpRequest, body: bytes) -> HttpResponse:
    """A page with ORIGIN in absolute links, for this visitor alone."""
    body = body.replace(documents.ORIGIN.encode(), origin_of(request).encode())
    response = HttpResponse(visitor.place(request, body))
    add_never_cache_headers(response)
    return response
