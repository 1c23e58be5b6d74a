"""What git's complaints mean. They are read in English, which LC_ALL=C promises.

The texts are those of git's own sources (remote-curl.c, http.c, connect.c, fetch-pack.c) and of the
curl behind it. Whatever is not known here is taken for a passing trouble.
"""

import re
from collections.abc import Callable
from datetime import datetime

from packdex.sources.errors import DoorError, GarbledError, UnreachableError, UntrustedError

LONGEST = 300  # characters of git's words that are passed on


class NotThereError(DoorError):
    """The host has no such repository; `status` is the HTTP status that says so."""

    def __init__(self, why: str, status: int = 404) -> None:
        super().__init__(why, permanent=True)
        self.status = status


class LoginError(DoorError):
    """The host wants to know who asks, which forges also say of what is not there."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


class ElsewhereError(DoorError):
    """The host sends us elsewhere, but git does not tell where."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


class BusyError(DoorError):
    """The host wants fewer questions: none before `until` (UTC), where it says so."""

    def __init__(self, why: str, until: datetime | None = None) -> None:
        super().__init__(why, permanent=False)
        self.until = until


class StatusError(DoorError):
    """The host answered with an HTTP status that means failure."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why, permanent=status // 100 == 4)


class FilterError(DoorError):
    """The server does not send this part of a repository."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


class LocalError(DoorError):
    """Something is wrong with our own copy, or with this machine."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=False)


def meaning(host: str, errors: str) -> DoorError:
    """The error that git's words `errors`, said after asking `host`, stand for."""
    if found := re.search(r"returned error: (\d{3})", errors):
        return of_status(host, int(found[1]))
    words = _words(errors)
    for pattern, make in _RULES:
        if re.search(pattern, errors, re.IGNORECASE):
            return make(f"{host}: {_IN_OTHER_WORDS.get(make, words)}")
    return UnreachableError(f"{host}: {words}")


def of_status(host: str, status: int) -> DoorError:
    """The error that the HTTP status `status` of `host` stands for."""
    match status:
        case 404 | 410:
            return NotThereError(f"{host}: there is no such repository (HTTP {status})", status)
        case 401:
            return LoginError(f"{host}: {_IN_OTHER_WORDS[LoginError]}")
        case 429:
            return BusyError(f"{host}: too many questions (HTTP 429)")
        case _ if status // 100 == 3:
            return ElsewhereError(f"{host}: it sends us elsewhere (HTTP {status})")
        case _:
            return StatusError(f"{host}: answered with status {status}", status)


_RULES: tuple[tuple[str, Callable[[str], DoorError]], ...] = (
    (r"repository .* not found|not exported|no such repository", NotThereError),
    (r"could not read (username|password)|prompts disabled|authentication failed", LoginError),
    (r"filter '.*' not supported|invalid filter|filtering not", FilterError),
    (r"no space left|out of memory|mmap failed|cannot allocate|read-only file", LocalError),
    (r"not valid: |invalid server response|bad line length|protocol error|\bpkt", GarbledError),
    (r"certificate|gnutls|\bssl\b|\btls\b", UntrustedError),
    (
        r"failed to connect|unable to connect|connection (refused|timed out)|too slow",
        UnreachableError,
    ),
    (r"early eof|hung up|disconnect|rpc failed|index-pack|empty reply|reset by", UnreachableError),
    (r"\.lock'|corrupt|bad object|loose object|unable to (create|read)|missing", LocalError),
    (r"not a git repository|permission|could not parse|necessary objects", LocalError),
)


_IN_OTHER_WORDS: dict[Callable[[str], DoorError], str] = {
    LoginError: "it asks for a login: the repository is private, or there is none",
    NotThereError: "there is no such repository",
}


def _words(errors: str) -> str:
    """The line that says most, made safe to show: the first fatal one, else the last."""
    lines = ["".join(c if c.isprintable() else " " for c in x) for x in errors.splitlines()]
    lines = [line.strip() for line in lines if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    line = (fatal or lines[-1:] or ["git failed without a word"])[0]
    return line.removeprefix("fatal: ").removeprefix("error: ")[:LONGEST]
