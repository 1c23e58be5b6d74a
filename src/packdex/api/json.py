"""JSON as the APIs write it: compact, UTF-8, not escaped to ASCII."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rest_framework.renderers import JSONRenderer


@cache
def _renderer() -> JSONRenderer:
    # REST framework takes longer to load than most commands run, and most commands write no JSON.
    from rest_framework.renderers import JSONRenderer

    return JSONRenderer()


def dumps(data: Any) -> bytes:
    """`data` in the very bytes that REST framework answers."""
    body: bytes = _renderer().render(data)
    return body
