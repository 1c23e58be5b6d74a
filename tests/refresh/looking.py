"""A registry, a forge and git on loopback, and the context of an instance that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packdex.core.pasted import read
from packdex.refresh.context import Context
from packdex.refresh.look import look
from packdex.refresh.preview import Preview
from packdex.sources.http import Door
from tests.standins.index import Index
from tests.standins.site import Site


@dataclass
class World:
    """What there is to be found."""

    index: Index
    site: Site
    context: Context

    def publish(self, name: str, *links: tuple[str, str], **info: Any) -> None:
        """A project with these links."""
        self.index.publish(name, project_urls=dict(links), home_page=None, **info)

    def look(self, text: str, total_s: float = 10) -> Preview:
        """What the sources say of what was pasted."""
        pasted = read(text, registry=self.context.registry, forges=self.context.forges)
        return look(pasted, self.context, total_s)


@contextmanager
def world(folder: Path, **door: Any) -> Iterator[World]:
    """The stand-ins, while they run; `door` are settings of the door to them."""
    terms = {"allow_private": True, "attempts": 1, "timeout_s": 3, "deadline_s": 6} | door
    with Index() as index, Site(folder) as site, Door("packdex-tests", **terms) as opened:
        yield World(
            index,
            site,
            Context(
                door=opened,
                registry=index.origin,
                github_api=index.origin,
                forges=site.kinds,
                repositories=folder / "copies",
                allow_private=bool(terms["allow_private"]),
            ),
        )
