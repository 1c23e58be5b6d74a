"""What stands around every page of results: rendered once in a process, and then only filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings

from packdex.catalog.documents import ORIGIN
from packdex.core.search.operators import HELP
from packdex.core.search.query import MAX_LENGTH
from packdex.web.render import Head, page, static_address

STYLE = "web/search.css"
SLOTS = ("origin", "title", "path", "text", "sort", "open", "found")
"""What differs from page to page. All are HTML already."""


def filled(values: Mapping[str, bytes]) -> bytes:
    """The page with a value for each of SLOTS."""
    return b"".join(
        values[part.decode()] if place % 2 else part
        for place, part in enumerate(_parts(settings.SITE_NAME))
    )


@cache
def _parts(_site: str) -> list[bytes]:
    """What is the same for all pages, and between it the names of slots."""
    rendered = page(
        "search/results.html",
        Head(title=_slot("title"), path=_slot("path"), here="search", index=False),
        search_style=static_address(STYLE),
        longest=MAX_LENGTH,
        help=[(example, what) for example, what in HELP.values()],
        **{name: _slot(name) for name in ("text", "sort", "open", "found")},
    )
    rendered = rendered.replace(ORIGIN.encode(), _slot("origin").encode())
    return re.split(b"\x02([a-z]+)\x02", rendered)


def _slot(name: str) -> str:
    """The place of a value. No text of a page has the character that is around it."""
    return f"\x02{name}\x02"
