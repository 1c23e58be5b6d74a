"""Mail that could not be sent: said plainly, and nothing is left half made."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.internal.httpkit import is_headless_request
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from packdex.accounts.models import User

STATUS = 503
RETRY_AFTER_S = 300


class MailError(Exception):
    """The mail server did not take a mail. The log says why; people cannot help it."""


def note_new(request: HttpRequest, user: User) -> None:
    """Remember that `user` was made by this request, should its mail not be sent."""
    request.new_account = user  # type: ignore[attr-defined]


class Unsent:
    """The middleware that answers where mail could not be sent, and takes back a new account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as whatever stands behind does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page, or JSON for a program, with status 503. None: another kind of error."""
        if not isinstance(error, MailError):
            return None
        new: User | None = getattr(request, "new_account", None)
        if new is not None and new.pk:
            new.delete()
        # What the session was told of steps that did not come about is not kept.
        request.session.modified = False
        if is_headless_request(request):
            said = [{"code": "mail_failed", "message": "The mail could not be sent."}]
            answer: HttpResponse = JsonResponse({"status": STATUS, "errors": said}, status=STATUS)
        else:
            answer = render(request, "account/mail_failed.html", status=STATUS)
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
