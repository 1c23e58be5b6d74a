"""Asking a server over HTTP for HEAD and tags alone, in one request and without running git.

`git ls-remote` has every ref sent to it and picks from those; a forge has one or two for each pull
request that there ever was. The question is "ls-refs" of git's documentation "Git Wire Protocol,
Version 2", posted as it says under "HTTP Transport". A server answers it without having been asked
anything before.
"""

from collections.abc import Iterator
from http import HTTPStatus

from packdex.sources.answer import Answer, Sender
from packdex.sources.git.address import Destination
from packdex.sources.git.remote import HEADS, OID, TAGS, Refs, made
from packdex.sources.git.trouble import BusyError, of_status
from packdex.sources.limits import pause_end

_TYPE = "application/x-git-upload-pack"
RESULT = f"{_TYPE}-result"
HEADERS = {
    "Content-Type": f"{_TYPE}-request",
    "Accept": RESULT,
    "Git-Protocol": "version=2",
}
_DELIMITER, _END = b"0001", b"0000"

DECISIVE = frozenset({301, 302, 303, 307, 308, 429, 502, 503, 504})
"""Statuses after which git need not ask again in its own way: what they say is not about how."""


def ask(door: Sender, to: Destination) -> Refs | None:
    """The refs of the repository at `to`, None where git has to find out by itself.

    That is where the host does not speak HTTP, or an older version of the protocol, or has no HEAD
    to tell of. Raises DoorError where there is no answer.
    """
    if not to.url.startswith("http"):
        return None
    answer = door.send(f"{to.url}/git-upload-pack", _QUESTION, HEADERS)
    until = pause_end(answer)
    if until:
        raise BusyError(f"{to.host}: it wants no further question for now", until)
    if answer.status in DECISIVE:
        raise of_status(to.host, answer.status)
    return _refs(answer)


def packet(text: str) -> bytes:
    """A line of the protocol, its length in front ("pkt-line Format")."""
    return f"{len(text) + 5:04x}{text}\n".encode()


_QUESTION = b"".join(
    [
        *(packet("command=ls-refs"), _DELIMITER, packet("symrefs")),
        *(packet("ref-prefix HEAD"), packet(f"ref-prefix {TAGS}"), _END),
    ]
)


def _refs(answer: Answer) -> Refs | None:
    """The refs in an answer; None when it is none to this question."""
    if answer.status != HTTPStatus.OK or answer.headers.get("content-type") != RESULT:
        return None
    branch, oids = None, {}
    try:
        for line in _lines(answer.body):
            oid, name, *attributes = line.split(" ")
            if not OID.fullmatch(oid):
                return None
            oids[name] = oid
            for attribute in attributes if name == "HEAD" else ():
                key, _, target = attribute.partition(":")
                if key == "symref-target" and target.startswith(HEADS):
                    branch = target.removeprefix(HEADS)
    except ValueError:
        return None
    return made(branch, oids) if "HEAD" in oids else None


def _lines(body: bytes) -> Iterator[str]:
    """The lines before the end; raises ValueError where there is none, or something else."""
    position = 0
    while body[position : position + 4] != _END:
        size = int(body[position : position + 4], 16)
        line = body[position + 4 : position + size]
        if size <= len(_END) or len(line) != size - 4:
            raise ValueError("an answer that is cut short")
        yield line.decode("utf-8", "replace").removesuffix("\n")
        position += size
