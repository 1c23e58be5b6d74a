"""What tests of gates share: asking one, and comparing what it answers with what a view does."""

from __future__ import annotations

from types import ModuleType

from django.http import HttpResponse
from django.test import RequestFactory


def ask(gate: ModuleType, path: str, method: str, headers: dict[str, str]) -> HttpResponse | None:
    """What this gate answers. None: it passes the request on."""
    answer: HttpResponse | None = gate.answer(RequestFactory(headers=headers).generic(method, path))
    return answer


def headers_of(response: HttpResponse) -> dict[str, str]:
    """All but the length, which one of the last middlewares writes, also where there is none."""
    return {name: value for name, value in response.items() if name != "Content-Length"}
