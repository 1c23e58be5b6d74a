"""Claiming a package: the code to put into its repository, and a button to have it looked for."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from packdex.accounts.models import User
from packdex.catalog import maintainers
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.models import Claim, How, Package
from packdex.catalog.origin import origin_of
from packdex.core.roles import RefusedError
from packdex.web.forms import actor_of, form_page, sign_in_first
from packdex.web.people.things import path_of, row_or_404
from packdex.web.render import Head
from packdex.web.show import day, one_line
from packdex.web.visitor import user_of

PATIENCE_S = 10.0
EARLIER = 5


class Way(NamedTuple):
    """A way to show that a package is one's own: its key, and what to do."""

    how: str
    heading: str
    todo: str
    code: str


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """How the package can be claimed; POST `how` has it checked while the person waits."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    package = row_or_404(request, Package, slug)
    if maintainers.maintains(actor_of(request), package):
        return HttpResponseRedirect(f"{path_of(package)}maintainers/")
    if request.method != "POST":
        return _page(request, user, package)
    problem, code = "", 422
    try:
        problem = _checked(request, user, package).reason
    except RefusedError as error:
        problem, code = str(error), 403
    except AlreadyError as error:
        problem, code = str(error), 409
    except InvalidError as error:
        problem, code = f"The way {error.message}", 400
    if problem:
        return _page(request, user, package, problem, code)
    messages.success(request, "You are a maintainer of this package now.")
    return HttpResponseRedirect(f"{path_of(package)}maintainers/")


def _checked(request: HttpRequest, user: User, package: Package) -> Claim:
    """What came of the claim; its reason is "" where it was proved."""
    # What asks other servers is loaded when somebody claims something.
    from packdex.accounts.forge_logins import forge_logins
    from packdex.refresh import claiming
    from packdex.refresh.context import open_context

    logins = [claiming.Login(*login) for login in forge_logins(user)]
    context = open_context(PATIENCE_S)
    with context.door:
        how = request.POST.get("how", "")
        return claiming.claim(actor_of(request), package, how, logins, context)


def _page(
    request: HttpRequest, user: User, package: Package, problem: str = "", status: int = 200
) -> HttpResponse:
    title = one_line(package.title)
    rows = Claim.objects.filter(by=user, package=package).order_by("-created", "-id")
    return form_page(
        request,
        "rights/claim.html",
        Head(title=f"Claim {title}", index=False),
        status=status,
        path=path_of(package),
        title=title,
        problem=problem,
        ways=_ways(request, user, package),
        earlier=[_earlier(row) for row in rows[:EARLIER]],
    )


def _ways(request: HttpRequest, user: User, package: Package) -> list[Way]:
    from packdex.refresh.claiming import FILE, code_of, offered

    code = code_of(user.pk, package.pk)
    address = f"{origin_of(request)}{path_of(package)}?{code}"
    told = {
        How.FILE: ("A file", f"Put a file {FILE} into the default branch, with this line:", code),
        How.TOPIC: ("A topic", "Give the repository this topic:", code),
        How.REGISTRY: (
            "A link of the project",
            "Publish a release with this address among its links:",
            address,
        ),
        How.FORGE: (
            "Your account there",
            "If the repository is below your own name, sign in here with that account, today.",
            "",
        ),
    }
    return [Way(how.value, *told[how]) for how in offered(package)]


def _earlier(row: Claim) -> tuple[SafeString, str, str]:
    return day(row.created), row.get_how_display(), one_line(row.reason) or row.outcome
