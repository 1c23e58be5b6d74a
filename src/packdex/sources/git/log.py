"""Reading a history out of a copy."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from packdex.core.authors import Author, program_wrote
from packdex.core.daily import day_of
from packdex.sources.git.copy import contents
from packdex.sources.git.program import Session
from packdex.sources.git.trouble import LocalError

LONGEST_TEXT = 200  # characters of a name or an address that are looked at

_AUTHORS = "tformat:%at%x00%an%x00%ae"
_MADE = re.compile(rb"^(?:tagger|committer) .*?> ?(\d+) [+-]\d+$", re.MULTILINE)


@dataclass(eq=False)
class Tally:
    """Commits counted per UTC day of their author dates and per author, as the lines come."""

    days: Counter[date] = field(default_factory=Counter)
    bot_days: Counter[date] = field(default_factory=Counter)
    authors: Counter[Author] = field(default_factory=Counter)
    last: dict[Author, date] = field(default_factory=dict)
    _rest: bytes = b""
    _programs: dict[Author, bool] = field(default_factory=dict)

    def take(self, data: bytes) -> None:
        """Count what `git log` printed next, in pieces of any size."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._count(line.decode("utf-8", "replace"))

    def _count(self, line: str) -> None:
        time, _, who = line.partition("\0")
        name, _, address = who.partition("\0")
        author = Author(name[:LONGEST_TEXT], address[:LONGEST_TEXT])
        self.authors[author] += 1
        if author not in self._programs:
            self._programs[author] = program_wrote(author)
        day = day_of(int(time)) if time.isdecimal() else None
        if day:
            self.days[day] += 1
            # Newest commits come first, mostly, so that this is rarely true.
            if (known := self.last.get(author)) is None or day > known:
                self.last[author] = day
            if self._programs[author]:
                self.bot_days[day] += 1


def tally(session: Session, tip: str) -> Tally:
    """All commits reachable from `tip`, by all parents, `tip` among them."""
    counted = Tally()
    session.read("log", "--encoding=UTF-8", f"--format={_AUTHORS}", tip, "--", sink=counted.take)
    return counted


def tip_at(session: Session, head: str, moment: datetime) -> str | None:
    """What was the tip at `moment`, if `head` is it now; None before the first commit.

    That is the first commit by first parents whose committer date is not after the moment. To take
    all commits up to a date instead would be wrong: those of a branch that was merged later have
    older dates.
    """
    found = session.local(
        *("rev-list", "--first-parent", "-1", f"--min-age={int(moment.timestamp())}", head, "--")
    )
    return found.decode().strip() or None


def committed(session: Session, commit: str) -> tuple[datetime | None, str]:
    """The committer date of `commit` (UTC, None out of range), and the id of its root tree.

    Raises LocalError where the id is that of something else.
    """
    printed = session.local("log", "-1", "--format=tformat:%ct %T %H", commit, "--").decode()
    time, tree, found = (*printed.split(), "", "", "")[:3]
    if found != commit:
        raise LocalError(f"{commit} is no commit")
    return instant(time), tree


def tag_times(session: Session, oids: Iterable[str]) -> dict[str, datetime | None]:
    """When each of the objects that tags name was made; None where it has no time.

    The time of an annotated tag is its own; of others it is the committer date of their commit.
    """
    asked = list(dict.fromkeys(oids))
    # Objects of other kinds, which may be large, are not read.
    found = contents(session, [f"{oid}^{{{kind}}}" for oid in asked for kind in ("tag", "commit")])
    times = [_made(content) for content in found]
    return {
        oid: tag or commit for oid, tag, commit in zip(asked, times[::2], times[1::2], strict=True)
    }


def instant(time: str) -> datetime | None:
    """A time in seconds since 1970 as git prints it; None for what is no day of a calendar."""
    if not time.isdecimal() or day_of(int(time)) is None:
        return None
    return datetime.fromtimestamp(int(time), UTC)


def _made(content: bytes | None) -> datetime | None:
    head, _, _ = (content or b"").partition(b"\n\n")
    found = _MADE.search(head)
    return instant(found[1].decode()) if found else None
