"""An answer from the network, and the shape of whatever can get one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class Getter(Protocol):
    """What a source needs of a door. The real one is `http.Door`; tests have one of their own."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for `url`; raises DoorError when there is no answer."""
        ...
