"""Limits and offsets: how both APIs cut lists into pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from rest_framework.utils.urls import remove_query_param, replace_query_param

MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: `limit` rows from `offset` on, of `count` rows in all."""

    limit: int
    offset: int
    count: int

    def next(self, address: str) -> str | None:
        """The address of the next page, or None. `address` is this page's, parameters included."""
        if self.limit == 0 or self.offset + self.limit >= self.count:
            return None
        address = replace_query_param(address, "limit", self.limit)
        return replace_query_param(address, "offset", self.offset + self.limit)

    def previous(self, address: str) -> str | None:
        """The address of the page before, or None. The first page has no offset in it."""
        if self.limit == 0 or self.offset <= 0:
            return None
        address = replace_query_param(address, "limit", self.limit)
        if self.offset - self.limit <= 0:
            return remove_query_param(address, "offset")
        return replace_query_param(address, "offset", self.offset - self.limit)


def read_limit(text: str | None, *, least: int = 1) -> int:
    """The rows of a page that `text` asks for: at least `least`, at most 1000.

    The instance's page size when it is missing, below `least`, or no whole number.
    """
    number = _whole_number(text)
    if number is None or number < least:
        return min(settings.PACKDEX_PAGE_SIZE, MAX_LIMIT)
    return min(number, MAX_LIMIT)


def read_offset(text: str | None) -> int:
    """The first row that `text` asks for; 0 when it is missing or no whole number."""
    return max(_whole_number(text) or 0, 0)


def _whole_number(text: str | None) -> int | None:
    # int() also takes other scripts' digits and underscores, and refuses thousands of digits.
    plain = text and re.fullmatch(r"\s*[+-]?[0-9]{1,4000}\s*", text, re.ASCII)
    return int(text) if text and plain else None
