"""How titles are ordered."""


def sort_key(title: str) -> str:
    """The text by which `title` is ordered: without regard to case or outer white space.

    Keys are compared by code point, which is the order that every database here can give.
    """
    return title.strip().casefold()
