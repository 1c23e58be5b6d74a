"""People of each role who write by the API, and what they write about."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.test import APIClient

from packdex.accounts.models import User
from packdex.core.roles import Role
from tests import make


def client_of(person: User | Role | str) -> APIClient:
    """A client that is signed in as this person, or as a new one of this role."""
    if isinstance(person, Role):
        person = make.user(person.name.lower(), person)
    if isinstance(person, str):
        person = make.user(person)
    client = APIClient()
    client.force_login(person)
    return client


def send(
    client: APIClient, method: str, path: str, told: Any = None, **headers: str
) -> HttpResponse:
    """A write with a JSON body; header names are given with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: HttpResponse = client.generic(
        method.upper(),
        path,
        told if isinstance(told, bytes) else _json(told),
        content_type="application/json",
        headers=named,
    )
    return answer


def _json(told: Any) -> bytes:
    from packdex.api.json import dumps

    return b"" if told is None else dumps(told)
