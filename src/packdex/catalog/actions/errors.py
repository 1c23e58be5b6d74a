"""What changes by people are answered with when they cannot be made."""

from __future__ import annotations

from typing import Any

from packdex.core.roles import RefusedError


class InvalidError(ValueError):
    """A value that cannot be taken, and nothing was written.

    `field` is the name of the value as the action calls it; the message says, for the reader, what
    was wrong with which value and what is accepted.
    """

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


class ConflictError(Exception):
    """Somebody else changed it since it was read, and nothing was written.

    `theirs` is the row as it is now (None: it is gone), `mine` what was to be stored.
    """

    def __init__(self, theirs: Any, mine: Any) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__("Somebody else changed this in the meantime.")


class TooMuchError(RefusedError):
    """So much that this person has to wait: for `wait_s` seconds, until one more is let."""

    def __init__(self, message: str, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(message)
