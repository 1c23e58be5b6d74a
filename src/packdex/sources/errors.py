"""What can go wrong on the way to a fact, and what follows from it."""


class DoorError(Exception):
    """A request that brought no answer.

    `why` is a sentence for the reader. `permanent` is true when the same request would fail the
    same way until something changes at the other end or in our settings.
    """

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent


class RefusedError(DoorError):
    """An address that we do not ask, by our own rules; nothing was sent to it."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


class UnreachableError(DoorError):
    """There was no connection, or it broke; asking again at once may help."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=False)


class TimedOutError(DoorError):
    """The other side was too slow."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=False)


class TooLargeError(DoorError):
    """The answer is larger than we take, as sent or once decompressed."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True)


class UntrustedError(DoorError):
    """The other side's certificate does not prove that it is who we asked for."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=False)


class GarbledError(DoorError):
    """What came is not HTTP, or not in the encoding that it claims."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=False)


class SourceError(Exception):
    """A document that is not what its format promises; `field` is the path of the wrong part."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why
