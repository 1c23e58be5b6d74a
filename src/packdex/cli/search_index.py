"""Making the search's index where there is none that this version reads."""

from __future__ import annotations

from packdex.cli.progress import Bar
from packdex.search import beside, index, rebuild


def make_if_missing() -> None:
    """Make the index with a bar, unless it is there or somebody makes it."""
    if index.is_there():
        return
    bar = Bar()
    try:
        rebuild.rebuild(bar.show)
    except rebuild.AlreadyBuilding:
        pass
    except beside.Died as error:
        bar.say(f"The search index was not made: {error}. “packdex search rebuild” begins again.")
    finally:
        bar.close()
