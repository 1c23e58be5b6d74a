"""The pages on which one grid is edited, as links between them."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from packdex.catalog.models import Grid

PAGES = {
    "edit-grid": "Cells",
    "edit-features": "Features",
    "edit-members": "Packages",
    "edit-grid-about": "About",
}


class Tab(NamedTuple):
    """A link to one of the pages; `current`: it is the one that is shown."""

    address: str
    label: str
    current: bool


def tabs(grid: Grid, here: str) -> list[Tab]:
    """The pages of `grid`; `here` is the address of the one that is shown."""
    found = [(reverse(name, args=[grid.slug]), label) for name, label in PAGES.items()]
    return [Tab(address, label, address == here) for address, label in found]
