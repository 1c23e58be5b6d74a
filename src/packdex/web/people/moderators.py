"""Pages that only moderators see."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from packdex.core.roles import Act, may
from packdex.web.forms import View, actor_of, signed_in


def for_moderators(view: View) -> View:
    """Lead strangers to the page for signing in, and refuse all others who are no moderators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(actor_of(request), Act.MODERATE):
            raise PermissionDenied("This page is for moderators.")
        return view(request, *args, **kwargs)

    return signed_in(guarded)
