"""Suggestions while somebody types, for our own search boxes and those of browsers (OpenSearch)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from packdex.catalog.documents import ORIGIN
from packdex.catalog.origin import origin_of
from packdex.core.search.query import parse
from packdex.search.suggest import LONGEST, Suggestion, suggest
from packdex.web import answers
from packdex.web.show import one_line

SUGGESTIONS = "application/x-suggestions+json"
DESCRIPTION = "application/opensearchdescription+xml; charset=utf-8"
SECONDS = 60
"""For which what was suggested may be suggested again."""

_SPACE = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_NAME = 16  # characters of a ShortName, by the specification


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Names that go on from `q`, as OpenSearch's suggestions: text, names, kinds, addresses."""
    text, origin = request.GET.get("q", ""), origin_of(request)
    found = _suggested(text)
    content = [
        text[:LONGEST],
        [one_line(each.title) for each in found],
        ["grid" if each.is_grid else "package" for each in found],
        [f"{origin}{each.path}" for each in found],
    ]
    response = HttpResponse(json.dumps(content), content_type=SUGGESTIONS)
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _suggested(text: str) -> list[Suggestion]:
    """Only for plain words: what has operators is not the beginning of a name."""
    if len(text) > LONGEST:
        return []
    query = parse(text, datetime.now(UTC).date())
    more = query.filters or query.names or query.phrases or query.without
    return [] if more else suggest(text)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """How a browser searches here (OpenSearch 1.1)."""
    name = escape(settings.SITE_NAME)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OpenSearchDescription xmlns="{_SPACE}">\n'
        f"<ShortName>{escape(settings.SITE_NAME[:_LONGEST_NAME])}</ShortName>\n"
        f"<Description>Packages and grids of {name}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Image width="32" height="32" type="image/x-icon">{ORIGIN}/favicon.ico</Image>\n'
        f'<Url type="text/html" template="{ORIGIN}/search/?q={{searchTerms}}"/>\n'
        f'<Url type="{SUGGESTIONS}" template="{ORIGIN}/search/suggest/?q={{searchTerms}}"/>\n'
        '<Url type="application/opensearchdescription+xml" rel="self"'
        f' template="{ORIGIN}/opensearch.xml"/>\n'
        "</OpenSearchDescription>\n"
    )
    return answers.send(request, text.encode(), DESCRIPTION)
