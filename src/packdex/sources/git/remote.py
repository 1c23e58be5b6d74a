"""Asking a server which refs it has, without taking anything: `git ls-remote --symref`."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from packdex.sources.errors import GarbledError
from packdex.sources.git.program import Session

MAX_TAGS = 10_000
"""More are not read: no project has so many releases, and each costs a name and an object."""

LONGEST_NAME = 250  # characters of a ref

OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")  # SHA-1 or SHA-256
HEADS, TAGS, _PEELED = "refs/heads/", "refs/tags/", "^{}"


@dataclass(frozen=True, slots=True)
class Refs:
    """What a server has: HEAD, the branch that it names, and the object of each tag.

    `head` is None where HEAD names a branch that has no commit yet; `has_branches` says whether
    others have. `default_branch` is None where HEAD names no branch (detached).
    """

    head: str | None
    default_branch: str | None
    tags: Mapping[str, str]
    has_branches: bool

    @property
    def mark(self) -> str:
        """A short text that is another one when the head, its branch or a tag is."""
        what = hashlib.sha256(f"{self.default_branch}".encode())
        for name, oid in sorted(self.tags.items()):
            what.update(f"\n{oid} {name}".encode())
        return f"{self.head or 'empty'} {what.hexdigest()[:16]}"


def head_of(mark: str | None) -> str | None:
    """The head that a mark was made of; None for no mark, and for that of an empty repository."""
    head = (mark or "").partition(" ")[0]
    return head if OID.fullmatch(head) else None


def ask(session: Session) -> Refs:
    """The refs of the session's repository. Raises DoorError where there is no answer."""
    printed = session.remote("ls-remote", "--symref", "--", session.to.url)
    return parse(printed.decode("utf-8", "replace"))


def parse(text: str) -> Refs:
    """What `git ls-remote --symref` printed ("OUTPUT" in its manual), one ref a line.

    Raises GarbledError when it is something else.
    """
    branch = None
    oids: dict[str, str] = {}
    for line in text.splitlines():
        value, tab, name = line.partition("\t")
        if value.startswith("ref: "):
            if name == "HEAD" and value.startswith(f"ref: {HEADS}"):
                branch = value.removeprefix(f"ref: {HEADS}")
        elif tab and OID.fullmatch(value):
            oids[name] = value
        else:
            raise GarbledError(f"a list of refs was expected, not {line[:100]!r}")
    return made(branch, oids)


def made(branch: str | None, oids: Mapping[str, str]) -> Refs:
    """The refs of a server whose HEAD names `branch`, out of the object of each ref by its name."""
    tags = {
        name.removeprefix(TAGS): oid
        for name, oid in oids.items()
        if name.startswith(TAGS) and not name.endswith(_PEELED) and len(name) <= LONGEST_NAME
    }
    return Refs(
        head=oids.get("HEAD"),
        default_branch=branch if branch and len(branch) <= LONGEST_NAME else None,
        tags=dict(islice(tags.items(), MAX_TAGS)),
        has_branches=any(name.startswith(HEADS) for name in oids),
    )
