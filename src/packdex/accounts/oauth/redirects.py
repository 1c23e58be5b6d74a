"""Which addresses an application's users may be sent back to (RFC 9700, 2.1; RFC 8252, 7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

LONGEST = 500

_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?((?:[/?].*)?)")

_WRONG: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda it: len(it) > LONGEST, f"An address of up to {LONGEST} characters is taken."),
    (lambda it: not (it.isascii() and it.isprintable()), "An address has only letters of ASCII."),
    (lambda it: bool(set(it) & set(' \\<>"*')), "An address has no blanks, \\, quotes or *."),
    (lambda it: "#" in it, "Leave out the part from # on."),
    (
        lambda it: "/../" in f"{it}/" or "/./" in f"{it}/",
        "Write the path without dots for folders.",
    ),
)


def problem(address: str, *, installed: bool) -> str | None:
    """What is wrong with `address` as one to send people back to; None: nothing.

    `installed`: the application runs on people's own devices, so that it may have addresses of its
    own kind, such as `com.example.app:/back`.
    """
    wrong = next((words for is_wrong, words in _WRONG if is_wrong(address)), None)
    if wrong is not None:
        return wrong
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises ValueError for one that is none
    except ValueError:
        return "This is not an address."
    if "@" in parts.netloc:
        return "An address holds no user name."
    return _of_scheme(address, parts.scheme, parts.hostname, installed=installed)


def _of_scheme(address: str, scheme: str, host: str | None, *, installed: bool) -> str | None:
    if scheme == "https" and host:
        return None
    if scheme == "http":
        if _LOOPBACK.fullmatch(address):
            return None
        return "Use https://, or http://127.0.0.1 for a program on the same machine."
    if installed and "." in scheme:  # the name of a domain, backwards: RFC 8252, 7.1
        return None
    return "Begin with https://."


def is_same(asked: str, registered: str) -> bool:
    """Whether `asked` is the registered address: character by character.

    But for the port of a loopback address, which a program takes as it finds it free.
    """
    if asked == registered:
        return True
    ours, theirs = _LOOPBACK.fullmatch(registered), _LOOPBACK.fullmatch(asked)
    return ours is not None and theirs is not None and ours.groups() == theirs.groups()


def source_of(address: str) -> str:
    """What a Content-Security-Policy calls where `address` leads: its origin, or its scheme."""
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"}:
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:"
