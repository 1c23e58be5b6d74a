"""Taking along what is stored about oneself, and leaving."""

from __future__ import annotations

import orjson
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from packdex.accounts.models import User
from packdex.accounts.people import is_last_admin
from packdex.accounts.personal import everything
from packdex.catalog.actions.people.leaving import leave
from packdex.web.forms import form_page, sign_in_first
from packdex.web.render import Head
from packdex.web.visitor import user_of


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """A file with all that is stored about who asks, as JSON."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    raise_if_reauthentication_required(request, app="allauth.account")
    body = orjson.dumps(everything(user), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    answer = HttpResponse(body, "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="packdex-{user.pk}.json"'
    add_never_cache_headers(answer)
    return answer


@transaction.atomic
def _left(user: User, *, keep_name: bool) -> bool:
    """Delete the account, unless nobody else could give roles then. Returns whether it did."""
    if is_last_admin(user):
        return False
    leave(user.pk, keep_name=keep_name)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account of who asks: POST `name` (to be sure) and `keep_name`, "yes" or "no"."""
    user = user_of(request)
    if user is None:
        return sign_in_first(request)
    raise_if_reauthentication_required(request, app="allauth.account")
    problem = ""
    keep = request.POST.get("keep_name", "no")
    if request.method == "POST":
        if request.POST.get("name", "").strip().lower() != user.username.lower():
            problem = f"Type {user.username} here to say that you mean it."
        elif keep not in {"yes", "no"}:
            problem = "Say what becomes of your name."
        elif not _left(user, keep_name=keep == "yes"):
            problem = "You are the last admin: make somebody else one before."
        else:
            logout(request)
            messages.success(request, "Your account is deleted.")
            return HttpResponseRedirect("/")
    return form_page(
        request,
        "people/delete.html",
        Head(title="Delete your account", index=False),
        status=400 if problem else 200,
        name=user.username,
        shown=user.account,
        keep=keep,
        problem=problem,
    )
