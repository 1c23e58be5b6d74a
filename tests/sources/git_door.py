"""A door that leaves it all to the git program."""

from collections.abc import Mapping

from packdex.sources.answer import Answer
from tests.sources.scripted import TAKEN_AT, ScriptedDoor


class ClosedDoor(ScriptedDoor):
    """Says that nothing can be posted, as a host does that knows no newer protocol."""

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return Answer(405, {}, b"", url, TAKEN_AT)
