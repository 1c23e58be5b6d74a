"""What a project's own links lead to: its repository, its documentation, its home page.

Labels are compared as the PyPA's specification "Well-known Project URLs in Metadata" has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from packdex.core.repository import KINDS, RepositoryRef, parse

Links = Sequence[tuple[str, str]]

SOURCE = ("source", "repository", "sourcecode", "github", "code", "sources", "repo", "git")
DOCUMENTATION = ("documentation", "docs")
HOME = ("homepage", "home")
CHANGELOG = ("changelog", "changes", "releasenotes", "whatsnew", "history")

_NO_OWNERS = frozenset({"sponsors", "orgs", "topics", "marketplace", "apps", "users"})
"""First parts of paths on forges that are no owners of repositories."""


def repository_of(links: Links, forges: Collection[str] = ()) -> RepositoryRef | None:
    """The repository that the links lead to, None where they lead to none.

    A link whose label says so comes first, on whatever host; then the home page and any other that
    leads to a repository on a public forge, or on one of `forges` (hosts).
    """
    by_label = [parse(address) for _, address in _labelled(links, SOURCE)]
    others = [*_labelled(links, HOME), *links]
    hosts = [ref for _, address in others if (ref := parse(address)) and _is_known(ref, forges)]
    return next((ref for ref in [*by_label, *hosts] if ref and _has_owner(ref)), None)


def names_repository(links: Links, keys: Collection[tuple[str, str]]) -> bool:
    """Whether one of the links leads to a repository with one of `keys`, or to a page below it."""
    return any((ref := parse(address)) and ref.key in keys for _, address in links)


def documentation_of(links: Links) -> str:
    """The address of the documentation; "" where no link is called so."""
    return next((address for _, address in _labelled(links, DOCUMENTATION)), "")


def changelog_of(links: Links) -> str:
    """The address of the changelog; "" where no link is called so."""
    return next((address for _, address in _labelled(links, CHANGELOG)), "")


def home_of(links: Links) -> str:
    """The address of the home page; "" where no link is called so."""
    return next((address for _, address in _labelled(links, HOME)), "")


def _labelled(links: Links, labels: Sequence[str]) -> list[tuple[str, str]]:
    """The links with one of these labels, in the order of the labels."""
    plain = [(re.sub(r"[\W_]+", "", label.lower()), address) for label, address in links]
    return [link for label in labels for link in plain if link[0] == label]


def _is_known(ref: RepositoryRef, forges: Collection[str]) -> bool:
    return ref.host in KINDS or ref.host in forges


def _has_owner(ref: RepositoryRef) -> bool:
    return ref.host not in KINDS or ref.path.split("/")[0].lower() not in _NO_OWNERS
