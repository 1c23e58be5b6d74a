"""Who writes, when, and what they say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from rest_framework.request import Request

from packdex.api.callers import actor_of
from packdex.catalog.actions import typed
from packdex.catalog.origin import origin_of
from packdex.core.roles import Actor


@dataclass(frozen=True, slots=True)
class Caller:
    """Who writes. `why` (`?why=` of the address) goes into the history of what they change.

    `origin` is that of our links, `at` the time (UTC) that all of one request has.
    """

    actor: Actor
    why: str
    origin: str
    at: datetime


def caller_of(request: Request) -> Caller:
    """The caller of this write. Raises InvalidError for a reason that cannot be taken."""
    why = typed.why(request.query_params.get("why", ""))
    return Caller(actor_of(request), why, origin_of(request._request), timezone.now())
