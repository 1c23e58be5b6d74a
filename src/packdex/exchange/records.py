"""One JSON object of the v4 API, parsed into an entry. API-CONTRACT names the fields.

Kinds are told apart by the keys that only they have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from packdex.core.counts import counted
from packdex.core.entries import CategoryEntry, Entry, FactsEntry, GridEntry, PackageEntry
from packdex.exchange import fields
from packdex.exchange.fields import Fields, RecordError, wrong

WEEKS = 52
MAX_ADDRESS = 1000
MAX_TEXT = 100_000
MAX_GRIDS = 1_000
MAX_PACKAGES = 1_000_000
MAX_PEOPLE = 10_000
MAX_LOGIN = 200

# Keys that only objects of one kind have.
KEYS = {
    "packages": frozenset({"category", "repo_url"}),
    "grids": frozenset({"is_locked", "header"}),
    "categories": frozenset({"title_plural", "show_pypi"}),
}

Expand = Callable[[str], str]


def as_it_is(text: str) -> str:
    """No placeholder is filled in."""
    return text


def parse(value: object, expand: Expand = as_it_is) -> Entry:
    """The entry that a decoded JSON value holds.

    `expand` fills the placeholders for registry hosts into the addresses of a package. Raises
    RecordError, and nothing else, for whatever is no object of v4.
    """
    if not isinstance(value, dict):
        raise wrong("", value, "a JSON object")
    match kind_of(value):
        case "packages":
            return _package(value, expand)
        case "grids":
            return _grid(value)
        case "categories":
            return _category(value)
        case _:
            raise wrong("", value, "a package, grid or category of v4")


def kind_of(value: object) -> str | None:
    """Which list of v4 a decoded JSON value belongs to; None when it is no object of v4."""
    if isinstance(value, dict):
        for kind, keys in KEYS.items():
            if keys & value.keys():
                return kind
    return None


def _category(value: Fields) -> CategoryEntry:
    return CategoryEntry(
        id=fields.ident(value, "id"),
        title=fields.text(value, "title", least=1, most=100),
        slug=fields.slug(value, "slug"),
        description=fields.long_text(value, "description", most=MAX_TEXT),
        title_plural=fields.text(value, "title_plural", most=100),
        show_pypi=fields.flag(value, "show_pypi"),
        created=fields.moment(value, "created"),
        modified=fields.moment(value, "modified"),
    )


def _grid(value: Fields) -> GridEntry:
    return GridEntry(
        id=fields.ident(value, "id"),
        title=fields.text(value, "title", least=1, most=200),
        slug=fields.slug(value, "slug"),
        description=fields.long_text(value, "description", most=MAX_TEXT),
        is_locked=fields.flag(value, "is_locked"),
        header=fields.flag(value, "header"),
        created=fields.moment(value, "created"),
        modified=fields.moment(value, "modified"),
        packages=fields.links(value, "packages", "packages", most=MAX_PACKAGES),
    )


def _package(value: Fields, expand: Expand) -> PackageEntry:
    origin, category = fields.link("category", fields.given(value, "category"), "categories")
    return PackageEntry(
        id=fields.ident(value, "id"),
        title=fields.text(value, "title", least=1, most=200),
        slug=fields.slug(value, "slug"),
        category=category,
        grids=fields.links(value, "grids", "grids", most=MAX_GRIDS),
        repo_url=_address(value, "repo_url", expand),
        pypi_url=_address(value, "pypi_url", expand),
        documentation_url=_or_null(value, "documentation_url", expand),
        created=fields.moment(value, "created"),
        modified=fields.moment(value, "modified"),
        facts=_facts(value, origin),
    )


def _facts(value: Fields, origin: str) -> FactsEntry:
    last_fetched = _moment_or_null(value, "last_fetched")
    return FactsEntry(
        last_updated=_moment_or_null(value, "last_updated"),
        last_fetched=last_fetched,
        stars=_observed(value, "repo_watchers", last_fetched),
        forks=_observed(value, "repo_forks", last_fetched),
        description=fields.long_text(value, "repo_description", most=MAX_TEXT),
        commits_over_52=_commits(value),
        participants=_participants(value),
        registry_version=_version(value),
        origin=origin,
    )


def _address(value: Fields, name: str, expand: Expand) -> str:
    address = expand(fields.text(value, name, most=MAX_ADDRESS))
    return fields.storable(name, address, MAX_ADDRESS)


def _or_null(value: Fields, name: str, expand: Expand) -> str | None:
    return None if fields.given(value, name) is None else _address(value, name, expand)


def _moment_or_null(value: Fields, name: str) -> datetime | None:
    return None if fields.given(value, name) is None else fields.moment(value, name)


def _observed(value: Fields, name: str, last_fetched: datetime | None) -> int | None:
    """A count; 0 of a package that was never looked at means: not known."""
    count = fields.number(name, fields.given(value, name))
    return None if count == 0 and last_fetched is None else count


def _version(value: Fields) -> str | None:
    if fields.given(value, "pypi_version") is None:
        return None
    return fields.text(value, "pypi_version", least=1, most=200)


def _commits(value: Fields) -> tuple[int, ...]:
    name = "commits_over_52"
    weeks = fields.members(value, name, most=WEEKS)
    if len(weeks) not in {0, WEEKS}:
        raise RecordError(name, f"has {counted(len(weeks), 'member')}; expected {WEEKS} or none")
    return tuple(fields.number(f"{name}[{n}]", week) for n, week in enumerate(weeks))


def _participants(value: Fields) -> tuple[str, ...]:
    name = "participants"
    logins = []
    for n, login in enumerate(fields.members(value, name, most=MAX_PEOPLE)):
        if not isinstance(login, str):
            raise wrong(f"{name}[{n}]", login, "a login")
        logins.append(fields.storable(f"{name}[{n}]", login, MAX_LOGIN))
    return tuple(logins)
