"""JSON as the APIs write it: compact, UTF-8, not escaped to ASCII."""

from __future__ import annotations

from typing import Any

from rest_framework.renderers import JSONRenderer

_renderer = JSONRenderer()


def dumps(data: Any) -> bytes:
    """`data` in the very bytes that REST framework answers."""
    body: bytes = _renderer.render(data)
    return body
