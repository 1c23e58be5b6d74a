"""The nearest names, where nothing was found, as what can be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from packdex.search.suggest import suggest
from packdex.web.show import one_line


class Near(NamedTuple):
    """A package or a grid with a name that is near."""

    title: str
    path: str
    is_grid: bool


def near_names(names: Iterable[str]) -> list[Near]:
    """What is called by `names`, words of the index. Four queries for each of them."""
    found = {each.path: each for name in names for each in suggest(name, 1)}
    return [Near(one_line(each.title), each.path, each.is_grid) for each in found.values()]
