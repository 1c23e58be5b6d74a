"""Pages of a list, as links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from packdex.web.show import escape


def page_number(text: str) -> int:
    """The page that `text` asks for; 1 for anything that is not a positive number."""
    # More digits are no page of any list, and int() would be slow on thousands of them.
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        return 1
    return max(1, int(text))


def last_part(size: int, total: int) -> int:
    """The number of the last part of a list of `total` rows, in parts of `size`."""
    return max(1, -(-total // size))


@dataclass(frozen=True, slots=True)
class Part(ABC):
    """One part of a list with `total` rows; `number` counts from 1 and is within the list."""

    number: int
    size: int
    total: int
    path: str

    @abstractmethod
    def address(self, number: int) -> str:
        """The address of the page with the part `number`."""

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
        return last_part(self.size, self.total)

    @property
    def previous(self) -> str:
        """The address with the part before; "" on the first."""
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address with the part after; "" on the last."""
        return self.address(self.number + 1) if self.number < self.last else ""


@dataclass(frozen=True, slots=True)
class Paging(Part):
    """A list that is the page's only one."""

    query: Mapping[str, str]

    @classmethod
    def at(cls, text: str, size: int, total: int, path: str, query: Mapping[str, str]) -> Paging:
        """The page that the parameter `text` asks for, or the last one when there are fewer."""
        return cls(min(page_number(text), last_part(size, total)), size, total, path, query)

    @property
    def here(self) -> str:
        """This page's own address."""
        return self.address(self.number)

    def address(self, number: int) -> str:
        """The address of a page, without the parameters that have their default."""
        more = [f"page={number}"] if number > 1 else []
        query = "&".join([*_encoded(tuple(self.query.items())), *more])
        return f"{self.path}?{query}" if query else self.path

    def steps(self) -> list[tuple[int, str]]:
        """Numbers and addresses of first, last and near pages; (0, "") where some are left out."""
        near = range(self.number - 1, self.number + 2)
        steps: list[tuple[int, str]] = []
        before = 0
        for number in sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)}):
            if number == before + 2:  # a gap of one page is that page
                steps.append((number - 1, self.address(number - 1)))
            elif number > before + 1:
                steps.append((0, ""))
            steps.append((number, self.address(number)))
            before = number
        return steps

    @property
    def links(self) -> SafeString:
        """The ways to the other pages, as HTML; "" where there is only one."""
        if self.last == 1:
            return SafeString("")
        steps = "".join(map(self._step, self.steps()))
        return SafeString(  # addresses are escaped, numbers are digits
            f'<nav class="pager" aria-label="Pages">\n{_way("prev", "Previous", self.previous)}\n'
            f"<ol>{steps}</ol>\n{_way('next', 'Next', self.next)}\n</nav>"
        )

    def _step(self, step: tuple[int, str]) -> str:
        number, address = step
        if not number:
            return "<li><span>…</span></li>"
        here = ' aria-current="page"' if number == self.number else ""
        return f'<li><a href="{escape(address)}"{here}>{number}</a></li>'

    @property
    def told(self) -> str:
        """Which rows of how many this page shows: "21 to 40 of 114"."""
        if self.total <= self.size:
            return f"{self.total:,}"
        return f"{self.start + 1:,} to {self.stop:,} of {self.total:,}"


@lru_cache(maxsize=32)  # a page has many addresses with the same parameters
def _encoded(query: tuple[tuple[str, str], ...]) -> list[str]:
    return [urlencode(query)] if query else []


def _way(rel: str, label: str, address: str) -> str:
    if not address:
        return f'<span class="soft">{label}</span>'
    return f'<a rel="{rel}" href="{escape(address)}">{label}</a>'
