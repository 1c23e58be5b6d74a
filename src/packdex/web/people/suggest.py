"""Suggesting a site that uses a package."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people import examples
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.models import Package
from packdex.core.roles import RefusedError
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import one_line


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a site's `title` and `url`."""
    package = row_or_404(request, Package, slug)
    given = {name: request.POST.get(name, "") for name in ("title", "url")}
    wrong, problem, status = {}, "", 200
    if request.method == "POST":
        try:
            site = examples.suggest(
                actor_of(request), package.pk, given["title"], given["url"], timezone.now()
            )
        except InvalidError as error:
            wrong, status = {error.field: error.message}, 400
        except AlreadyError as error:
            problem, status = str(error), 409
        except RefusedError as error:
            problem, status = str(error), 403
        else:
            done = "The site is on the page." if site.shown else "A moderator will look at it."
            messages.success(request, f"Thank you. {done}")
            return HttpResponseRedirect(path_of(package))
    title = one_line(package.title)
    return form_page(
        request,
        "people/suggest.html",
        Head(title=f"A site that uses {title}", here="packages", index=False),
        status=status,
        path=path_of(package),
        title=title,
        given=given,
        wrong=wrong,
        problem=problem,
    )
