"""The log of what was refused to programs: so much a minute of each address, and no secrets."""

from __future__ import annotations

import logging
import time
from urllib.parse import quote

from django.http import HttpRequest

from packdex.accounts.asker import address_of
from packdex.core.allowance import Allowance, key_of

MOST_A_MINUTE = 10
"""Anybody can be refused as often as they like, and must not fill the disk by it."""

_log = logging.getLogger(__name__)
_allowance = Allowance(MOST_A_MINUTE, 60)


def note(request: HttpRequest, what: str) -> None:
    """Log that `what`, a few words of ours, was refused to whoever sent `request`."""
    address = address_of(request)
    if _allowance.take(key_of(address), 1, time.monotonic()) == 0:
        _log.warning("refused to %s: %s (%s)", address, what, quote(request.path))


def forget() -> None:
    """Begin anew with everybody."""
    _allowance.forget()
