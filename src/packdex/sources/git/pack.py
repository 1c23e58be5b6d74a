"""Taking what is new of a repository over HTTP in one request, without git's own greeting before.

The git program asks a server what it can do each time it fetches. The question is "fetch" of git's
documentation "Git Wire Protocol, Version 2", posted as it says under "HTTP Transport"; a server
answers it without having been asked anything before. What comes is a pack, which git checks and
stores. For what is small: an answer is held in memory.
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path

from packdex.sources.answer import Answer, Sender
from packdex.sources.errors import GarbledError, TooLargeError
from packdex.sources.git.narrow import HEADERS, RESULT, packet
from packdex.sources.git.program import Session
from packdex.sources.git.remote import OID
from packdex.sources.git.trouble import BusyError, LocalError
from packdex.sources.limits import pause_end

_DELIMITER, _END = b"0001", b"0000"
_DATA, _PROGRESS = 1, 2
"""The first byte of a packet of the pack: what it carries. 3 is an error's."""


def bring(
    session: Session, door: Sender, wanted: Sequence[str], name: str, have: str | None
) -> bool:
    """Take `wanted` (ids of objects) with all that they lead to but for what the filter leaves out.

    With `have`, a commit that is here with all before it, only what is new comes; without, commits
    come without those before them. Returns whether it was taken: where not, git has to fetch in its
    own way. Raises DoorError where the host does not answer at all.
    """
    url = f"{session.to.url}/git-upload-pack"
    try:
        answer = door.send(url, _question(wanted, name, have), HEADERS)
    except (TooLargeError, GarbledError):
        return False
    if until := pause_end(answer):
        raise BusyError(f"{session.to.host}: it wants no further question for now", until)
    try:
        pack = _pack(answer)
        if not pack:
            return False
        # As git marks a pack of which the server kept something back.
        session.local("index-pack", "--stdin", "--promisor", given=pack)
    except (ValueError, LocalError):
        return False
    return True


def kept_tip(folder: Path, ref: str) -> str | None:
    """The object that `ref` names in the copy at `folder`; None where there is none."""
    try:
        oid = (folder / ref).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return oid if OID.fullmatch(oid) else None


def _question(wanted: Sequence[str], name: str, have: str | None) -> bytes:
    lines = ["ofs-delta", "no-progress", *([f"filter {name}"] if name else [])]
    lines += [f"want {oid}" for oid in wanted]
    lines += [f"have {have}"] if have else ["deepen 1"]
    # Ids of sixty-four digits are those of SHA-256, which has to be said.
    kind = [packet("object-format=sha256")] if len(wanted[0]) == 64 else []
    asked = [packet("command=fetch"), *kind, _DELIMITER, *map(packet, [*lines, "done"]), _END]
    return b"".join(asked)


def _pack(answer: Answer) -> bytes:
    """The pack in an answer, b"" where it is none; raises ValueError where it is cut short."""
    if answer.status != HTTPStatus.OK or answer.headers.get("content-type") != RESULT:
        return b""
    packets = _packets(answer.body)
    for line in packets:  # other sections come before it
        if line == b"packfile\n":
            break
        if line.startswith(b"ERR "):
            return b""
    pieces = []
    for line in packets:
        if line[:1] == bytes([_DATA]):
            pieces.append(line[1:])
        elif line[:1] != bytes([_PROGRESS]):
            raise ValueError("the server gave up")
    return b"".join(pieces)


def _packets(body: bytes) -> Iterator[bytes]:
    """The packets before the end ("pkt-line Format"); raises ValueError where there is none."""
    position = 0
    while (head := body[position : position + 4]) != _END:
        size = int(head, 16)
        if head == _DELIMITER:
            position += 4
            continue
        line = body[position + 4 : position + size]
        if size <= len(_END) or len(line) != size - 4:
            raise ValueError("an answer that is cut short")
        yield line
        position += size
