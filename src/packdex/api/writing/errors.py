"""What the APIs answer to writes that cannot be made."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from packdex.accounts import refusals
from packdex.api import errors
from packdex.api.json import dumps
from packdex.catalog.actions.errors import ConflictError, InvalidError, TooMuchError
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.refresh.adding import AlreadyHereError


class Clash(APIException):
    """It cannot be done as things stand: 409."""

    status_code = 409


class TooMuch(APIException):
    """Too many of these in a short time: 429. `wait` is the seconds until there may be more."""

    status_code = 429

    def __init__(self, why: str, wait: float | None) -> None:
        super().__init__(why)
        self.wait = wait


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to `error`: `{"field": ["…"]}` for a wrong field, else `{"detail": "…"}`.

    What somebody who is signed in wanted to change and could not is logged.
    """
    response = errors.answer(as_answered(error), context)
    request = context["request"]
    if response is not None and request.method not in SAFE_METHODS and request.user.pk:
        told = dumps(response.data)[:300].decode(errors="replace")
        what = f"{request.method} by account {request.user.pk}, {response.status_code} {told}"
        refusals.note(request._request, what)
    return response


def as_answered(error: Exception) -> Exception:
    """What the actions raise as REST framework knows it; all else as it is."""
    if isinstance(error, InvalidError):
        return ValidationError({error.field: [error.message]})
    if isinstance(error, AlreadyHereError):
        here = ", ".join(f"{one.title} ({one.slug})" for one in error.here)
        return Clash(f"It is in the directory already: {here}.")
    if isinstance(error, TooMuchError):
        return TooMuch(str(error), error.wait_s)
    if isinstance(error, ConflictError | AlreadyError):
        return Clash(str(error))
    return error
