"""How large a request is, before anything of it is read."""

from __future__ import annotations

import re

_LENGTH = re.compile(r"[0-9]{1,15}")


def length_of(header: str | None) -> int | None:
    """The bytes that a Content-Length tells; None where it tells nothing that can be relied on."""
    return int(header) if header and _LENGTH.fullmatch(header) else None
