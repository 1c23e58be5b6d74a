"""Reporting a package, a grid, a change or a site to the moderators."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import flags
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.actions.verbs import said
from packdex.catalog.models import Example, Flag, Grid, Package
from packdex.catalog.revisions import revisions_to_show
from packdex.core.roles import Act, RefusedError, may
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import day, one_line


class About(NamedTuple):
    """What is reported: the thing, how it is called, and where one goes afterwards."""

    thing: Thing
    name: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """A form to report a package."""
    row = row_or_404(request, Package, slug)
    return _report(request, About(Thing(Reported.PACKAGE, row.pk), row.title, path_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """A form to report a grid."""
    row = row_or_404(request, Grid, slug)
    return _report(request, About(Thing(Reported.GRID, row.pk), row.title, path_of(row)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def example(request: HttpRequest, number: int) -> HttpResponse:
    """A form to report a site that uses a package."""
    rows = Example.objects.filter(shown=True, package__hidden=False).select_related("package")
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404("no such site")
    name = f"{row.title} ({row.url})"
    return _report(request, About(Thing(Reported.EXAMPLE, row.pk), name, path_of(row.package)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revision(request: HttpRequest, number: int) -> HttpResponse:
    """A form to report a change."""
    changes = revisions_to_show(hidden=may(actor_of(request), Act.HIDE))
    row = changes.filter(pk=number).first()
    if row is None:
        raise Http404("no such change")
    name = f"{row.by or 'somebody'} {said(row.verb)} {row.about}"
    return _report(request, About(Thing(Reported.REVISION, row.pk), name, f"/history/{row.pk}/"))


def _report(request: HttpRequest, about: About) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("kind", "reason")}
    actor, wrong, problem, status = actor_of(request), {}, "", 200
    if request.method == "POST":
        try:
            flags.report(actor, about.thing, given["kind"], given["reason"], timezone.now())
        except InvalidError as error:
            wrong, status = {error.field: error.message}, 400
        except AlreadyError as error:
            problem, status = str(error), 409
        except RefusedError as error:
            problem, status = str(error), 403
        else:
            messages.success(request, "Thank you. A moderator will look at it.")
            return HttpResponseRedirect(about.back)
    sent = flags.open_by(actor, about.thing)
    name = one_line(about.name)
    moderated = about.thing.table in {Reported.PACKAGE, Reported.GRID} and may(actor, Act.MODERATE)
    return form_page(
        request,
        "people/report.html",
        Head(title=f"Report {name}", index=False),
        status=status,
        name=name,
        back=about.back,
        kinds=Flag.Kind.choices,
        given=given,
        wrong=wrong,
        problem=problem,
        sent=sent,
        sent_on=day(sent.created) if sent else "",
        moderate=f"{about.back}moderate/" if moderated else "",
    )
