"""Reading files that are only in memory."""

from __future__ import annotations

from packdex.core.stack.dependency import Dependency, Found
from packdex.core.stack.reading import NotThereError, read_files


def read(_named: str = "requirements.txt", _content: str | bytes = "", **others: str) -> Found:
    """What a file asks for. `others` are beside it, with `__` for a slash and `_txt` for ".txt"."""
    files = {_named: _content} | {
        name.replace("__", "/").replace("_txt", ".txt"): text for name, text in others.items()
    }

    def open_(path: str) -> bytes:
        if path not in files:
            raise NotThereError("there is no such file")
        content = files[path]
        return content.encode() if isinstance(content, str) else content

    return read_files([_named], open_)


def plain(found: Found) -> list[tuple[str, str, int | None]]:
    """Name, range and line of each dependency."""
    return [(one.name, one.specifier, one.where.line) for one in found.dependencies]


def one(found: Found) -> Dependency:
    assert len(found.dependencies) == 1
    return found.dependencies[0]


def reasons(found: Found) -> list[tuple[int | None, str]]:
    """Line and reason of each problem."""
    return [(one.where.line, one.reason) for one in found.problems]
