"""A grid that people edit, and calls that do so, for the tests of editing and undoing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from packdex.catalog.actions.grids.edit_cells import Cell, Said, set_cell
from packdex.catalog.actions.grids.edit_features import add_feature
from packdex.catalog.actions.revising import REVISED
from packdex.catalog.models import Element, Feature, Grid, Package
from packdex.core.roles import Actor, Role
from tests import make

START = make.NOON + timedelta(days=30)


@dataclass
class Desk:
    """A grid of two packages and its people; `now` goes on by a minute with each look at it."""

    packages: list[Package]
    grid: Grid
    ada: Actor
    mod: Actor
    admin: Actor
    seconds: int = field(default=0)

    @property
    def now(self) -> datetime:
        self.seconds += 60
        return START + timedelta(seconds=self.seconds)

    def feature(self, title: str, by: Actor | None = None) -> Feature:
        return add_feature(by or self.ada, self.grid.pk, {"title": title}, self.now)

    def say(
        self,
        feature: Feature,
        text: str,
        *,
        by: Actor | None = None,
        expected: int = 0,
        package: Package | None = None,
        **more: str,
    ) -> Element | None:
        cell = Cell(self.grid.pk, feature.pk, (package or self.packages[0]).pk)
        said = Said(text, **more)
        return set_cell(by or self.ada, cell, said, expected_version=expected, at=self.now)


def desk() -> Desk:
    packages = [make.package("alpha"), make.package("beta")]
    return Desk(
        packages,
        make.grid("sign-in", *packages, title="Sign in"),
        make.user("ada").actor,
        make.user("mo", Role.MODERATOR).actor,
        make.user("root", Role.ADMIN).actor,
    )


def tables() -> dict[str, list[dict[str, Any]]]:
    """All that people wrote, without what says when and by whom, and how often."""
    left_out = {"version", "modified", "last_modified_by_id", "usage_count"}
    return {
        model._meta.db_table: [
            {name: value for name, value in row.items() if name not in left_out}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in REVISED
    }
