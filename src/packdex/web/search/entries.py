"""Entries of the list of results as HTML: packages as in other lists, and grids among them."""

from __future__ import annotations

from packdex.catalog.models import Grid, Package
from packdex.core.counts import counted
from packdex.web.package_rows import row_of
from packdex.web.show import escape, escaped, shortened


def of_package(package: Package) -> bytes:
    """A package, loaded as `documents.PACKAGE_LISTING` does."""
    row = row_of(package, "")
    slug, title = escape(row.slug), escape(row.title)
    stamp = '<span class="stamp">deprecated</span> ' if row.deprecated else ""
    version = f"<b>{escape(row.version)}</b>" if row.version else "<i>not known</i>"
    return (
        f'<li><div class="sense"><input class="pick" type="checkbox" name="p" value="{slug}"'
        f' aria-label="Compare {title}"><h2><a class="headword" href="/packages/p/{slug}/">{title}'
        f'</a></h2> {stamp}<span class="pos">{escape(row.kind)}</span>'
        f' <span dir="auto">{escape(row.text)}</span></div><div class="figures">'
        f"<span>version {version}</span><span>{row.date_label} <b>{row.date}</b></span>"
        f'<span>{row.stars}</span><span class="trend">{row.trend}</span></div></li>\n'
    ).encode()


def of_grid(grid: Grid) -> bytes:
    """A grid, loaded as `documents.GRID_LISTING` does."""
    size: int = grid.size  # type: ignore[attr-defined]  # annotated
    return (
        f'<li class="is-grid"><div class="sense"><h2><a class="headword"'
        f' href="/grids/g/{escape(grid.slug)}/">{escaped(grid.title)}</a></h2>'
        ' <span class="stamp">grid</span>'
        f' <span dir="auto">{escape(shortened(grid.description, 240))}</span></div>'
        f'<div class="figures"><span><b>{counted(size, "package")}</b> side by side</span>'
        "</div></li>\n"
    ).encode()
