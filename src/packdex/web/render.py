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
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from packdex.catalog.documents import ORIGIN

ROOM = Path(__file__).parent
STATIC = ROOM / "static" / "web"
STYLE, SUGGESTING = "web/packdex.css", "web/suggest.js"


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
        **assets(),
        "site_name": settings.SITE_NAME,
    }
    # The template's own engine, without a request: no context processor, no session, no cookie.
    return get_template(f"web/{template}").render(content | frame).encode()


def assets() -> dict[str, str]:
    """The style sheet and the script of all pages."""
    return {"style": static_address(STYLE), "suggesting": static_address(SUGGESTING)}


@cache
def static_address(name: str) -> str:
    """The address of a static file. It changes with its content, so it may be kept for long."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is not among the static files")
    return f"{settings.STATIC_URL}{name}?v={zlib.crc32(Path(found).read_bytes()):08x}"


def mark_of_room() -> str:
    """A mark of all that pages are made of here: a page that was made of something else is stale.

    So a new template shows at once, without a new version of the software.
    """
    mark = 0
    for suffix in ("**/*.py", "templates/web/**/*.html", "static/web/*.css", "static/web/*.js"):
        for file in sorted(ROOM.glob(suffix)):
            mark = zlib.crc32(file.read_bytes(), mark)
    return f"{mark:08x}"
