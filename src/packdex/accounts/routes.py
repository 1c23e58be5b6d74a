"""Which addresses are known: those of accounts only to requests for one of them.

Passkeys, tokens and sign-in by other services come with libraries that take 30 MB of a process's
memory. A process that nobody signs in to never loads them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

ROOTS = ("/accounts/", "/_allauth/", "/identity/", "/.well-known/")
"""What the paths begin with that only `settings.ACCOUNTS_URLCONF` knows."""


class Routes:
    """The middleware that has a request for an account's address looked up among those too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as whatever stands behind does. Nobody keeps what is one person's own."""
        if request.path_info.startswith(ROOTS):
            request.urlconf = settings.ACCOUNTS_URLCONF
        answer = self.get_response(request)
        if request.path_info.startswith("/accounts/"):
            add_never_cache_headers(answer)
        return answer
