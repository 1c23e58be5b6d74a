"""Which package is in which grid: one grid of 300 packages, the others of Zipf-like sizes."""

import random
from array import array
from collections.abc import Iterator

WIDE = 300  # packages in the grid that the figures for a large grid are taken from
LARGEST_OTHER = 250


def grid_sizes(grids: int, members: int) -> list[int]:
    """Share out memberships over grids, the largest first, sizes falling with a power of the rank.

    The exponent 0.6 gives a few grids beyond a hundred and a median below ten, and the same picture
    at any size of the catalogue.
    """
    shares = [((rank + 1) / grids) ** -0.6 for rank in range(grids)]
    unit = members / sum(shares)
    return [min(LARGEST_OTHER, max(1, round(unit * share))) for share in shares]


class Membership:
    """The links between packages and grids, both counted from 0; grid 0 is the wide one.

    Of the whole catalogue only these links are held in memory: about 10 MB for 100,000 packages.
    """

    def __init__(self, rng: random.Random, packages: int, grids: int) -> None:
        self._packages = array("I")
        self._starts = array("I", [0])
        self._close(sorted(rng.sample(range(packages), min(WIDE, packages))))
        deck = _deck(rng, packages)
        dealt = 0
        for size in grid_sizes(grids - 1, len(deck)):
            self._close(sorted(set(deck[dealt : dealt + size])))
            dealt += size
        self._grids_of: list[tuple[int, ...]] = [()] * packages
        for grid, members in enumerate(self):
            for package in members:
                self._grids_of[package] += (grid,)

    def _close(self, members: list[int]) -> None:
        self._packages.extend(members)
        self._starts.append(len(self._packages))

    def __iter__(self) -> Iterator["array[int]"]:
        return (self.packages_of(grid) for grid in range(len(self._starts) - 1))

    def packages_of(self, grid: int) -> "array[int]":
        """Give the packages of a grid, oldest first."""
        return self._packages[self._starts[grid] : self._starts[grid + 1]]

    def grids_of(self, package: int) -> tuple[int, ...]:
        """Give the grids of a package in ascending order."""
        return self._grids_of[package]


def _deck(rng: random.Random, packages: int) -> "array[int]":
    """Put each package in as often as it is to be in a grid, and shuffle."""
    times = rng.choices((0, 1, 2, 3, 5), weights=(2, 75, 20, 2, 1), k=packages)
    deck = array("I", (package for package in range(packages) for _ in range(times[package])))
    rng.shuffle(deck)
    return deck
