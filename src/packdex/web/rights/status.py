"""Saying how a package stands, by who maintains it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.packages.declare import declare
from packdex.catalog.maintainers import may_for
from packdex.catalog.models import Declared, Package
from packdex.core.roles import Act, RefusedError
from packdex.web.forms import actor_of, form_page, signed_in
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import one_line


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for the `status` and a `reason`."""
    package, actor = row_or_404(request, Package, slug), actor_of(request)
    if not may_for(actor, Act.DECLARE, package):
        raise PermissionDenied("How a package stands is said by its maintainers.")
    given = {"status": package.declared, "reason": package.declared_why}
    wrong, code = {}, 200
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        try:
            declare(actor, package.pk, given["status"], given["reason"], timezone.now())
        except InvalidError as error:
            wrong, code = {error.field: error.message}, 400
        except RefusedError as error:
            wrong, code = {"status": str(error)}, 403
        else:
            messages.success(request, "Saved.")
            return HttpResponseRedirect(path_of(package))
    title = one_line(package.title)
    return form_page(
        request,
        "rights/status.html",
        Head(title=f"Status of {title}", index=False),
        status=code,
        path=path_of(package),
        title=title,
        choices=[("", "Nothing: go by what sources tell"), *Declared.choices],
        given=given,
        wrong=wrong,
        deprecated=package.deprecated_at is not None,
    )
