"""How a number of things is spoken of."""


def counted(value: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 package", "1,204 packages". `many` defaults to `one` and an s."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"
