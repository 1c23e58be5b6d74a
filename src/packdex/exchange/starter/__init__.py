"""The catalogue that a new directory begins with: 114 packages of a v4 service, as captured.

Titles and descriptions of the grids are our own, written from the packages in them. What some of
them compare is in `features/` (exchange/starter_features.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packdex.catalog.models import Package
from packdex.exchange import starter_features
from packdex.exchange.files import Files
from packdex.exchange.load import load

NAME = "starter catalogue"


def source() -> Files:
    """The files of the starter catalogue."""
    return Files(Path(__file__).parent, NAME)


def load_if_empty(say: Callable[[str], object]) -> None:
    """Load the starter catalogue if the directory has no package; tells `say` in one line."""
    if Package.objects.exists():
        return
    counts = load(source(), restart=True).counts
    starter_features.load()
    say(
        "Loaded the starter catalogue:"
        f" {counts['packages']['created']} packages in {counts['grids']['created']} grids"
    )
