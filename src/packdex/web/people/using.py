"""Saying that one uses a package, or likes it: a page with one button each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.people import favorites, usage
from packdex.catalog.models import Favorite, Package, Usage
from packdex.core.roles import Actor, RefusedError
from packdex.web.forms import actor_of, form_page, signed_in, way_back
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import one_line

Act = Callable[[Actor, int, datetime], None]


class Choice(NamedTuple):
    """A button: what it says above, on it and afterwards, and what it does."""

    said: str
    button: str
    done: str
    act: Act


USE = {
    "yes": Choice("Count me among those who use it.", "I use it", "Counted.", usage.use),
    "no": Choice(
        "You are counted among those who use it.",
        "I do not use it any more",
        "You are not counted any more.",
        lambda actor, package, _: usage.stop_using(actor, package),
    ),
}
FAVORITE = {
    "yes": Choice(
        "Keep it on the list of your favourites.",
        "Add to my favourites",
        "It is on your list now.",
        favorites.mark,
    ),
    "no": Choice(
        "It is one of your favourites.",
        "Take it off my list",
        "It is off your list.",
        lambda actor, package, _: favorites.unmark(actor, package),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def use(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether one uses the package; POST `do`: "yes" or "no"."""
    note = "How many use a package is shown to everybody, and what you use on your profile."
    return _choose(request, slug, USE, Usage, "Do you use {}?", note)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def favorite(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the package is a favourite; POST `do`: "yes" or "no"."""
    note = "Your list is on your profile. Nobody else sees it unless you share it in the settings."
    return _choose(request, slug, FAVORITE, Favorite, "Favourite: {}", note)


def _choose(
    request: HttpRequest,
    slug: str,
    choices: dict[str, Choice],
    rows: type[Usage] | type[Favorite],
    heading: str,
    note: str,
) -> HttpResponse:
    package = row_or_404(request, Package, slug)
    actor, problem = actor_of(request), ""
    if request.method == "POST":
        choice = choices.get(request.POST.get("do", ""))
        if choice is None:
            raise BadRequest("neither yes nor no")
        try:
            choice.act(actor, package.pk, timezone.now())
        except RefusedError as error:
            problem = str(error)
        else:
            messages.success(request, choice.done)
            return HttpResponseRedirect(way_back(request, path_of(package)))
    there = rows._default_manager.filter(by=actor.id, package=package).exists()
    do = "no" if there else "yes"
    title = one_line(package.title)
    return form_page(
        request,
        "people/choose.html",
        Head(title=heading.format(title), here="packages", index=False),
        status=403 if problem else 200,
        path=path_of(package),
        title=title,
        do=do,
        choice=choices[do],
        note=note,
        problem=problem,
        next=way_back(request, ""),
    )
