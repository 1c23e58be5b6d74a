"""The secret of an invitation: what stands in its link, and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets

LONGEST = 100
"""Characters of what is looked up; ours have 43."""


def new() -> str:
    """A secret of 256 bits, as addresses can hold it."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of `secret`. Nobody guesses 256 bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def could_be_one(text: str) -> bool:
    """Whether `text` is worth looking up."""
    return text.isascii() and text.isprintable() and 0 < len(text) <= LONGEST
