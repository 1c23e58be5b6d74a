"""An answer from the network, and the shape of whatever can get one."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer of any status.

    Names in `headers` are in lower case. `body` is decompressed. `url` is the address that
    answered, after redirects. `taken_at` (UTC) is when the last byte was here.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Streamed:
    """An HTTP answer of any status whose body is still on its way.

    `chunks` are the decompressed body in pieces of bounded size; reading them may raise DoorError.
    The other parts are those of an Answer.
    """

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]
    url: str


class Getter(Protocol):
    """What a source needs of a door. The real one is `http.Door`; tests have one of their own."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for `url`; raises DoorError when there is no answer."""
        ...


class Poster(Getter, Protocol):
    """A door through which a document can be posted too."""

    def post(self, url: str, document: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """Post `document` as JSON to `url`; raises DoorError when there is no answer."""
        ...


class Sender(Getter, Protocol):
    """A door through which anything can be posted too."""

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Post `content` to `url`; raises DoorError when there is no answer."""
        ...


class Streamer(Protocol):
    """A door that gives an answer while it arrives."""

    def stream(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        max_bytes: int,
        deadline_s: float,
    ) -> AbstractContextManager[Streamed]:
        """Ask for `url`; raises DoorError when there is no answer, or no whole one."""
        ...
