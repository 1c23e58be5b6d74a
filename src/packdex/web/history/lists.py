"""Lists of changes: all, those of one package, grid or category, and those of one person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from packdex.accounts import public
from packdex.catalog import queries, revisions
from packdex.catalog.revisions import Of
from packdex.core.roles import Act, may
from packdex.web import answers
from packdex.web.forms import actor_of
from packdex.web.history.lines import ROOT, by_day
from packdex.web.render import Head, page
from packdex.web.show import one_line

FOLDERS = {"package": "/packages/p/", "grid": "/grids/g/", "category": "/categories/"}
PLURALS = {"package": "Packages", "grid": "Grids", "category": "Categories"}


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose changes a list shows. `path` is its address, `up` the page of the thing itself."""

    of: Of
    title: str
    path: str
    lead: str
    up: str = ""
    up_title: str = ""
    here: str = ""


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All changes, newest first: `before` (the id that the list goes on after)."""
    return _list(request, ALL)


@require_safe
def of_thing(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The changes of one package, grid or category; `kind` says which."""
    if kind == "package" and (now := _moved(slug)):
        return HttpResponsePermanentRedirect(f"{FOLDERS[kind]}{now}/history/")
    return _list(request, listed_thing(kind, slug, hidden=sees_hidden(request)))


@require_safe
def of_person(request: HttpRequest, account: str) -> HttpResponse:
    """What one person changed. Who may take all of it back finds the way there."""
    listed = listed_person(account)
    actor = actor_of(request)
    own = actor.id is not None and actor.id == listed.of.by
    undo_all = f"{listed.path}undo/" if own or may(actor, Act.UNDO_ANY) else ""
    return _list(request, listed, undo_all=undo_all, profile=f"/profiles/{_last(listed.path)}/")


ALL = Listed(
    Of(),
    "History",
    ROOT,
    "What people changed in this directory, latest first. What sources report is under events.",
)


def listed_thing(kind: str, slug: str, *, hidden: bool = False) -> Listed:
    """The list of one package, grid or category. Raises Http404."""
    subject = revisions.subject(kind, slug, hidden=hidden)
    if subject is None:
        raise Http404(f"no such {kind}")
    title = one_line(subject.title)
    up = f"{FOLDERS[kind]}{subject.slug}/"
    return Listed(
        subject.of,
        f"History of {title}",
        f"{up}history/",
        f"What people changed of this {kind}, latest first.",
        up,
        title,
        f"{PLURALS[kind].lower()}",
    )


def listed_person(account: str) -> Listed:
    """The list of one person. Raises Http404."""
    person = public.by_account(account)
    if person is None:
        raise Http404("no such account")
    name = one_line(person.account)
    path = f"{ROOT}by/{quote(person.account, safe='')}/"
    return Listed(Of(by=person.pk), f"Changes by {name}", path, "Latest first.")


def sees_hidden(request: HttpRequest) -> bool:
    """Whether who asks sees what is hidden."""
    return may(actor_of(request), Act.HIDE)


def _list(
    request: HttpRequest, listed: Listed, *, undo_all: str = "", profile: str = ""
) -> HttpResponse:
    before = request.GET.get("before", "")
    after = int(before) if re.fullmatch("[1-9][0-9]{0,17}", before, re.ASCII) else 0
    hidden = sees_hidden(request)
    found, older = revisions.newest(
        listed.of, before=after, limit=settings.PACKDEX_PAGE_SIZE, hidden=hidden
    )
    told = revisions.told(found, most=revisions.MOST_LISTED, hidden=hidden)
    feed = "" if listed.of.by else f"{listed.path}feed/"
    head = Head(
        title=listed.title,
        path=listed.path if not after else f"{listed.path}?before={after}",
        description=listed.lead,
        here=listed.here,
        index=False,  # what was taken back is no answer to anybody's search
        feed=feed,
    )
    body = page(
        "history/list.html",
        head,
        listed=listed,
        days=by_day(told),
        feed=feed,
        first=listed.path if after else "",
        older=f"{listed.path}?before={found[-1].pk}" if older else "",
        undo_all=undo_all,
        profile=profile,
    )
    return answers.send(request, body)


def _moved(slug: str) -> str:
    """The slug of the package that this one leads to by now; "" where it leads to none."""
    if revisions.subject("package", slug, hidden=True) is not None:
        return ""
    moved = queries.merged_into(slug=slug)
    return moved.slug if moved else ""


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
