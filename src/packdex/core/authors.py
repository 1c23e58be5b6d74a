"""Who wrote a history: which names and addresses are one author, and which authors are programs.

The same address or the same name is one author, and so is whoever is tied together by both. Git has
no accounts: a login is known only where a forge's no-reply address holds it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from packdex.core.bots import is_bot
from packdex.core.history import Contributor

LONGEST_NAME = 100  # characters that are shown; the rest of a longer one is cut


class Author(NamedTuple):
    """Name and address as a commit has them."""

    name: str
    address: str


_NO_REPLY = (
    # GitHub: 1234+login@, and login@ for accounts from before July 2017 ("Email addresses
    # reference" in its documentation); a company's own has its host instead.
    re.compile(r"(?:\d+\+)?(?P<login>[^@+]+)@users\.noreply\.github\.[\w.-]+"),
    # GitLab: 1234-login@ ("Use an automatically generated private commit email").
    re.compile(r"\d+-(?P<login>[^@]+)@users\.noreply\.[\w.-]+"),
    # Forgejo and Gitea: login@ (their setting NO_REPLY_ADDRESS).
    re.compile(r"(?P<login>[^@+]+)@noreply\.[\w.-]+"),
)

_NOT_A_NAME = frozenset({"", "unknown", "root", "user", "admin", "your name", "anonymous", "none"})
"""What stands where nobody entered a name: to share it says nothing."""

_NOT_AN_ADDRESS = re.compile(
    r"|[^@]*|you@example\.com|[^@]*@(?:\(none\)|localhost(?:\.localdomain)?)"
    r"|no-?reply@(?!users\.).*"
)
"""Addresses of nobody in particular: no host, this machine, git's own example, a forge's own."""


def login_of(address: str) -> str | None:
    """The login that a forge's no-reply address holds; None for any other address."""
    for form in _NO_REPLY:
        if found := form.fullmatch(address.strip().lower()):
            return _as_written(address.strip(), found)
    return None


def program_wrote(author: Author) -> bool:
    """Whether the author is a program, going by the name and by the login."""
    return is_bot(author.name) or is_bot(login_of(author.address) or "")


def contributors(
    commits: Mapping[Author, int], last: Mapping[Author, date] | None = None
) -> list[Contributor]:
    """Everyone who wrote some of `commits`, most commits first, then by name.

    `last` is the latest day of each author's commits, where it has one.
    """
    found = [_contributor(group, commits, last or {}) for group in _together(commits)]
    return sorted(found, key=lambda c: (-c.commits, c.name.casefold(), c.name))


def _together(commits: Mapping[Author, int]) -> list[list[Author]]:
    """The authors, those that are one in a list of their own."""
    parents: dict[object, object] = {}

    def root(key: object) -> object:
        while (parent := parents.setdefault(key, key)) != key:
            parents[key] = parents[parent]  # halves the way for the next one
            key = parent
        return key

    for author in commits:
        for key in _keys(author):
            parents[root(key)] = root(author)
    groups = defaultdict(list)
    for author in commits:
        groups[root(author)].append(author)
    return list(groups.values())


def _keys(author: Author) -> Iterator[tuple[str, bool, str]]:
    """What this author shares with those who are the same. Programs and people share nothing."""
    program = program_wrote(author)
    name = " ".join(author.name.casefold().split())
    if name not in _NOT_A_NAME:
        yield "name", program, name
    address = author.address.strip().casefold()
    if login := login_of(address):
        # Before the @ may stand an account's number or not; it is one account all the same.
        yield "address", program, f"{login}@{address.partition('@')[2]}"
    elif not _NOT_AN_ADDRESS.fullmatch(address):
        yield "address", program, address


def _contributor(
    group: list[Author], commits: Mapping[Author, int], last: Mapping[Author, date]
) -> Contributor:
    logins: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for author in group:
        # What looks like an address is shown only as far as its @: it was not given to be shown.
        names[author.name.partition("@")[0].strip() or "unknown"] += commits[author]
        if login := login_of(author.address):
            logins[login] += commits[author]
    shown = min(logins or names, key=lambda name: (-(logins or names)[name], name))
    return Contributor(
        name=shown[:LONGEST_NAME],
        commits=sum(commits[author] for author in group),
        is_bot=program_wrote(group[0]),
        last=max((last[author] for author in group if author in last), default=None),
    )


def _as_written(address: str, found: re.Match[str]) -> str:
    """The login with its own capitals, which lower case has found."""
    if len(address) != len(found.string):
        return found["login"]
    return address[found.start("login") : found.end("login")]
