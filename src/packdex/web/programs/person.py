"""Pages for one person, who says once more who they are before something is handed out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from packdex.accounts.models import User
from packdex.web.forms import sign_in_first
from packdex.web.visitor import user_of


def of_person(view: Callable[[HttpRequest, User], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand `view` who asks; strangers are led to signing in."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        user = user_of(request)
        return view(request, user) if user else sign_in_first(request)

    return guarded


def proven(step: Callable[[HttpRequest, User], HttpResponse]) -> Callable[..., HttpResponse]:
    """Have who asks say once more who they are, if that was long ago; then `step` is done.

    What is handed out on these pages opens the account to programs, so that a browser that was left
    open is not enough.
    """
    certain: Any = reauthentication_required(app="allauth.account")(step)

    @wraps(step)
    def guarded(request: HttpRequest, user: User) -> HttpResponse:
        answer: HttpResponse = certain(request, user)
        return answer

    return guarded


def wrong_fields(error: ValidationError) -> dict[str, str]:
    """What is wrong, a sentence for each field; "" is no field of its own."""
    if not hasattr(error, "error_dict"):
        return {"": " ".join(error.messages)}
    return {field: " ".join(said) for field, said in error.message_dict.items()}
