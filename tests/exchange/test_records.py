"""One object of v4 becomes an entry, or an error that names the field, the value and the remedy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.entries import CategoryEntry, GridEntry, PackageEntry
from packdex.exchange.fields import MAX_ID, RecordError
from packdex.exchange.records import parse
from tests.exchange import objects


def error_of(value: object) -> RecordError:
    with pytest.raises(RecordError) as caught:
        parse(value)
    return caught.value


def test_kinds_are_told_apart_by_their_keys() -> None:
    assert isinstance(parse(objects.category(1)), CategoryEntry)
    assert isinstance(parse(objects.grid(1)), GridEntry)
    assert isinstance(parse(objects.package(1)), PackageEntry)


def test_a_package_keeps_every_field() -> None:
    entry = parse(objects.package(7, grids=[9, 2], documentation_url=""))
    assert isinstance(entry, PackageEntry)
    assert (entry.id, entry.title, entry.slug) == (7, "Package 7", "package-7")
    assert (entry.category, entry.grids) == (1, (9, 2))
    assert entry.created == datetime(2012, 7, 1, 12, 9, 10, 111213, UTC)
    assert entry.created.tzinfo is UTC
    assert (entry.documentation_url, entry.pypi_url) == ("", "")
    assert (entry.facts.stars, entry.facts.forks) == (50, 3)
    assert entry.facts.commits_over_52 == tuple(range(52))
    assert entry.facts.participants == ("ann", "bot[bot]")
    assert entry.facts.origin == objects.ORIGIN


def test_empty_and_null_documentation_are_two_things() -> None:
    empty, null = (parse(objects.package(1, documentation_url=value)) for value in ("", None))
    assert isinstance(empty, PackageEntry)
    assert isinstance(null, PackageEntry)
    assert (empty.documentation_url, null.documentation_url) == ("", None)


@pytest.mark.parametrize(
    "link",
    [
        "https://directory.example/api/v4/categories/3/",
        "https://directory.example/api/v4/categories/3/?format=json",
        "https://directory.example/api/v4/categories/3/?format=api&x=1",
        "https://directory.example/api/v4/categories/3.json",
        "http://127.0.0.1:8000/some/folder/api/v4/categories/3",
        "/api/v4/categories/3/",
    ],
)
def test_a_link_is_the_id_that_it_ends_in(link: str) -> None:
    entry = parse(objects.package(1, category=link))
    assert isinstance(entry, PackageEntry)
    assert entry.category == 3


def test_never_looked_at_means_that_zero_is_not_known() -> None:
    never = objects.package(1, last_fetched=None, repo_watchers=0, repo_forks=0)
    looked = objects.package(1, repo_watchers=0, repo_forks=0)
    for value, stars in ((never, None), (looked, 0)):
        entry = parse(value)
        assert isinstance(entry, PackageEntry)
        assert entry.facts.stars == entry.facts.forks == stars


def test_placeholders_are_expanded_in_addresses_only() -> None:
    value = objects.package(
        1,
        repo_url="https://{pypi_host}/a",
        pypi_url="https://{pypi_host}/b",
        documentation_url="https://{pypi_host}/c",
        repo_description="{pypi_host}",
    )
    entry = parse(value, lambda text: text.replace("{pypi_host}", "index.example"))
    assert isinstance(entry, PackageEntry)
    assert entry.repo_url == "https://index.example/a"
    assert entry.pypi_url == "https://index.example/b"
    assert entry.documentation_url == "https://index.example/c"
    assert entry.facts.description == "{pypi_host}"


WRONG: list[tuple[str, Any]] = [
    ("id", 0),
    ("id", -1),
    ("id", True),
    ("id", 1.0),
    ("id", "7"),
    ("id", MAX_ID + 1),
    ("title", ""),
    ("title", "   "),
    ("title", "x" * 201),
    ("title", "two\nlines"),
    ("title", "a\0b"),
    ("title", "half a \ud83d character"),
    ("title", None),
    ("slug", "Upper"),
    ("slug", ""),
    ("slug", "x" * 51),
    ("slug", "new\n"),
    ("slug", "ünicode"),
    ("category", 3),
    ("category", "https://directory.example/api/v4/categories/"),
    ("category", "https://directory.example/api/v4/grids/3/"),
    ("category", "https://directory.example/api/v4/categories/0/"),
    ("category", "https://directory.example/api/v4/categories/99999999999999999999/"),
    ("grids", None),
    ("grids", {}),
    ("last_updated", "yesterday"),
    ("last_fetched", "2026-02-15T18:13:49"),
    ("created", None),
    ("created", 1771196029),
    ("created", "0001-01-01T00:00:00+14:00"),
    ("modified", "9999-12-31T23:59:59-12:00"),
    ("repo_forks", None),
    ("repo_forks", -1),
    ("repo_forks", False),
    ("repo_watchers", "50"),
    ("repo_watchers", 2**63),
    ("repo_description", None),
    ("repo_description", "a\0b"),
    ("repo_url", "x" * 1001),
    ("pypi_url", None),
    ("documentation_url", 5),
    ("pypi_version", ""),
    ("pypi_version", 1.0),
    ("commits_over_52", [1] * 51),
    ("commits_over_52", "0,1"),
    ("participants", "ann,bob"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field: str, value: Any) -> None:
    error = error_of(objects.package(1) | {field: value})
    assert error.field == field
    assert len(error.reason) < 300
    assert error.reason.isprintable()


def test_a_wrong_member_is_refused_by_its_place() -> None:
    weeks: list[Any] = [0] * 52
    weeks[7] = True
    assert error_of(objects.package(1, commits_over_52=weeks)).field == "commits_over_52[7]"
    assert error_of(objects.package(1, participants=["ann", 5])).field == "participants[1]"
    error = error_of(objects.package(1) | {"grids": [objects.link("packages", 1)]})
    assert error.field == "grids[0]"


def test_a_grid_named_twice_is_refused() -> None:
    assert error_of(objects.package(1, grids=[5, 6, 5])).reason.startswith("names 5 more than once")


@pytest.mark.parametrize("make", [objects.category, objects.grid, objects.package])
def test_a_missing_field_is_refused_by_its_name(make: Any) -> None:
    whole = make(1)
    for field in whole.keys() - {"title_plural", "show_pypi", "is_locked", "header"}:
        part = {key: value for key, value in whole.items() if key != field}
        assert error_of(part).field == field


def test_a_long_address_is_measured_with_its_placeholders_filled_in() -> None:
    value = objects.package(1, pypi_url="{pypi_host}" + "x" * 985)
    with pytest.raises(RecordError) as caught:
        parse(value, lambda text: text.replace("{pypi_host}", "a-long-name.index.example"))
    assert caught.value.field == "pypi_url"


@pytest.mark.parametrize("value", [None, 5, "text", [], {}, {"id": 1}, [objects.package(1)]])
def test_what_is_no_object_of_v4_is_refused_as_a_whole(value: object) -> None:
    assert error_of(value).field == ""


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from([objects.THEN, objects.link("grids", 1), objects.link("categories", 1)]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)
KEYS = sorted(objects.package(1) | objects.grid(1) | objects.category(1))


@given(JSON | st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_json_is_an_entry_or_a_record_error(value: object) -> None:
    _parse_or_refuse(value)


@given(st.sampled_from([objects.package, objects.grid, objects.category]), st.data())
def test_any_one_wrong_field_is_an_entry_or_a_record_error(make: Any, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(make(1))))
    _parse_or_refuse(make(1) | {field: data.draw(JSON)})


def _parse_or_refuse(value: object) -> None:
    reason = ""
    try:
        entry: object = parse(value)
    except RecordError as error:
        entry, reason = None, error.reason
    assert (
        reason.isprintable()
        if reason
        else isinstance(entry, CategoryEntry | GridEntry | PackageEntry)
    )
