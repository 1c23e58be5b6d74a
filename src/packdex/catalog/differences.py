"""What a revision changed, in words: what, before, after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from packdex.catalog.changes import DATING, Change
from packdex.catalog.models import Category, Element, Feature, Grid, GridPackage, Package
from packdex.catalog.revision_names import Names


class Difference(NamedTuple):
    """One thing that is not as it was. `before` and `after` are None where there was nothing."""

    label: str
    before: str | None
    after: str | None


LABELS: dict[type[Any], dict[str, str]] = {
    Package: {
        "title": "Title",
        "slug": "Address",
        "category_id": "Category",
        "repo_url": "Repository",
        "pypi_url": "Registry",
        "documentation_url": "Documentation",
        "deprecated_at": "Deprecated",
        "deprecated_why": "Reason",
        "replaced_by_id": "Replaced by",
        "declared": "Status",
        "declared_why": "Said of it",
        "is_locked": "Locked",
        "hidden": "Hidden",
        "created": "Added",
    },
    Grid: {
        "title": "Title",
        "slug": "Address",
        "description": "Description",
        "is_locked": "Locked",
        "header": "In the header",
        "hidden": "Hidden",
    },
    Category: {
        "title": "Title",
        "title_plural": "Plural",
        "slug": "Address",
        "description": "Description",
        "show_pypi": "On the registry",
    },
    Feature: {"title": "Feature", "description": "Description", "position": "Place"},
    GridPackage: {"package_id": "Package", "position": "Place"},
}
"""The fields that are shown, and what they are called; others say nothing to a reader."""

NOT_OF_NEW = DATING | {"created", "position", "slug"}
"""What goes without saying of a row that was made or deleted."""


def differences(change: Change, names: Names) -> Iterator[Difference]:
    """What is not as it was in one row."""
    if change.model is Element:
        yield from _cell(change, names)
        return
    labels = LABELS[change.model]
    # Of a row that came or went only what was said is told.
    shown = change.fields or [
        name for name in labels if name not in NOT_OF_NEW and change.values[name]
    ]
    prefix = _prefix(change, names)
    for name in labels:
        if name not in shown:
            continue
        before, after = _of(change.before, name, names), _of(change.after, name, names)
        yield Difference(f"{prefix}{labels[name]}", before, after)


def _prefix(change: Change, names: Names) -> str:
    """Which feature or package of the grid it is, where that is not what changed."""
    if not change.fields:
        return ""
    if change.model is GridPackage and "package_id" not in change.fields:
        return f"{names.title(Package, change.values['package_id'])}: "
    if change.model is Feature and "title" not in change.fields:
        return f"{change.values['title']}: "
    return ""


def _of(values: dict[str, Any] | None, name: str, names: Names) -> str | None:
    if values is None:
        return None
    value = values[name]
    if name == "documentation_url":
        return "not known" if value is None else value or "there is none"
    if name in {"category_id", "replaced_by_id", "package_id"}:
        return names.title(Category if name == "category_id" else Package, value)
    return _plain(value + 1 if name == "position" else value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(value)


_PARTS = (("text", ""), ("note", ", note"), ("source_url", ", source"))


def _cell(change: Change, names: Names) -> Iterator[Difference]:
    before, after = change.before, change.after
    feature = names.title(Feature, change.values["feature_id"])
    label = f"{feature} × {names.package_of(change.values['grid_package_id'])}"  # noqa: RUF001
    moved = before and after and before["grid_package_id"] != after["grid_package_id"]
    for name, told in _PARTS:
        old = before[name] if before else None
        new = after[name] if after else None
        if (old or "") != (new or ""):
            yield Difference(label + told, old, new)
    if change.fields == ["kind"]:
        yield Difference(f"{label}, meaning", change.before["kind"], change.after["kind"])  # type: ignore[index]
    if moved:
        yield Difference(label, "in the cell of the other package", "here")
