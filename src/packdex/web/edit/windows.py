"""A part of a long list within a page that shows parts of two."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from packdex.web.paging import page_number


@dataclass(frozen=True, slots=True)
class Window:
    """The part `number` (from 1) of a list of `total` rows, in parts of `size`.

    `others` are the parameters of the page that stay when another part is shown.
    """

    name: str
    what: str
    number: int
    size: int
    total: int
    path: str
    others: tuple[tuple[str, str], ...] = ()

    @property
    def start(self) -> int:
        """Rows before this part."""
        return (self.number - 1) * self.size

    @property
    def stop(self) -> int:
        """Rows up to the end of this part."""
        return min(self.start + self.size, self.total)

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> str:
        """The address with the part before; "" on the first."""
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address with the part after; "" on the last."""
        return self.address(self.number + 1) if self.number < self.last else ""

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
    last = max(1, -(-total // size))
    return Window(name, what, min(page_number(wanted), last), size, total, "")
