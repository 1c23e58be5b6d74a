"""Where somebody is signed in, and ending that."""

from __future__ import annotations

import re

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from packdex.core.counts import counted
from packdex.web.forms import form_page, sign_in_first
from packdex.web.people.things import id_in
from packdex.web.render import Head
from packdex.web.show import day
from packdex.web.visitor import user_of

PATH = "/accounts/sessions/"

# What programs call themselves; the first that fits. Many pretend to be others as well.
_BROWSERS = (
    ("Firefox", r"Firefox/"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Chromium or Chrome", r"(Chrome|CriOS|Chromium)/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone or iPad", r"iPhone|iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions of who asks. POST `end`: the id of one of them, or "others"."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    there = UserSession.objects.purge_and_list(user)
    here = request.session.session_key
    if request.method == "POST":
        wanted = request.POST.get("end", "")
        ended = [one for one in there if one.session_key != here]
        if wanted != "others":
            one_of_them = id_in(wanted)
            ended = [one for one in ended if one.pk == one_of_them]
        for one in ended:
            one.end()
        messages.success(request, f"{counted(len(ended), 'browser')} signed out.")
        return HttpResponseRedirect(PATH)
    rows = [
        (one.pk, called(one.user_agent), one.ip, day(one.created_at), one.session_key == here)
        for one in sorted(there, key=lambda one: one.created_at, reverse=True)
    ]
    return form_page(
        request,
        "people/sessions.html",
        Head(title="Where you are signed in", index=False),
        rows=rows,
        others=any(not is_here for *_, is_here in rows),
    )


def called(user_agent: str) -> str:
    """A browser and its system, as far as its `User-Agent` tells: "Firefox on Linux"."""
    browser = next((name for name, sign in _BROWSERS if re.search(sign, user_agent)), "")
    system = next((name for name, sign in _SYSTEMS if re.search(sign, user_agent)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "a program"
