"""The registry's document, read."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.facts import Release
from packdex.sources.errors import SourceError
from packdex.sources.pypi import parse
from tests.standins.registry import document, upload


def facts_of(project: dict[str, Any]) -> Any:
    return parse(json.dumps(project).encode())


def with_releases(**releases: list[dict[str, Any]]) -> dict[str, Any]:
    return document("sample") | {"releases": releases}


def test_a_whole_document() -> None:
    facts = facts_of(document("sample"))
    assert (facts.name, facts.version, facts.summary) == ("sample", "1.1", "A sample project")
    assert (facts.licence, facts.licence_source) == ("MIT", "classifier")
    assert facts.requires_python == ">=3.9"
    assert facts.classifiers[0] == "Framework :: Django"
    assert facts.releases == (
        Release("1.1", datetime(2024, 11, 6, 22, 37, 9, 220617, UTC), False, None, ">=3.9"),
        Release("1.0", datetime(2024, 1, 2, 3, 4, 5, 678901, UTC), False, None, ">=3.9"),
    )


def test_what_other_indexes_leave_out_is_not_known() -> None:
    facts = facts_of({"info": {"name": "sample", "version": "1.0"}, "releases": {"1.0": []}})
    assert (facts.summary, facts.licence, facts.requires_python) == (None, None, None)
    assert (facts.classifiers, facts.links) == ((), ())
    assert facts.releases == (Release("1.0", None, False, None, None),)


@pytest.mark.parametrize(
    ("required", "file", "requirements"),
    [
        (["Django>=4.2", "", "x; extra == 'y'"], {}, ("Django>=4.2", "x; extra == 'y'")),
        (["a" * 600, "b"], {}, ("b",)),
        (None, {"packagetype": "bdist_wheel"}, ()),
        ([], {"packagetype": "bdist_wheel"}, ()),
        (None, {"packagetype": "sdist"}, None),
        (None, {}, None),
    ],
)
def test_no_requirements_are_none_only_where_a_wheel_says_so(
    required: list[str] | None, file: dict[str, str], requirements: tuple[str, ...] | None
) -> None:
    releases = {"1.1": [upload("2024-11-06T22:37:10Z", **file)]}
    project = document("sample", requires_dist=required) | {"releases": releases}
    assert facts_of(project).requirements == requirements


@pytest.mark.parametrize(
    ("ownership", "owners"),
    [
        (
            {
                "roles": [
                    {"role": "Maintainer", "user": "helper"},
                    {"role": "Owner", "user": "beta"},
                    {"role": "Owner", "user": "alpha"},
                ],
                "organization": None,
            },
            ("beta", "alpha"),
        ),
        (
            {"roles": [{"role": "Owner", "user": "alpha"}], "organization": "guild"},
            ("guild", "alpha"),
        ),
        ({"roles": [], "organization": None}, ()),
        ({}, None),
        (None, None),
    ],
)
def test_who_owns_it(ownership: Any, owners: tuple[str, ...] | None) -> None:
    assert facts_of(document("sample") | {"ownership": ownership}).owners == owners
    assert facts_of(document("sample")).owners is None


@pytest.mark.parametrize("ownership", ["me", {"roles": "me"}, {"roles": [{"role": "Owner"}]}])
def test_ownership_of_another_shape_is_an_error(ownership: Any) -> None:
    with pytest.raises(SourceError, match="ownership"):
        facts_of(document("sample") | {"ownership": ownership})


def test_empty_text_is_not_known() -> None:
    facts = facts_of(document("sample", summary="", requires_python="", license=" "))
    assert (facts.summary, facts.requires_python) == (None, None)


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"license_expression": "mit OR apache-2.0"}, ("MIT OR Apache-2.0", "expression")),
        ({}, ("MIT", "classifier")),
        ({"classifiers": [], "license": "BSD-3-Clause"}, ("BSD-3-Clause", "text")),
        ({"classifiers": None, "license": "long words " * 10_000}, (None, None)),
    ],
)
def test_where_the_licence_is_read(info: dict[str, Any], expected: tuple[Any, Any]) -> None:
    facts = facts_of(document("sample", **info))
    assert (facts.licence, facts.licence_source) == expected


def test_links_are_web_addresses_and_the_home_page_comes_last() -> None:
    urls = {"Source": "https://example.org/s", "Evil": "javascript:alert(1)", "None": None}
    facts = facts_of(document("sample", project_urls=urls))
    assert facts.links == (
        ("Source", "https://example.org/s"),
        ("Homepage", "https://example.org/home"),
    )


@pytest.mark.parametrize(
    ("urls", "home", "expected"),
    [
        ({"Home": "https://a.example/"}, "https://a.example/", [("Home", "https://a.example/")]),
        (
            {"Homepage": "https://a.example"},
            "https://b.example",
            [("Homepage", "https://a.example")],
        ),
        (None, "UNKNOWN", []),
        (None, None, []),
    ],
)
def test_a_home_page_that_adds_nothing_is_left_out(
    urls: dict[str, str] | None, home: str | None, expected: list[tuple[str, str]]
) -> None:
    assert list(facts_of(document("sample", project_urls=urls, home_page=home)).links) == expected


def test_releases_are_newest_first_by_upload_not_by_number() -> None:
    facts = facts_of(
        with_releases(
            **{
                "2.0": [upload("2024-01-01T00:00:00Z")],
                "1.9.1": [upload("2024-06-01T00:00:00Z")],
                "0.1": [],
                "0.10": [],
                "odd-one": [upload("2024-01-01T00:00:00Z")],
            }
        )
    )
    assert [r.version for r in facts.releases] == ["1.9.1", "2.0", "odd-one", "0.10", "0.1"]


def test_a_release_is_yanked_when_all_its_files_are() -> None:
    when = "2024-01-01T00:00:00Z"
    gone = upload(when, yanked=True, yanked_reason="broken")
    facts = facts_of(
        with_releases(all=[gone, gone], some=[gone, upload(when)], none=[upload(when)], empty=[])
    )
    yanked = {r.version: (r.yanked, r.yanked_reason) for r in facts.releases}
    assert yanked["all"] == (True, "broken")
    assert not any(yanked[name][0] for name in ("some", "none", "empty"))


def broken(path: str, value: Any) -> dict[str, Any]:
    """The document with one value replaced; `...` takes it away."""
    project: dict[str, Any] = json.loads(json.dumps(document("sample")))
    *parents, last = path.split("/")
    part: Any = project
    for key in parents:
        part = part[int(key)] if isinstance(part, list) else part[key]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return project


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("info", ..., "info"),
        ("info", [], "info"),
        ("info/name", ..., "info.name"),
        ("info/name", "", "info.name"),
        ("info/version", ..., "info.version"),
        ("info/version", 1.1, "info.version"),
        ("info/version", "1" * 201, "info.version"),
        ("info/summary", {}, "info.summary"),
        ("info/license", 3, "info.license"),
        ("info/requires_python", ["3"], "info.requires_python"),
        ("info/classifiers", "Framework", "info.classifiers"),
        ("info/classifiers", [None], "info.classifiers[0]"),
        ("info/project_urls", [], "info.project_urls"),
        ("info/project_urls/Source", 1, "info.project_urls.Source"),
        ("info/home_page", True, "info.home_page"),
        ("releases", ..., "releases"),
        ("releases", [], "releases"),
        ("releases/1.0", {}, "releases.1.0"),
        ("releases/1.0", [None], "releases.1.0[0]"),
        ("releases/1.0/0/yanked", "no", "releases.1.0[0].yanked"),
        ("releases/1.0/0/upload_time_iso_8601", 5, "releases.1.0[0].upload_time_iso_8601"),
        ("releases/1.0/0/upload_time_iso_8601", "now", "releases.1.0[0].upload_time_iso_8601"),
        ("releases/" + "1" * 300, [], "releases." + "1" * 200),
    ],
)
def test_a_wrong_field_is_named(path: str, value: Any, field: str) -> None:
    with pytest.raises(SourceError) as caught:
        facts_of(broken(path, value))
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
KEYS = st.sampled_from(
    [
        "info",
        "releases",
        "name",
        "version",
        "classifiers",
        "project_urls",
        "license",
        "yanked",
        "home_page",
        "summary",
        "upload_time_iso_8601",
        "license_expression",
    ]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner)
)


@given(JSON)
def test_no_json_raises_anything_but_a_source_error(value: Any) -> None:
    with suppress(SourceError):
        facts_of(value)


@given(st.dictionaries(KEYS, JSON), st.dictionaries(st.text(), JSON))
def test_nor_does_json_that_is_nearly_right(info: Any, releases: Any) -> None:
    with suppress(SourceError):
        facts = facts_of({"info": {"name": "x", "version": "1", **info}, "releases": releases})
        "".join(map(str, (facts.name, facts.summary, facts.links, facts.classifiers))).encode()


@given(st.binary())
def test_nor_do_bytes(payload: bytes) -> None:
    with pytest.raises(SourceError, match="document: "):
        parse(payload)
