"""The links in answers."""

from __future__ import annotations

from dataclasses import dataclass

V4 = "/api/v4/"
V3 = "/api/v3/"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes v4's absolute links. The format that was asked for is carried into each.

    `suffix` is the format in the path (`packages.json`), `query` the one in `?format=`.
    """

    origin: str
    suffix: str = ""
    query: str = ""

    def to(self, table: str, key: int | None = None) -> str:
        """The link to a list (`table` is "packages", "search" …), or to the row with id `key`."""
        path = table if key is None else f"{table}/{key}"
        end = f".{self.suffix}" if self.suffix else "/"
        query = f"?format={self.query}" if self.query else ""
        return f"{self.origin}{V4}{path}{end}{query}"
