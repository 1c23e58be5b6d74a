"""What the API answers where something may not be done."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from packdex.api.authentication import CHALLENGE, insufficient_scope
from packdex.core.roles import RefusedError


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's answer to `error`. To RefusedError it is 403 with the reason.

    Who is not signed in gets 401, and a token that lacks a scope is told which (RFC 6750, 3.1).
    """
    if not isinstance(error, RefusedError):
        return exception_handler(error, context)
    body = {"detail": str(error)}
    if not context["request"].user.is_authenticated:
        return Response(body, 401, headers={"WWW-Authenticate": CHALLENGE})
    if error.scope is None:
        return Response(body, 403)
    return Response(body, 403, headers={"WWW-Authenticate": insufficient_scope(error.scope)})
