"""What somebody maintains: what others changed of it, reports to answer, and the mail about it."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from packdex.accounts import unsubscribing
from packdex.accounts.models import User
from packdex.catalog import maintainers
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people.replies import reply
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.actions.verbs import said
from packdex.catalog.models import Flag, Maintainer, Revision
from packdex.core.roles import RefusedError
from packdex.web.forms import form_page, sign_in_first
from packdex.web.people.names import profile_link
from packdex.web.people.things import id_in, path_of
from packdex.web.render import Head
from packdex.web.show import day, lines, one_line
from packdex.web.visitor import user_of

PATH = "/accounts/maintained/"
CHANGES, REPORTS = 50, 50


class Report(NamedTuple):
    """An open report about something that the person maintains."""

    id: int
    name: str
    path: str
    kind: str
    reason: str
    on: SafeString
    reply: str


@require_http_methods(["GET", "HEAD", "POST"])
def maintained(request: HttpRequest) -> HttpResponse:
    """The page; POST `do`: reply (`id`, `reply`), or mail (`wanted`: yes or no)."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    if request.method != "POST":
        return _page(request, user)
    problem, status = "", 400
    try:
        messages.success(request, _do(request, user))
    except InvalidError as error:
        problem = f"The reply {error.message}"
    except AlreadyError as error:
        problem, status = str(error), 409
    except RefusedError as error:
        problem, status = str(error), 403
    return _page(request, user, problem, status) if problem else HttpResponseRedirect(PATH)


def _do(request: HttpRequest, user: User) -> str:
    """What is said when it is done. Raises what `reply` raises, and BadRequest."""
    do = request.POST.get("do", "")
    if do == "mail":
        unsubscribing.set_mail(user, wanted=request.POST.get("wanted") == "yes")
        return "Saved."
    if do != "reply":
        raise BadRequest("no such step")
    id_, text = id_in(request.POST.get("id", "")), request.POST.get("reply", "")
    reply(user.actor, id_, text, timezone.now())
    return "Moderators, and who sent the report, see your reply."


@csrf_exempt  # the token is the proof, and mail programs send this by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether mail is to end; POST ends it."""
    user = unsubscribing.person_of(token)
    if user is None:
        raise Http404("no such link")
    if request.method == "POST":
        unsubscribing.set_mail(user, wanted=False)
    head = Head(title="Mail to maintainers", index=False)
    return form_page(request, "rights/unsubscribe.html", head, wanted=user.told_by_mail)


def _page(request: HttpRequest, user: User, problem: str = "", status: int = 200) -> HttpResponse:
    rows = maintainers.maintained_by(user.pk)
    changes = maintainers.changes_by_others(rows, user.pk, CHANGES)
    return form_page(
        request,
        "rights/maintained.html",
        Head(title="What you maintain", index=False),
        status=status,
        problem=problem,
        things=[_thing(row) for row in rows],
        changes=[_change(change) for change in changes],
        reports=[_report(flag) for flag in maintainers.reports_to_answer(rows, REPORTS)],
        mail=user.told_by_mail,
        typed=request.POST.get("reply", "") if problem else "",
        typed_for=request.POST.get("id", "") if problem else "",
    )


def _thing(row: Maintainer) -> tuple[str, str, SafeString]:
    thing = row.package or row.grid
    if thing is None:  # the database says that there is always one thing
        return "", "", SafeString("")
    return path_of(thing), one_line(thing.title), day(row.since)


def _change(change: Revision) -> tuple[SafeString, SafeString, str, str, str, str]:
    path = f"/history/{change.pk}/"
    what, why = one_line(change.about), one_line(change.why)
    return day(change.at), profile_link(change.by), said(change.verb), what, why, path


def _report(flag: Flag) -> Report:
    thing = flag.package or flag.grid
    return Report(
        flag.pk,
        one_line(thing.title) if thing else "",
        path_of(thing) if thing else "",
        flag.get_kind_display(),
        lines(flag.reason),
        day(flag.created),
        lines(flag.reply),
    )
