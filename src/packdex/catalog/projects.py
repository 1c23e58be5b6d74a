"""Which packages are which projects of the registry."""

from __future__ import annotations

from collections import defaultdict

from packaging.utils import canonicalize_name

from packdex.catalog.models import Package
from packdex.core.registry import project_of


def by_project(origin: str) -> dict[str, list[int]]:
    """The ids of the packages of each project, by its normalised name. One query.

    `origin` is that of the registry which project links are read for.
    """
    found: dict[str, list[int]] = defaultdict(list)
    rows = Package.objects.exclude(pypi_url="").order_by("pk").values_list("pk", "pypi_url")
    for id_, link in rows.iterator(chunk_size=5000):
        if name := project_of(link, origin):
            found[canonicalize_name(name)].append(id_)
    return dict(found)
