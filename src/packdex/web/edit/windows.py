"""A part of a long list within a page that shows parts of two."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from packdex.web.paging import Part, last_part, page_number


@dataclass(frozen=True, slots=True)
class Window(Part):
    """A part of the list that the parameter `name` moves along and the page calls `what`.

    `others` are the parameters of the page that stay when another part is shown.
    """

    name: str
    what: str
    others: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """Which rows of how many: "Features 26 to 50 of 300"."""
        return f"{self.what} {self.start + 1:,} to {self.stop:,} of {self.total:,}"

    def parameters(self, number: int | None = None) -> list[tuple[str, str]]:
        """What the address says of this list."""
        number = number or self.number
        return [(self.name, str(number))] if number > 1 else []

    def address(self, number: int) -> str:
        """The address of the page with that part of this list."""
        query = [*self.others, *self.parameters(number)]
        return f"{self.path}?{urlencode(query)}" if query else self.path


def window(name: str, what: str, wanted: str, size: int, total: int) -> Window:
    """The part that the parameter `wanted` asks for; the last one when there are fewer."""
    number = min(page_number(wanted), last_part(size, total))
    return Window(number, size, total, "", name, what)
