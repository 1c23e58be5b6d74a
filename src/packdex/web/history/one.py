"""One change in full, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from packdex.catalog import revisions
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.moderation.undo import UndoError, may_undo, undo
from packdex.catalog.models import Revision
from packdex.catalog.revisions import MOST_SHOWN, Told
from packdex.core.roles import RefusedError
from packdex.refresh.readdressed import plan_anew
from packdex.web import answers
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.history.lines import ROOT, Line, in_full, line_of, path_of, things
from packdex.web.history.lists import sees_hidden
from packdex.web.render import Head, page
from packdex.web.show import moment


@dataclass(slots=True)
class Tried:
    """What came of trying to take a change back: what was wrong, and the changes in the way."""

    problem: str = ""
    why: str = ""
    later: list[Line] = field(default_factory=list)
    status: int = 200


@require_safe
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One change with its difference and, for who may, a way to take it back."""
    return _show(request, _found(request, number), Tried())


@require_POST
@signed_in
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a change back: `why`, and `later` to take those back, too, that stand in its way."""
    told = _found(request, number)
    also_later = request.POST.get("later") == "on"
    tried = Tried(why=request.POST.get("why", "")[:2000])
    try:
        done = undo(actor_of(request), number, timezone.now(), why=tried.why, also_later=also_later)
    except InvalidError as error:
        tried.problem, tried.status = f"The reason {error.message}", 400
    except RefusedError as error:
        tried.problem, tried.status = str(error), 403
    except UndoError as error:
        tried.problem, tried.status = error.reason, 409
        tried.later = _lines(request, error.later)
    else:
        plan_anew(done)
        count = len(done)
        messages.success(request, "Taken back." if count == 1 else f"{count} changes taken back.")
        return HttpResponseRedirect(path_of(done[-1].pk))
    return _show(request, told, tried)


def _found(request: HttpRequest, number: int) -> Told:
    hidden = sees_hidden(request)
    rows = revisions.revisions_to_show(hidden=hidden)
    # No id is larger; some databases take no larger number.
    found = rows.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404("no such change")
    return revisions.told([found], most=MOST_SHOWN, hidden=hidden)[0]


def _show(request: HttpRequest, told: Told, tried: Tried) -> HttpResponse:
    revision, line = told.revision, line_of(told)
    head = Head(title=f"Change {revision.pk}", path=path_of(revision.pk), index=False)
    content = {
        "line": line,
        "at": moment(revision.at),
        "things": things(told),
        "differences": [in_full(one, revision) for one in told.differences],
        "more": told.more,
        "undoes": path_of(revision.undoes_id) if revision.undoes_id else "",
        "root": ROOT,
        "tried": tried,
    }
    offered = not told.undone_by and may_undo(actor_of(request), revision)
    if not offered and tried.status == 200:
        return answers.send(request, page("history/one.html", head, **content))
    return form_page(
        request, "history/one.html", head, status=tried.status, offered=offered, **content
    )


def _lines(request: HttpRequest, later: Sequence[Revision]) -> list[Line]:
    """Those in the way, as a list tells them; none of them that who asks may not see."""
    hidden = sees_hidden(request)
    rows = revisions.revisions_to_show(hidden=hidden).filter(pk__in=[row.pk for row in later[:50]])
    told = revisions.told(list(rows.order_by("-pk")), most=1, hidden=hidden)
    return [line_of(one) for one in told]
