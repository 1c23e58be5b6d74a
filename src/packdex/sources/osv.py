"""Security advisories from a dump of an OSV database: a zip file, or a folder with its entries.

The format is the "Open Source Vulnerability format" (OSV schema), one JSON document an advisory;
dumps are described on the page "Data Dumps" of OSV's documentation. Ranges of type GIT name
commits, not versions, and are left out. A dump comes from elsewhere: nothing of it is unpacked to
disk, and one entry that is wrong costs that entry only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from packaging.utils import canonicalize_name

from packdex.core.advisories import Advisory, Affected, Event, EventKind
from packdex.sources.document import Document
from packdex.sources.errors import SourceError
from packdex.sources.osv_entries import Skipped, entries

ECOSYSTEM = "PyPI"
MAX_ID = 200  # characters, of an advisory's or a version's name
MAX_VECTOR = 500  # characters
MAX_EXAMPLES = 20

_KINDS: tuple[EventKind, ...] = ("introduced", "fixed", "last_affected", "limit")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")


@dataclass
class Dump:
    """The advisories in the dump at `path` that are about projects of `ecosystem`.

        dump = Dump(Path("all.zip"))
        for advisory in dump: …

    Reading it again counts anew: `skipped` entries could not be read, the first of them with their
    reason in `examples`; `unrelated` ones are about other ecosystems. Raises SourceError when there
    is no dump at `path`, or more than any dump should be.
    """

    path: Path
    ecosystem: str = ECOSYSTEM
    skipped: int = 0
    unrelated: int = 0
    examples: list[Skipped] = field(default_factory=list)

    def __iter__(self) -> Iterator[Advisory]:
        self.skipped = self.unrelated = 0
        self.examples.clear()
        for entry in entries(self.path):
            if isinstance(entry, Skipped):
                self._skip(entry)
                continue
            try:
                advisory = parse(entry.body, self.ecosystem)
            except SourceError as error:
                self._skip(Skipped(entry.name, str(error)))
            else:
                if advisory:
                    yield advisory
                else:
                    self.unrelated += 1

    def _skip(self, entry: Skipped) -> None:
        self.skipped += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(entry)


def parse(payload: bytes, ecosystem: str = ECOSYSTEM) -> Advisory | None:
    """One advisory, of which only what is about `ecosystem` is read; None when nothing is.

    Raises SourceError naming a field that is missing or wrong.
    """
    document = Document.parse(payload)
    parts = _affected(document, ecosystem)
    if not parts:
        return None
    modified = document.maybe_time("modified")
    if modified is None:
        raise SourceError("modified", "missing, a time expected")
    severity = [pair for part in (document, *parts) for pair in _severity(part)]
    return Advisory(
        id=_id(document.text("id", MAX_ID), "id"),
        aliases=tuple(_id(alias, "aliases") for alias in document.maybe_texts("aliases", MAX_ID)),
        summary=document.maybe_text("summary"),
        severity=tuple(dict.fromkeys(severity)),
        affected=tuple(_part(part) for part in parts),
        published=document.maybe_time("published"),
        modified=modified,
        withdrawn=document.maybe_time("withdrawn"),
    )


def _id(name: str, path: str) -> str:
    """It becomes part of links and pages, so it is what such names are made of."""
    if not _ID.fullmatch(name):
        raise SourceError(path, f"{name[:50]!r} is not the name of an advisory")
    return name


def _affected(document: Document, ecosystem: str) -> list[Document]:
    if document.values.get("affected") is None:
        return []
    found = []
    for part in document.objects("affected"):
        package = part.maybe_object("package")
        # An ecosystem may be followed by a suffix, as in "Debian:12".
        if package and package.text("ecosystem", MAX_ID).partition(":")[0] == ecosystem:
            found.append(part)
    return found


def _part(part: Document) -> Affected:
    ranges = part.objects("ranges") if part.values.get("ranges") is not None else []
    return Affected(
        project=canonicalize_name(part.object("package").text("name", MAX_ID)),
        ranges=tuple(
            _events(item) for item in ranges if item.text("type", MAX_ID) in {"ECOSYSTEM", "SEMVER"}
        ),
        versions=frozenset(part.maybe_texts("versions", MAX_ID)),
    )


def _events(item: Document) -> tuple[Event, ...]:
    events: list[Event] = []
    for event in item.objects("events"):
        found = [Event(kind, text) for kind in _KINDS if (text := event.maybe_text(kind, MAX_ID))]
        if not found:
            raise SourceError(event.path, f"one of {', '.join(_KINDS)} expected")
        events += found
    if not any(event.kind == "introduced" for event in events):
        raise SourceError(item.at("events"), "an event of kind introduced expected")
    return tuple(events)


def _severity(part: Document) -> list[tuple[str, str]]:
    if part.values.get("severity") is None:
        return []
    return [
        (item.text("type", MAX_ID), item.text("score", MAX_VECTOR))
        for item in part.objects("severity")
    ]
