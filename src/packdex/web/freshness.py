"""How fresh the directory is: the age of its facts, whose turn it is, what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from packdex.catalog import freshness
from packdex.catalog.freshness import SourceFreshness, Trouble
from packdex.catalog.models import Host, SourceState
from packdex.core.counts import counted
from packdex.web import answers
from packdex.web.render import Head, page
from packdex.web.show import day, moment, one_line, shortened
from packdex.web.words import MATTERS, OTHER_MATTER, SOURCES, span


class Failing(NamedTuple):
    """A package in the list of those that fail."""

    slug: str
    title: str
    source: str
    since: SafeString
    reason: str


class Fold(NamedTuple):
    """What packages of one host have in common, with the first of them and how many more."""

    heading: str
    packages: list[Failing]
    more: int


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How fresh the directory is at this moment."""
    return answers.send(request, write(timezone.now()))


def write(now: datetime) -> bytes:
    """The page at `now`, with ORIGIN in absolute links.

    Eleven queries, and two small ones for each source.
    """
    head = Head(
        title="Freshness",
        path="/freshness/",
        description="How old the facts of this directory are, what is due, and what went wrong.",
    )
    never, packages = freshness.never_taken()
    sources = freshness.sources(now)
    troubles = freshness.troubles()
    alone, more_alone = freshness.left_alone(now)
    return page(
        "freshness.html",
        head,
        itself=getattr(settings, "PACKDEX_REFRESH", False),
        packages=counted(packages, "package"),
        never=_never(never, packages),
        ages=[(_name(source.source), _age(source)) for source in sources],
        turns=[
            (_name(s.source), f"{s.due:,}", f"{s.overdue:,}", f"{s.in_hand:,}")
            for s in sources
            if s.source != "import"
        ],
        missed=span(freshness.OVERDUE_AFTER),
        failing=counted(troubles.packages, "package") if troubles.packages else "",
        hosts=[(_host(host), [_fold(t) for t in found]) for host, found in troubles.hosts],
        more_hosts=troubles.more_hosts,
        alone=[_alone(host) for host in alone],
        more_alone=more_alone,
    )


def _name(source: str) -> str:
    return one_line(SOURCES.get(source, source)).capitalize()


def _never(never: int, packages: int) -> str:
    if not never:
        return "Of each, something was fetched or imported."
    if never == packages:
        return "Nothing was fetched yet."
    return f"Nothing was fetched yet of {counted(never, 'package')}."


def _age(source: SourceFreshness) -> str:
    """The age of a source's facts as a sentence."""
    asked = counted(source.packages, "package")
    if source.half is None or source.most is None:
        return f"nothing was told yet of {asked}."
    half, most = span(source.half), span(source.most)
    old = (
        f"95 % are younger than {most}"
        if half == most
        else f"half are younger than {half}, 95 % younger than {most}"
    )
    never = f"{source.never:,} of {asked} never fetched" if source.never else asked
    return f"{old}; {never}."


def _host(name: str) -> str:
    return one_line(name) or "host not known"


def _fold(trouble: Trouble) -> Fold:
    matter = MATTERS.get(trouble.reason, OTHER_MATTER)
    return Fold(
        f"{matter.rstrip(',').capitalize()}: {counted(trouble.packages, 'package')}",
        [_failing(state) for state in trouble.first],
        trouble.packages - len({state.package_id for state in trouble.first}),
    )


def _failing(state: SourceState) -> Failing:
    return Failing(
        state.package.slug,
        one_line(state.package.title),
        SOURCES.get(state.source, one_line(state.source)),
        day(state.error_at),
        shortened(state.error or "", 160),
    )


def _alone(host: Host) -> tuple[str, SafeString, str]:
    """A host that is left alone, until when, and why."""
    return _host(host.name), moment(host.not_before), shortened(host.reason, 200)
