"""What somebody searched for, as its address says it. All of a search is in its address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict

from packdex.core.search.query import MAX_LENGTH
from packdex.search.find import SORTS
from packdex.web.paging import page_number

PATH = "/search/"
USUAL = next(iter(SORTS))


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the text as typed, the order, and the number of the page, which may not be there.

    `text` is one character longer than what is read where it was cut, so that this is noticed.
    """

    text: str
    sort: str = USUAL
    page: int = 1

    @classmethod
    def read(cls, given: QueryDict, within: str = "") -> Asked:
        """What the parameters `q`, `sort` and `page` say. Wrong values count as not given.

        `within` are operators that stand before the text: there no quotation mark is open.
        """
        sort, text = given.get("sort", ""), given.get("q", "")
        return cls(
            (f"{within} {text}" if within else text)[: MAX_LENGTH + 1],
            sort if sort in SORTS else USUAL,
            page_number(given.get("page", "")),
        )

    def query(self, text: str) -> dict[str, str]:
        """The parameters for `text` in the same order, without those that have their default."""
        query = {"q": text} if text else {}
        return query | ({"sort": self.sort} if self.sort != USUAL else {})

    def address(self, text: str) -> str:
        """The address of the first page for `text` in the same order."""
        query = self.query(text)
        return f"{PATH}?{urlencode(query)}" if query else PATH

    def around(self, text: str) -> tuple[str, str]:
        """What stands before and behind an operator in the address of `text` with it.

        `text` ends with a space, or is "".
        """
        order = urlencode(self.query(""))
        return f"{PATH}?q={quote_plus(text)}", f"&{order}" if order else ""
