"""What is in a grid: its features, its packages, and the cells where these meet."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from packdex.api.v5 import answers, keys, shapes
from packdex.api.v5.crud import GrowingView, ItemView, ListView, V5View
from packdex.api.writing.caller import Caller
from packdex.api.writing.fields import Problems, Wanted
from packdex.api.writing.references import id_of
from packdex.catalog.actions import typed
from packdex.catalog.actions.grids import edit_cells, edit_features, edit_members
from packdex.catalog.models import Element, Feature, Grid, GridPackage, Package
from packdex.core.roles import Act

LONGEST_KIND = 10
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")


class OfGrid(V5View):
    """An address below a grid's."""

    acts = dict.fromkeys(_CHANGES, (Act.EDIT_GRID,))

    def grid(self) -> Grid:
        """The grid that the address names. Raises Http404, and RefusedError."""
        grid = keys.row_of(Grid.shown.all(), self.kwargs["grid"])
        self.about(grid)
        return grid


class Features(OfGrid, GrowingView):
    """The features of a grid, in their order."""

    shape = new = shapes.FeatureShape

    def rows(self) -> Any:
        """All of them."""
        return Feature.objects.filter(grid=self.grid()).order_by("position", "id")

    def answer(self, row: Feature) -> answers.Answer:
        """v5's keys."""
        return answers.feature(row, self.origin)

    def add(self, caller: Caller, told: Wanted) -> Feature:
        """Add one at the end, or at its place."""
        grid, values = self.grid(), dict(told)
        position = values.pop("position", None)
        _check_feature(Feature(), values)
        new = edit_features.add_feature(
            caller.actor, grid.pk, _typed(values), caller.at, why=caller.why
        )
        if position is not None:
            edit_features.move_feature(
                caller.actor, grid.pk, new.pk, position, caller.at, why=caller.why
            )
        return Feature.objects.get(pk=new.pk)


class OneFeature(OfGrid, ItemView):
    """A feature. With it go its cells."""

    shape = shapes.FeatureShape

    def find(self) -> Feature:
        """The feature of this very grid. Raises Http404."""
        row = Feature.objects.filter(grid=self.grid(), pk=keys.number(self.kwargs["id"])).first()
        if row is None:
            raise Http404("No Feature matches the given query.")
        return row

    def answer(self, row: Feature) -> answers.Answer:
        """v5's keys."""
        return answers.feature(row, self.origin)

    def change(self, caller: Caller, row: Feature, told: Wanted) -> None:
        """Set what is named, and move it if its place is among that."""
        values = dict(told)
        position = values.pop("position", None)
        _check_feature(row, values)
        where = (row.grid_id, row.pk)
        if values:
            edit_features.edit_feature(
                caller.actor, *where, _typed(values), caller.at, why=caller.why
            )
        if "position" in told:
            edit_features.move_feature(caller.actor, *where, position, caller.at, why=caller.why)

    def remove(self, caller: Caller, row: Feature) -> None:
        """Remove it."""
        edit_features.remove_feature(caller.actor, row.grid_id, row.pk, caller.at, why=caller.why)


class Members(OfGrid, GrowingView):
    """The packages of a grid, in the order of its editors."""

    shape, new = shapes.MemberShape, shapes.NewMemberShape

    def rows(self) -> Any:
        """All that are not hidden."""
        places = GridPackage.objects.filter(grid=self.grid(), package__hidden=False)
        return places.order_by("position", "id")

    def answer(self, row: GridPackage) -> answers.Answer:
        """v5's keys."""
        return answers.member(row, self.origin)

    def add(self, caller: Caller, told: Wanted) -> GridPackage:
        """Put a package into the grid, at the end or at its place; in it already, it stays."""
        grid = self.grid()
        package = id_of("package", told["package"], Package.shown.all(), caller.origin)
        where = (caller.actor, grid.pk, package)
        place = edit_members.add_member(*where, caller.at, why=caller.why)
        if "position" in told:
            edit_members.move_member(*where, told["position"], caller.at, why=caller.why)
        return GridPackage.objects.get(pk=place.pk)


class OneMember(OfGrid, ItemView):
    """A package's place in a grid. With it go its cells."""

    shape = shapes.MemberShape

    def find(self) -> GridPackage:
        """The place of the package. Raises Http404."""
        return _place(self.grid(), self.kwargs["package"])

    def answer(self, row: GridPackage) -> answers.Answer:
        """v5's keys."""
        return answers.member(row, self.origin)

    def change(self, caller: Caller, row: GridPackage, told: Wanted) -> None:
        """Move it."""
        edit_members.move_member(
            caller.actor, row.grid_id, row.package_id, told["position"], caller.at, why=caller.why
        )

    def remove(self, caller: Caller, row: GridPackage) -> None:
        """Take it out of the grid."""
        edit_members.remove_member(
            caller.actor, row.grid_id, row.package_id, caller.at, why=caller.why
        )


class Elements(OfGrid, ListView):
    """The cells of a grid in which something stands, feature by feature."""

    acts = {}
    shape = shapes.ElementShape

    def rows(self) -> Any:
        """All whose package is not hidden."""
        cells = Element.objects.filter(
            feature__grid=self.grid(), grid_package__package__hidden=False
        )
        order = ("feature__position", "feature_id", "grid_package__position", "id")
        return cells.select_related("feature", "grid_package").order_by(*order)

    def answer(self, row: Element) -> answers.Answer:
        """v5's keys."""
        return answers.element(row, self.origin)


class OneElement(OfGrid, ItemView):
    """A cell. An empty one is not there: PUT fills it, and an empty text or DELETE empties it."""

    shape = shapes.ElementShape

    def find(self) -> Element:
        """The cell's row; one that is not stored yet for an empty cell. Raises Http404."""
        grid = self.grid()
        place = _place(grid, self.kwargs["package"])
        feature = Feature.objects.filter(grid=grid, pk=keys.number(self.kwargs["id"])).first()
        if feature is None:
            raise Http404("No Feature matches the given query.")
        row = Element.objects.filter(feature=feature, grid_package=place).first()
        if row is None and self.request.method not in {"PUT", "PATCH"}:
            raise Http404("No Element matches the given query.")
        row = row or Element(version=0)
        row.feature, row.grid_package = feature, place
        return row

    def answer(self, row: Element) -> answers.Answer:
        """v5's keys."""
        return answers.element(row, self.origin)

    def forms(self, row: Element) -> list[answers.Answer]:
        """An empty cell has no form that could match."""
        return [self.answer(row)] if row.pk else []

    def change(self, caller: Caller, row: Element, told: Wanted) -> None:
        """Write the cell. What its text means is told by the new text, unless `kind` says so."""
        sent: Any = self.request.data
        said = {name: getattr(row, name) for name in ("text", "note", "source_url")} | told
        said["kind"] = typed.line("kind", sent.get("kind", ""), longest=LONGEST_KIND)
        if "kind" not in sent and "text" not in told:
            said["kind"] = row.kind
        self._set(caller, row, edit_cells.Said(**said))

    def remove(self, caller: Caller, row: Element) -> None:
        """Empty the cell."""
        self._set(caller, row, edit_cells.Said(""))

    def _set(self, caller: Caller, row: Element, said: edit_cells.Said) -> None:
        place = row.grid_package
        edit_cells.set_cell(
            caller.actor,
            edit_cells.Cell(place.grid_id, row.feature_id, place.package_id),
            said,
            expected_version=row.version if row.pk else 0,
            at=caller.at,
            why=caller.why,
        )


def _place(grid: Grid, key: str) -> GridPackage:
    package = keys.row_of(Package.shown.all(), key)
    place = GridPackage.objects.filter(grid=grid, package=package).first()
    if place is None:
        raise Http404("No GridPackage matches the given query.")
    return place


def _check_feature(row: Feature, values: Wanted) -> None:
    """Raise ValidationError with all that is wrong."""
    problems = Problems()
    for name, value in values.items():
        one = {name: value}
        problems.reading(name, lambda one: typed.changed(row, one, edit_features.READERS), one)
    problems.end()


def _typed(values: Wanted) -> edit_features.FeatureChanges:
    changes: Any = values
    told: edit_features.FeatureChanges = changes
    return told
