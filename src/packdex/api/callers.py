"""Who calls the API, as whoever changes the catalogue is known there."""

from __future__ import annotations

from dataclasses import replace

from rest_framework.request import Request

from packdex.accounts.models import User
from packdex.core.roles import NOBODY, Actor


def actor_of(request: Request) -> Actor:
    """The caller; with the scopes of the token that the request came with, if it came with one."""
    if not isinstance(request.user, User):
        return NOBODY
    scopes = getattr(request.auth, "scopes", None)
    return replace(request.user.actor, scopes=scopes)
