"""Which project a page may be about, by its host and path. Guesses, which a source has to confirm.

The hosts of documentation are those of "Read the Docs", and of the forges' pages for repositories.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_BY_LABEL = (".readthedocs.io", ".readthedocs.org", ".rtfd.io", ".rtfd.org")
"""The project is the first label of the host."""

_BY_PATH = (".github.io", ".gitlab.io", ".codeberg.page", ".bitbucket.io")
"""The label is the owner, the project the first part of the path."""

_GENERAL = frozenset({"www", "docs", "doc", "documentation", "wiki", "blog", "en", "dev", "app"})
"""Labels that name no project."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")


def names_of(host: str, path: str, docs_host: str = "") -> tuple[str, ...]:
    """Names of projects that the page at `path` of `host` may be about, the likeliest first.

    `host` is in lower case. `docs_host` holds documentation by project in its paths. A host that
    has no path to look at and is none of those known gives ().
    """
    first = path.strip("/").split("/")[0]
    if host == docs_host:
        return (first,) if _NAME.fullmatch(first) else ()
    for suffix in _BY_LABEL:
        if host.endswith(suffix):
            label = host.removesuffix(suffix)
            return (label,) if _LABEL.fullmatch(label) else ()
    for suffix in _BY_PATH:
        if host.endswith(suffix):
            return tuple(n for n in (first, host.removesuffix(suffix)) if _NAME.fullmatch(n))
    if not path:
        return ()
    *labels, _ = host.partition(":")[0].split(".")
    labels = [label for label in labels if label not in _GENERAL]
    return (labels[-1],) if labels and _NAME.fullmatch(labels[-1]) else ()


def same_site(address: str, page: str) -> bool:
    """Whether the web addresses are of one site: one host and, where many share it, one path."""
    one, other = urlsplit(address), urlsplit(page)
    hosts = [(parts.hostname or "").removeprefix("www.") for parts in (one, other)]
    if not hosts[0] or hosts[0] != hosts[1]:
        return False
    if not hosts[0].endswith(_BY_PATH):
        return True
    first, second = (parts.path.strip("/").split("/")[0].lower() for parts in (one, other))
    return first == second
