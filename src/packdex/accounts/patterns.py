"""allauth's addresses with views of ours around its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, URLResolver


def around(patterns: Iterable[Any], wrap: Callable[[Any], Any]) -> list[URLPattern | URLResolver]:
    """`patterns`, each view of which, however deep, is what `wrap` makes of it."""
    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLResolver):
            around(pattern.url_patterns, wrap)
        else:
            pattern.callback = wrap(pattern.callback)
    return found
