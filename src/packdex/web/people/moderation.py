"""The moderators' queue: reports, sites to let in, and what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from packdex.catalog import moderation
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import examples, flags
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.actions.verbs import said
from packdex.catalog.models import Example, Flag, Grid, Package, Revision
from packdex.core.counts import counted
from packdex.core.roles import Act, Actor, may
from packdex.web.forms import actor_of, form_page
from packdex.web.paging import Paging
from packdex.web.people.moderators import for_moderators
from packdex.web.people.names import profile_link
from packdex.web.people.things import id_in, path_of
from packdex.web.render import Head
from packdex.web.show import day, lines, link, one_line

PATH = "/moderation/"
MOST_WAITING = MOST_HIDDEN = 100

Step = Callable[[Actor, int, str, datetime], None]

# What a form of the queue may ask for, and what is said when it is done.
STEPS: dict[str, tuple[Step, str]] = {
    "accept": (flags.accept, "The report is accepted."),
    "take-away": (flags.accept_and_take_away, "The report is accepted, and the thing gone."),
    "dismiss": (flags.dismiss, "The report is dismissed."),
    "let-in": (lambda actor, id_, _, __: examples.let_in(actor, id_), "The site is shown."),
    "remove": (lambda actor, id_, _, __: examples.remove(actor, id_), "The site is removed."),
}


class Report(NamedTuple):
    """A report in the queue.

    `take_away` names the button that acts on the thing, `steps` what else can be done at its own
    page; "" where there is none. `reply` is what a maintainer says to it, `site` the address of a
    site.
    """

    id: int
    what: str
    path: str
    name: str
    kind: str
    reason: str
    by: SafeString
    on: SafeString
    take_away: str
    steps: str
    reply: str
    site: SafeString | str


class Hidden(NamedTuple):
    """Something hidden, with who did it and why, as far as that is known."""

    what: str
    path: str
    name: str
    why: str
    by: SafeString
    on: SafeString | str


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """The queue: `page`. POST does one step: `do`, `id`, and `answer` for reports."""
    problem, status = "", 200
    if request.method == "POST":
        step = STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise BadRequest("no such step")
        act, done = step
        id_, answer = id_in(request.POST.get("id", "")), request.POST.get("answer", "")
        try:
            act(actor_of(request), id_, answer, timezone.now())
        except InvalidError as error:
            problem, status = error.message, 400
        except AlreadyError as error:
            problem, status = str(error), 409
        else:
            messages.success(request, done)
            return HttpResponseRedirect(PATH)
    return _page(request, problem, status)


def _page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    paging = Paging.at(
        request.GET.get("page", ""),
        settings.PACKDEX_PAGE_SIZE,
        moderation.open_count(),
        PATH,
        {},
    )
    packages = moderation.hidden(Package, MOST_HIDDEN)
    grids = moderation.hidden(Grid, MOST_HIDDEN)
    return form_page(
        request,
        "people/moderation.html",
        Head(title="Moderation", index=False),
        status=status,
        problem=problem,
        admin=may(actor_of(request), Act.MANAGE_PEOPLE),
        count=counted(paging.total, "open report"),
        reports=[_report(flag) for flag in moderation.open_flags(paging.start, paging.stop)],
        paging=paging,
        waiting=[_site(example) for example in moderation.waiting_examples(MOST_WAITING)],
        hidden=[_hidden(*found) for found in packages] + [_hidden(*found) for found in grids],
    )


def _report(flag: Flag) -> Report:
    what, path, name, take_away = _thing(flag)
    return Report(
        flag.pk,
        what,
        path,
        one_line(name),
        flag.get_kind_display(),
        lines(flag.reason),
        profile_link(flag.by),
        day(flag.created),
        take_away,
        "lock, hide or merge" if flag.package else "lock or hide" if flag.grid else "",
        lines(flag.reply),
        link(flag.example.url) if flag.example else "",
    )


def _thing(flag: Flag) -> tuple[str, str, str, str]:
    """What a report is about: the kind of thing, its page, its name, the button that acts on it."""
    if flag.package:
        take_away = "" if flag.package.hidden else "Accept and hide it"
        return "Package", path_of(flag.package), flag.package.title, take_away
    if flag.grid:
        take_away = "" if flag.grid.hidden else "Accept and hide it"
        return "Grid", path_of(flag.grid), flag.grid.title, take_away
    if flag.example:
        name = f"{flag.example.title}, which uses {flag.example.package.title}"
        return "Site", path_of(flag.example.package), name, "Accept and remove it"
    change = flag.revision
    if change is None:  # the database says that there is always one thing
        return "", "", "", ""
    name = f"{change.by or 'somebody'} {said(change.verb)} {change.about}"
    return "Change", f"/history/{change.pk}/", name, ""


def _site(example: Example) -> tuple[int, SafeString, str, str, SafeString, SafeString]:
    package = example.package
    return (
        example.pk,
        link(example.url, f"{example.title} ({example.url})"),
        path_of(package),
        one_line(package.title),
        profile_link(example.by),
        day(example.created),
    )


def _hidden(row: Package | Grid, change: Revision | None) -> Hidden:
    return Hidden(
        "Package" if isinstance(row, Package) else "Grid",
        path_of(row),
        one_line(row.title),
        one_line(change.why) if change else "",
        profile_link(change.by) if change else SafeString(""),
        day(change.at) if change else "",
    )
