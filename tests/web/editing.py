"""What tests of editing share: a small grid, people of each role, and forms sent as browsers do."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from packdex.catalog.models import Element, Feature, Grid, GridPackage, Package
from packdex.core.roles import Role
from tests import make

ROLES = {"member": Role.MEMBER, "editor": Role.EDITOR, "moderator": Role.MODERATOR}


def somebody(name: str = "ada", role: Role = Role.MEMBER) -> Client:
    """A browser in which `name` is signed in."""
    client = Client()
    client.force_login(make.user(name, role))
    return client


@dataclass
class Trees:
    """A grid of two packages and two features."""

    grid: Grid = field(init=False)
    oak: Package = field(init=False)
    elm: Package = field(init=False)
    bark: Feature = field(init=False)
    leaf: Feature = field(init=False)

    def __post_init__(self) -> None:
        self.oak, self.elm = make.package("oak", title="Oak"), make.package("elm", title="Elm")
        self.grid = make.grid("trees", self.oak, self.elm, title="Trees")
        rows = [
            Feature.objects.create(grid=self.grid, title=title, position=at)
            for at, title in enumerate(("Bark", "Leaf"))
        ]
        self.bark, self.leaf = rows

    def put(self, feature: Feature, package: Package, text: str, **fields: Any) -> Element:
        place = GridPackage.objects.get(grid=self.grid, package=package)
        return Element.objects.create(feature=feature, grid_package=place, text=text, **fields)

    def texts(self) -> dict[tuple[str, str], str]:
        """What stands in the cells."""
        rows = Element.objects.select_related("feature", "grid_package__package")
        return {(row.feature.title, row.grid_package.package.slug): row.text for row in rows}

    def features(self) -> list[str]:
        rows = Feature.objects.filter(grid=self.grid).order_by("position", "id")
        return [row.title for row in rows]

    def members(self) -> list[str]:
        rows = GridPackage.objects.filter(grid=self.grid).order_by("position", "id")
        return [row.package.slug for row in rows.select_related("package")]


def form_of(client: Client, path: str, **typed: str) -> dict[str, str]:
    """The values of the form of a page, as a browser would send them, with what was typed."""
    source = client.get(path).content.decode().split("<main", 1)[1]
    return values_of(source) | typed


def values_of(source: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", source):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        ticks = told.get("type") in {"checkbox", "radio"}
        if "name" in told and not (ticks and " checked" not in tag):
            values[told["name"]] = html.unescape(told.get("value", ""))
    for name, text in re.findall(
        r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', source, re.DOTALL
    ):
        values[name] = html.unescape(text).replace("\n", "\r\n")
    choices = r'<select name="(\w+)"[^>]*>(.*?)</select>'
    for name, options in re.findall(choices, source, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        found = chosen or first
        values[name] = html.unescape(found[1]) if found else ""
    return values


def text_of(response: HttpResponse) -> str:
    """What a reader sees of the main part."""
    main = response.content.decode().split("<main", 1)[-1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
