"""What a token looks like: a prefix such as `pdx_`, 30 random letters and digits, 6 to check them.

The prefix lets scanners of repositories and logs know a token that got there. The end is the CRC-32
of all before it, so that they, and we, tell a token from what only looks like one without asking a
database. Prefix and checksum are those of GitHub's tokens, whose form scanners know.
"""

from __future__ import annotations

import re
import secrets
import string
import zlib
from hashlib import sha256

PERSONAL, ACCESS, REFRESH, SECRET = "pdx_", "pda_", "pdr_", "pds_"
"""What begins a personal token, OAuth2's two kinds of tokens, and the secret of an application."""

RANDOM = 30
"""Characters that are random: 178 bits."""

_CHECK = 6
_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_FORM = re.compile(f"pd[xars]_[0-9A-Za-z]{{{RANDOM + _CHECK}}}")


def new(prefix: str) -> str:
    """A token, beginning so, that nobody else has."""
    body = prefix + "".join(secrets.choice(_LETTERS) for _ in range(RANDOM))
    return body + _checksum(body)


def is_whole(text: str) -> bool:
    """Whether `text` is a token as `new` makes them, with nothing mistyped or cut off."""
    return bool(_FORM.fullmatch(text)) and text[-_CHECK:] == _checksum(text[:-_CHECK])


def digest(text: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal.

    A slow hash, as for passwords, is for what can be guessed. Nobody goes through 2**178 tokens,
    and one SHA-256 a request costs nothing.
    """
    return sha256(text.encode()).hexdigest()


def _checksum(body: str) -> str:
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
