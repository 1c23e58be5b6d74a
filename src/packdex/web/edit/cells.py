"""Many cells in one form: all of a feature, or all of a package, fifty a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packdex.catalog import editing
from packdex.catalog.models import Feature, Grid, GridPackage
from packdex.core.counts import counted
from packdex.core.roles import Actor
from packdex.web.edit.cell import MARKS
from packdex.web.edit.feature import no_feature
from packdex.web.edit.filling import Filling, Item, item_of, save_items
from packdex.web.edit.form import one_break
from packdex.web.edit.members import no_member
from packdex.web.edit.pages import crumbs_of, done, edit_page, of_grid
from packdex.web.edit.places import id_in
from packdex.web.edit.windows import Window, window
from packdex.web.forms import way_back
from packdex.web.show import one_line, shortened

PAGE = 50
Pair = tuple[Feature, GridPackage]


@of_grid
def row(request: HttpRequest, grid: Grid, actor: Actor, feature: int) -> HttpResponse:
    """What all packages have of one feature."""
    fixed = editing.feature(grid, feature)
    if fixed is None:
        return no_feature(request, grid)

    def pairs(start: int, stop: int) -> list[Pair]:
        places = editing.members(grid, start, stop)
        return [(fixed, place) for place in places if _seen(place, actor)]

    def named(ids: Sequence[int]) -> list[Pair]:
        places = editing.members_of_packages(grid, ids)
        return [(fixed, place) for place in places if _seen(place, actor)]

    page = window(
        "page", "Packages", request.GET.get("page", ""), PAGE, editing.count_members(grid)
    )
    line = Line(grid, actor, one_line(fixed.title), "package", pairs, named)
    return line.answer(request, page, lead=shortened(fixed.description, 300))


@of_grid
def column(request: HttpRequest, grid: Grid, actor: Actor, package: str) -> HttpResponse:
    """What one package has of all features."""
    fixed = editing.member(grid, package, actor)
    if fixed is None:
        return no_member(request, grid)

    def pairs(start: int, stop: int) -> list[Pair]:
        return [(feature, fixed) for feature in editing.features(grid, start, stop)]

    def named(ids: Sequence[int]) -> list[Pair]:
        return [(feature, fixed) for feature in editing.features_named(grid, ids)]

    page = window(
        "page", "Features", request.GET.get("page", ""), PAGE, editing.count_features(grid)
    )
    line = Line(grid, actor, one_line(fixed.package.title), "feature", pairs, named)
    return line.answer(request, page)


def _seen(place: GridPackage, actor: Actor) -> bool:
    return editing.sees_hidden(actor) or not place.package.hidden


class Line:
    """The cells of one feature or of one package, and the form that fills them in.

    `by` is what they differ in, "package" or "feature". `pairs` loads the cells of a part of the
    list, `named` those whose packages, or features, have these ids.
    """

    def __init__(
        self,
        grid: Grid,
        actor: Actor,
        title: str,
        by: str,
        pairs: Callable[[int, int], list[Pair]],
        named: Callable[[Sequence[int]], list[Pair]],
    ) -> None:
        self.grid, self.actor, self.title, self.by = grid, actor, title, by
        self.pairs, self.named = pairs, named

    def answer(self, request: HttpRequest, page: Window, lead: str = "") -> HttpResponse:
        """The form of one part; after a save only the cells that could not be saved."""
        page = replace(page, path=request.path)
        if request.method != "POST":
            return self._show(request, page, self._items(self.pairs(page.start, page.stop)), lead)
        filling = self._save(request)
        if not filling.left:
            said = f"{counted(filling.saved, 'cell')} saved." if filling.saved else "No change."
            said = f"{said} {filling.problem}".strip()
            if request.POST.get("do") == "next" and page.next:
                return _go_on(request, said, page.next)
            return done(request, said, reverse("edit-grid", args=[self.grid.slug]))
        return self._show(request, page, filling.left, lead, filling)

    def _items(self, pairs: list[Pair]) -> list[Item]:
        features = {feature.pk for feature, _ in pairs}
        places = {place.pk for _, place in pairs}
        stored = editing.cells(list(features), list(places))
        return [
            item_of(feature, place, stored.get((feature.pk, place.pk)), self.by)
            for feature, place in pairs
        ]

    def _save(self, request: HttpRequest) -> Filling:
        sent = request.POST
        keys = [id_in(name.removeprefix("seen-")) for name in sent if name.startswith("seen-")]
        items = self._items(self.named(keys[: PAGE * 2]))
        for item in items:
            item.take({name: one_break(sent.get(f"{name}-{item.key}", "")) for name in item.SENT})
        why = sent.get("why", "")
        filling = save_items(self.actor, self.grid, items, timezone.now(), why)
        if len(items) < len(keys):
            filling.problem = f"A {self.by} is not in this grid (any more); its cell was left out."
        return filling

    def _show(
        self,
        request: HttpRequest,
        page: Window,
        items: list[Item],
        lead: str,
        filling: Filling | None = None,
    ) -> HttpResponse:
        return edit_page(
            request,
            "cells.html",
            f"{self.title}: all {self.by}s",
            crumbs=[*crumbs_of(self.grid), (reverse("edit-grid", args=[self.grid.slug]), "Edit")],
            status=filling.status if filling else 200,
            lead=lead,
            items=items,
            filling=filling,
            by=self.by,
            page=page,
            here=page.address(page.number),
            marks=MARKS,
            why=request.POST.get("why", ""),
            back=way_back(request, reverse("edit-grid", args=[self.grid.slug])),
        )


def _go_on(request: HttpRequest, said: str, address: str) -> HttpResponse:
    done(request, said, address)
    return HttpResponseRedirect(address)
