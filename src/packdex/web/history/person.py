"""Taking back all that one person changed since a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog import revisions
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.moderation.undo import MOST_AT_ONCE, Undone, undo_all
from packdex.catalog.models import Revision
from packdex.core.counts import counted
from packdex.core.roles import Act, RefusedError, require
from packdex.refresh.readdressed import plan_anew
from packdex.web.errors import forbidden
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.history.lines import Line, line_of
from packdex.web.history.lists import Listed, listed_person, sees_hidden
from packdex.web.render import Head

SINCE = {
    "hour": ("the last hour", timedelta(hours=1)),
    "day": ("the last day", timedelta(days=1)),
    "week": ("the last 7 days", timedelta(days=7)),
    "month": ("the last 30 days", timedelta(days=30)),
    "ever": ("ever", timedelta(days=36_500)),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take_back(request: HttpRequest, account: str) -> HttpResponse:
    """The form and, by POST, what came of it: `since` (a key of SINCE) and `why`."""
    listed, actor = listed_person(account), actor_of(request)
    person = listed.of.by or 0
    try:
        require(actor, Act.UNDO_OWN if person == actor.id else Act.UNDO_ANY)
    except RefusedError as error:
        return forbidden(request, error)
    since, why = request.POST.get("since", ""), request.POST.get("why", "")
    problem = ""
    if request.method == "POST":
        now = timezone.now()
        if since not in SINCE:
            problem = f"Choose since when: {', '.join(name for name, _ in SINCE.values())}."
        else:
            try:
                outcome = undo_all(actor, person, _begin(since, now), now, why=why)
            except InvalidError as error:
                problem = f"The reason {error.message}"
            else:
                plan_anew(outcome.done)
                return _tell(request, listed, outcome)
    return _form(request, listed, problem=problem, since=since, why=why)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _begin(since: str, now: datetime) -> datetime:
    return now - SINCE[since][1]


def _form(
    request: HttpRequest, listed: Listed, *, problem: str, since: str, why: str
) -> HttpResponse:
    now = timezone.now()
    rows = Revision.objects.filter(by=listed.of.by)
    choices = [
        (key, name, counted(rows.filter(at__gte=_begin(key, now)).count(), "change"), key == since)
        for key, (name, _) in SINCE.items()
    ]
    return form_page(
        request,
        "history/person.html",
        Head(title=f"Take back {_small(listed.title)}", index=False),
        status=400 if problem else 200,
        listed=listed,
        choices=choices,
        problem=problem,
        why=why[:2000],
        most=MOST_AT_ONCE,
    )


def _tell(request: HttpRequest, listed: Listed, outcome: Undone) -> HttpResponse:
    skipped = dict[int, str]((row.pk, reason) for row, reason in outcome.skipped[:100])
    hidden = sees_hidden(request)
    rows = revisions.revisions_to_show(hidden=hidden).filter(pk__in=skipped)
    told = revisions.told(list(rows.order_by("-pk")), most=1, hidden=hidden)
    stays: list[tuple[Line, str]] = [(line_of(one), skipped[one.revision.pk]) for one in told]
    return form_page(
        request,
        "history/person.html",
        Head(title=f"Taken back: {_small(listed.title)}", index=False),
        listed=listed,
        done=counted(len(outcome.done), "change"),
        stays=stays,
        left=outcome.left,
    )
