"""From a template to the bytes of a page.

Pages are made without a request, so that they can be kept: wherever an absolute link belongs they
hold `documents.ORIGIN`, which answers.py replaces on the way out.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template

from packdex.catalog.documents import ORIGIN

ROOM = Path(__file__).parent
STATIC = ROOM / "static" / "web"


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself.

    `path` is its canonical address without origin, "" for none; `here` the entry of the main menu
    that it belongs to; `index` whether search engines may list it; `feed` the address of a feed of
    its own.
    """

    title: str
    path: str = ""
    description: str = ""
    here: str = ""
    index: bool = True
    feed: str = ""


def page(template: str, head: Head, **content: Any) -> bytes:
    """The page that `template` (below templates/web/) makes of `content`, as UTF-8."""
    frame = {
        "head": head,
        "origin": ORIGIN,
        "style": style_address(),
        "site_name": settings.SITE_NAME,
    }
    # The template's own engine, without a request: no context processor, no session, no cookie.
    return get_template(f"web/{template}").render(content | frame).encode()


@cache
def style_address() -> str:
    """The address of the style sheet. It changes with its content, so it may be kept for long."""
    mark = zlib.crc32((STATIC / "packdex.css").read_bytes())
    return f"{settings.STATIC_URL}web/packdex.css?v={mark:08x}"


def mark_of_room() -> str:
    """A mark of all that pages are made of here: a page that was made of something else is stale.

    So a new template shows at once, without a new version of the software.
    """
    mark = 0
    for suffix in ("**/*.py", "templates/web/*.html", "static/web/*.css"):
        for file in sorted(ROOM.glob(suffix)):
            mark = zlib.crc32(file.read_bytes(), mark)
    return f"{mark:08x}"
