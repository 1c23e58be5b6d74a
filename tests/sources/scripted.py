"""A door that opens on what a test has told it, and on nothing else."""

from collections.abc import Mapping
from datetime import UTC, datetime

from packdex.sources.answer import Answer
from packdex.sources.errors import DoorError

TAKEN_AT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


class ScriptedDoor:
    """Answers each address as told; an address that nobody told it about fails the test."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._script: dict[str, list[Answer | DoorError]] = {}

    def tell(
        self,
        url: str,
        status: int = 200,
        body: bytes = b"",
        *,
        headers: Mapping[str, str] | None = None,
        final_url: str | None = None,
    ) -> None:
        """Answer the next question for `url` like this, from `final_url` as if redirected."""
        answer = Answer(status, dict(headers or {}), body, final_url or url, TAKEN_AT)
        self._script.setdefault(url, []).append(answer)

    def fail(self, url: str, error: DoorError) -> None:
        """Raise `error` at the next question for `url`."""
        self._script.setdefault(url, []).append(error)

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return self.get(url, headers)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        self.asked.append((url, dict(headers or {})))
        script = self._script.get(url)
        if not script:
            raise AssertionError(f"asked for {url}; told about {sorted(self._script) or 'nothing'}")
        told = script.pop(0)
        if isinstance(told, DoorError):
            raise told
        return told
