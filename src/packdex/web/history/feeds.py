"""Changes as feeds (Atom, RFC 4287), for programs that watch."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from packdex.catalog import revisions
from packdex.catalog.models.history import FIRST_DAY
from packdex.catalog.origin import origin_of
from packdex.catalog.revisions import Told
from packdex.web import answers
from packdex.web.history.lines import Cut, line_of
from packdex.web.history.lists import ALL, Listed, listed_thing

ENTRIES = 50
ATOM = "application/atom+xml; charset=utf-8"

# The time of a feed that has no entry yet.
_BEGINNING = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)

# Allowed in a text, but not in XML.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Entry(NamedTuple):
    """A change in a feed; its time as RFC 3339 writes it."""

    id: str
    address: str
    title: str
    author: str
    time: str
    summary: str


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The newest changes of all that everybody sees."""
    return _feed(request, ALL)


@require_safe
def of_thing(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The newest changes of one package, grid or category."""
    return _feed(request, listed_thing(kind, slug))


def _feed(request: HttpRequest, listed: Listed) -> HttpResponse:
    origin = origin_of(request)
    found, _ = revisions.newest(listed.of, limit=ENTRIES)
    told = revisions.told(found, most=revisions.MOST_LISTED)
    entries = [_entry(one, origin) for one in told]
    text = get_template("web/history/feed.xml").render(
        {
            "title": f"{settings.SITE_NAME}: {listed.title}",
            "site_name": settings.SITE_NAME,
            "page": origin + listed.path,
            "feed": f"{origin}{listed.path}feed/",
            "updated": entries[0].time if entries else _written(_BEGINNING),
            "entries": entries,
        }
    )
    return answers.send_placed(request, _NOT_XML.sub("", text).encode(), ATOM)


def _entry(told: Told, origin: str) -> Entry:
    line = line_of(told)
    parts = [line.why, *map(_words, line.differences), "and more" if line.more else ""]
    return Entry(
        # Lasting even if the origin's scheme changes (RFC 4151).
        f"tag:{urlsplit(origin).hostname},{FIRST_DAY}:revision-{line.id}",
        origin + line.path,
        line.sentence,
        line.who,
        _written(told.revision.at),
        " · ".join(filter(None, parts)) or line.sentence,
    )


def _words(cut: Cut) -> str:
    if not cut.before:
        return f"{cut.label}: {cut.after}"
    return f"{cut.label}: {cut.before} → {cut.after or 'gone'}"


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
