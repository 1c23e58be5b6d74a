"""Objects of v4 as a service writes them: each function makes one, with what matters said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ORIGIN = "https://directory.example"
THEN = "2026-01-28T14:34:12.564553-05:00"
FETCHED = "2026-02-15T18:13:49-05:00"

Object = dict[str, Any]


def link(kind: str, ident: int) -> str:
    return f"{ORIGIN}/api/v4/{kind}/{ident}/"


def category(ident: int, **fields: Any) -> Object:
    return {
        "id": ident,
        "title": f"Category number {ident}",
        "slug": f"kind-{ident}",
        "description": "",
        "title_plural": "Categories",
        "show_pypi": True,
        "created": THEN,
        "modified": THEN,
    } | fields


def grid(ident: int, **fields: Any) -> Object:
    return {
        "id": ident,
        "title": f"Grid number {ident}",
        "slug": f"purpose-{ident}",
        "description": "Packages for one purpose.",
        "is_locked": False,
        "packages": [],
        "header": False,
        "created": THEN,
        "modified": THEN,
    } | fields


def package(ident: int, *, grids: Iterable[int] = (), **fields: Any) -> Object:
    return {
        "category": link("categories", 1),
        "grids": [link("grids", number) for number in grids],
        "id": ident,
        "title": f"Package {ident}",
        "slug": f"package-{ident}",
        "last_updated": "2026-02-01T10:00:00-05:00",
        "last_fetched": FETCHED,
        "repo_url": f"https://forge.example/people/package-{ident}",
        "pypi_version": "1.0",
        "created": "2012-07-01T08:09:10.111213-04:00",
        "modified": THEN,
        "repo_forks": 3,
        "repo_description": "Does things",
        "pypi_url": "",
        "documentation_url": None,
        "repo_watchers": 50,
        "commits_over_52": list(range(52)),
        "participants": ["ann", "bot[bot]"],
    } | fields


def write_lines(path: Path, *objects: Any) -> Path:
    """A file with one object a line; text goes in as it is."""
    lines = [o if isinstance(o, str) else json.dumps(o) for o in objects]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
