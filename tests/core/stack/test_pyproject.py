"""pyproject.toml, as the PyPA's specifications and Poetry's documentation have it."""

import pytest

from packdex.core.stack.poetry import range_of
from tests.core.stack.files import plain, read, reasons

PROJECT = """\
[build-system]
requires = ["flit-core"]

[project]
name = "mine"
dependencies = [
    "django>=5.2",
    'httpx[http2] ; python_version > "3.11"',
]

[project.optional-dependencies]
docs = ["sphinx==8.1"]
"""

GROUPS = """\
[dependency-groups]
test = ["pytest", {include-group = "base"}, "coverage<8"]
base = ["six"]
"""

POETRY = """\
[tool.poetry.dependencies]
python = "^3.11"
django = "^5.1"
httpx = {version = "~0.27", extras = ["http2"], markers = "os_name == 'nt'"}
mine = {path = "../mine"}
theirs = {git = "https://host.example/theirs.git"}
many = [{version = "1.0", python = "<3.12"}, {version = "2.*", python = ">=3.12"}]

[tool.poetry.group.dev.dependencies]
black = "24.1"
"""


def test_the_project_and_its_extras() -> None:
    found = read("pyproject.toml", PROJECT)
    assert plain(found) == [("django", ">=5.2", 7), ("httpx", "", 8), ("sphinx", "==8.1", 12)]
    assert [one.group for one in found.dependencies] == ["", "", "docs"]
    assert found.dependencies[1].extras == ("http2",)
    assert found.problems == []


def test_groups_list_their_own_requirements_once() -> None:
    found = read("pyproject.toml", GROUPS)
    asked = [(one.name, one.group, one.where.line) for one in found.dependencies]
    assert asked == [("pytest", "test", 2), ("coverage", "test", 2), ("six", "base", 3)]
    assert found.problems == []


def test_what_uv_and_pdm_had_before_groups() -> None:
    text = '[tool.uv]\ndev-dependencies = ["a>1"]\n[tool.pdm.dev-dependencies]\nlint = ["b"]\n'
    found = read("pyproject.toml", text)
    asked = [(one.name, one.group, one.where.line) for one in found.dependencies]
    assert asked == [("a", "dev", 2), ("b", "lint", 4)]


def test_groups_that_include_what_is_not_there_or_themselves() -> None:
    text = '[dependency-groups]\na = [{include-group = "b"}, "x"]\nb = [{include-group = "A"}]\n'
    found = read("pyproject.toml", text + 'c = [{include-group = "d"}, 7]\n')
    assert [one.name for one in found.dependencies] == ["x"]
    assert reasons(found) == [
        (4, "the group c includes 'd', and there is no such group"),
        (None, "the group c: '7' is not a requirement"),
        (None, "the group a includes itself, by way of others: a and b"),
    ]


def test_poetry() -> None:
    found = read("pyproject.toml", POETRY)
    assert plain(found) == [
        ("django", "<6,>=5.1", 3),
        ("httpx", "<0.28,>=0.27", 4),
        ("theirs", "", 6),
        ("many", "==1.0", 7),
        ("many", "==2.*", 7),
        ("black", "==24.1", 10),
    ]
    httpx, theirs = found.dependencies[1:3]
    assert (httpx.extras, httpx.marker) == (("http2",), "os_name == 'nt'")
    assert theirs.source == "url"
    assert found.dependencies[-1].group == "dev"
    assert reasons(found) == [(5, "'mine' is a folder, so it was left out")]


@pytest.mark.parametrize(
    ("written", "range_"),
    [
        # The tables of "Caret requirements" and "Tilde requirements".
        ("^1.2.3", ">=1.2.3,<2"),
        ("^1.2", ">=1.2,<2"),
        ("^1", ">=1,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2"),
        ("*", ""),
        ("1.*", "==1.*"),
        (">= 1.2, < 1.5", ">=1.2,<1.5"),
        ("==1.2.3", "==1.2.3"),
        ("1.2.3", "==1.2.3"),
        ("!= 1.2.3", "!=1.2.3"),
        ("^1 || ^3", ""),
        ("^one", None),
    ],
)
def test_ranges_of_poetry(written: str, range_: str | None) -> None:
    assert range_of(written) == range_


def test_what_is_no_requirement_is_told_with_its_line() -> None:
    text = '[project]\ndependencies = [\n  "django",\n  "no no",\n  3,\n]\n'
    found = read("pyproject.toml", text)
    assert plain(found) == [("django", "", 3)]
    assert reasons(found) == [
        (4, "'no no' is not a requirement; expected one such as django>=5.2"),
        (None, "dependencies: '3' is not a requirement"),
    ]


def test_values_of_other_types_are_told() -> None:
    text = (
        '[project]\ndependencies = "django"\n[dependency-groups]\na = 3\n'
        "[tool.poetry.dependencies]\nb = 4\nc = {version = 5}\n"
    )
    found = read("pyproject.toml", text)
    assert [one.name for one in found.dependencies] == ["c"]
    assert [one.reason for one in found.problems] == [
        "dependencies: 'django' is not a list of requirements",
        "the group a: '3' is not a list of requirements",
        "'b': '4' is not a range of versions",
        "'c': '5' is not a range of versions",
    ]


def test_a_file_that_is_cut_off_says_what_it_did_before() -> None:
    cut = PROJECT[: PROJECT.index("httpx") + 3]
    found = read("pyproject.toml", cut)
    assert plain(found) == [("django", ">=5.2", 7)]
    assert reasons(found)[0][0] == 8
    assert "not TOML" in reasons(found)[0][1]


def test_tables_behind_a_broken_one_count() -> None:
    found = read("pyproject.toml", "[project]\nname = = 3\n" + GROUPS)
    assert [one.name for one in found.dependencies] == ["pytest", "coverage", "six"]
    assert reasons(found)[0][0] == 2
