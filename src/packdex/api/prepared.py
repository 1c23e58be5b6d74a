"""The answers of v3, v4 and v5 that are stored beside the catalogue's rows."""

from __future__ import annotations

from packdex.api.json import dumps
from packdex.api.links import Links
from packdex.api.v3 import answers as v3
from packdex.api.v4 import answers as v4
from packdex.api.v5 import answers as v5
from packdex.catalog import documents


def register() -> None:
    """Have documents.py store these answers."""
    links = Links(documents.ORIGIN)
    documents.register(documents.PACKAGE, "v4", lambda row: dumps(v4.package(row, links)))
    documents.register(documents.GRID, "v4", lambda row: dumps(v4.grid(row, links)))
    documents.register(documents.CATEGORY, "v4", lambda row: dumps(v4.category(row, links)))
    documents.register(documents.VERDICT, "v5", lambda row: dumps(v5.verdict(row, links)))
    documents.register(documents.PACKAGE, "v3", lambda row: dumps(v3.package(row)))
    documents.register(documents.GRID, "v3", lambda row: dumps(v3.grid(row)))
    documents.register(documents.CATEGORY, "v3", lambda row: dumps(v3.category(row)))
