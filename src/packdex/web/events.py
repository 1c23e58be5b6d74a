"""What happened lately, as a page and as feeds for programs that watch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.http import require_safe

from packdex.catalog import happened
from packdex.catalog.models import Event
from packdex.catalog.models.history import FIRST_DAY
from packdex.catalog.origin import origin_of
from packdex.web import answers
from packdex.web.happenings import KINDS, sentence, told_by
from packdex.web.render import Head, page
from packdex.web.show import one_line, plain_day

PATH = "/events/"
ATOM = "application/atom+xml; charset=utf-8"
ENTRIES = 50

# Nothing was recorded before: the time of a feed that has no entry yet.
_BEGINNING = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)

# Allowed in a text, but not in XML.
_NOT_XML = re.compile("[\ufffe\uffff]")


class Line(NamedTuple):
    """An event in the list."""

    slug: str
    title: str
    text: str
    teller: str


class Entry(NamedTuple):
    """An event in a feed; times as RFC 3339 writes them."""

    id: str
    address: str
    title: str
    teller: str
    published: str
    updated: str


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The newest events: `kind`, `before` (the id of the event that the list goes on after).

    Wrong values count as not given.
    """
    kind = _slugs.get(request.GET.get("kind", ""), "")
    before = request.GET.get("before", "")
    after = int(before) if re.fullmatch("[1-9][0-9]{0,17}", before, re.ASCII) else 0
    found, older = happened.newest(kind, after, settings.PACKDEX_PAGE_SIZE * 2)
    head = Head(
        title="Events",
        path=_address(kind, after),
        description="What happened to the packages of this directory: releases, moves and more.",
        index=not after,
    )
    body = page(
        "events.html",
        head,
        kinds=[(_slug(key), name, key == kind) for key, name in KINDS.items()],
        kind=KINDS.get(kind, ""),
        first=_address(kind) if after else "",
        days=_by_day(found),
        older=_address(kind, found[-1].pk) if older else "",
    )
    return answers.send(request, body)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The events that were recorded last, as Atom (RFC 4287)."""
    found = happened.last_seen(ENTRIES)
    title = f"{settings.SITE_NAME}: events"
    return _atom(request, title, PATH, f"{PATH}feed/", found, _BEGINNING)


@require_safe
def package_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest events of one package, as Atom (RFC 4287)."""
    package = happened.package_of_feed(slug)
    if package is None:
        raise Http404("no such package")
    found = happened.newest_of(package.pk, ENTRIES)
    path = f"/packages/p/{package.slug}/"
    return _atom(request, one_line(package.title), path, f"{path}feed/", found, package.created)


def _slug(kind: str) -> str:
    return kind.replace(" ", "-")


_slugs = {_slug(kind): kind for kind in KINDS}


def _address(kind: str, before: int = 0) -> str:
    query = {"kind": _slug(kind)} if kind else {}
    if before:
        query["before"] = str(before)
    return f"{PATH}?{urlencode(query)}" if query else PATH


def _by_day(found: Sequence[Event]) -> list[tuple[str, list[Line]]]:
    """The events under their days in the instance's zone."""
    dated = ((timezone.localtime(event.at).date(), event) for event in found)
    return [
        (plain_day(day), [_line(event) for _, event in group])
        for day, group in groupby(dated, key=lambda pair: pair[0])
    ]


def _line(event: Event) -> Line:
    return Line(
        event.package.slug,
        one_line(event.package.title),
        sentence(event.kind, event.evidence),
        told_by(event.source),
    )


def _atom(
    request: HttpRequest,
    title: str,
    page_path: str,
    feed_path: str,
    found: Iterable[Event],
    without: datetime,
) -> HttpResponse:
    """The feed of `found`; `without` is its time when there are none."""
    origin = origin_of(request)
    entries = [_entry(event, origin) for event in found]
    text = get_template("web/feed.xml").render(
        {
            "title": title,
            "site_name": settings.SITE_NAME,
            "page": origin + page_path,
            "feed": origin + feed_path,
            "updated": max((entry.updated for entry in entries), default=_written(without)),
            "entries": entries,
        }
    )
    return answers.send_placed(request, _NOT_XML.sub("", text).encode(), ATOM)


def _entry(event: Event, origin: str) -> Entry:
    return Entry(
        # Lasting even if the origin's scheme or the package's slug changes (RFC 4151).
        f"tag:{urlsplit(origin).hostname},{FIRST_DAY}:event-{event.pk}",
        f"{origin}/packages/p/{event.package.slug}/",
        f"{one_line(event.package.title)}: {sentence(event.kind, event.evidence)}",
        told_by(event.source),
        _written(event.at),
        _written(event.seen_at),
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
