"""Whatever a file holds, reading it ends, soon, and says what is wrong with it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.stack import export
from packdex.core.stack.dependency import MOST_PROBLEMS, project_of
from packdex.core.stack.formats import FORMATS
from packdex.core.stack.text import LARGEST_FILE
from tests.core.stack.files import plain, read, reasons
from tests.core.stack.test_bills import CYCLONEDX, SPDX, SPDX_3
from tests.core.stack.test_conda import ENVIRONMENT
from tests.core.stack.test_locks import PDM, PIPFILE, POETRY, PYLOCK, UV
from tests.core.stack.test_outputs import report
from tests.core.stack.test_pyproject import GROUPS, PROJECT
from tests.core.stack.test_pyproject import POETRY as TABLES

REQUIREMENTS = (
    "-r b.txt\ndjango[argon2]==5.2 \\\n --hash=sha256:00\n-e git+https://h.example#egg=x\n"
)

FILES = {
    "requirements.txt": REQUIREMENTS,
    "pyproject.toml": PROJECT + GROUPS + TABLES,
    "uv.lock": UV,
    "poetry.lock": POETRY,
    "pdm.lock": PDM,
    "pylock.toml": PYLOCK,
    "Pipfile.lock": PIPFILE,
    "environment.yml": ENVIRONMENT,
    "bom.json": json.dumps(CYCLONEDX),
    "a.spdx.json": json.dumps(SPDX),
    "b.spdx.json": json.dumps(SPDX_3),
    "a.packdex.json": json.dumps(export.as_asked(report())),
}
each_file = pytest.mark.parametrize("name", FILES)

pytestmark = pytest.mark.timeout(60)


def test_every_format_is_here() -> None:
    reached = {next(one.key for one in FORMATS if one.named.fullmatch(name)) for name in FILES}
    assert reached == {one.key for one in FORMATS}


def check(name: str, content: bytes | str) -> None:
    """What is so of all that is read."""
    found = read(name, content)
    for one in found.dependencies:
        assert project_of(one.name) == one.project
        assert one.where.line is None or one.where.line >= 1
    assert len(found.problems) <= MOST_PROBLEMS


@each_file
@given(content=st.binary(max_size=300))
def test_any_bytes(name: str, content: bytes) -> None:
    check(name, content)


@each_file
@given(data=st.data())
def test_a_file_with_pieces_missing_doubled_or_strange(name: str, data: st.DataObject) -> None:
    text = FILES[name]
    pieces = st.one_of(st.text(max_size=8), st.sampled_from("[]{}\"'=,:\\\n#-|&*\0"))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(pieces) + text[end:]
    check(name, text.encode("utf-8", "surrogatepass"))


@each_file
@given(cut=st.floats(0, 1))
def test_a_file_that_is_cut_off(name: str, cut: float) -> None:
    text = FILES[name]
    check(name, text[: int(len(text) * cut)])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["default", "components", "packages", "purl", "name", "@graph", "where", "problems"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("name", ["Pipfile.lock", "bom.json", "a.spdx.json", "a.packdex.json"])
@given(document=json_values)
def test_json_of_any_shape(name: str, document: object) -> None:
    check(name, json.dumps(document))


# ---- sizes: what takes time with its square would be ended by the time limit


def test_fifty_thousand_lines() -> None:
    text = "".join(f"package-{n}==1.{n}\n" for n in range(50_000))
    found = read(_content=text)
    assert len(found.dependencies) == 50_000
    assert plain(found)[-1] == ("package-49999", "==1.49999", 50_000)


def test_fifty_thousand_wrong_lines_are_counted() -> None:
    found = read(_content="no no\n" * 50_000)
    assert len(found.problems) == MOST_PROBLEMS
    assert found.unnamed_problems == 50_000 - MOST_PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        "a." * 500_000 + "b = 1",
        "[" + "a." * 500_000 + "b]",
        "x = {" + "a." * 500_000 + "b = 1}",
        "a = " + "[" * 500_000,
        "a = " + "{b = " * 100_000,
        "a = " + "1" * 500_000,
        '[[package]]\nname = "a\n' * 20_000,
        "[package.a]\n" * 20_000,
        'a = "' + "\\u" * 100_000,
    ],
)
def test_toml_that_takes_long_elsewhere(text: str) -> None:
    check("uv.lock", text)


@pytest.mark.parametrize(
    "text",
    [
        '{"default": ' * 50_000,
        '{"default": {' + '"a": {}, ' * 50_000,
        '"' + "\\" * 500_001,
        "[" * 500_000,
    ],
)
def test_json_that_takes_long_elsewhere(text: str) -> None:
    check("Pipfile.lock", text)


@pytest.mark.parametrize(
    "text",
    [
        "a[" * 100_000,
        "a" * 1_000_000,
        "a ; " + "(" * 3_000 + "python_version > '3'" + ")" * 3_000,
        "a==" + "1" * 5_000,
        "a==1." + "1" * 3_000,
        "a" + ",>1" * 1_000_000,
        "x\\\n" * 100_000,
        "a " + " " * 500_000 + "#",
        "a" + " \t" * 250_000 + "x",
        "- " * 200_000,
        "git+https://h.example/" + "#egg=" * 100_000,
        "/" * 500_000,
    ],
)
def test_lines_that_take_long_elsewhere(text: str) -> None:
    check("requirements.txt", text)


@pytest.mark.parametrize(
    "text",
    [
        "dependencies:\n  - " + "a=" * 2_000,
        "dependencies:\n  - " + "a " * 2_000,
        "dependencies:\n" + "  - a: &a [*a]\n" * 1_000,
        "? " * 5_000,
        "- " * 5_000,
    ],
)
def test_yaml_that_takes_long_elsewhere(text: str) -> None:
    check("environment.yml", text)


# ---- what is no text at all


def test_latin_1_is_read_and_told() -> None:
    found = read(_content="# caf\xe9\ndjango\n".encode("latin-1"))
    assert [one.name for one in found.dependencies] == ["django"]
    assert reasons(found) == [(1, "not UTF-8; the file was read as Latin-1")]
    assert not found.problems[0].grave


def test_utf_16_is_read() -> None:
    assert plain(read(_content="django==5.2\n".encode("utf-16"))) == [("django", "==5.2", 1)]


def test_a_file_that_is_not_text_is_told() -> None:
    assert reasons(read(_content=b"django\n\x00\x01")) == [(2, "a file that is not text")]


def test_a_file_that_is_too_large_is_told() -> None:
    found = read(_content=b"a\n" * (LARGEST_FILE // 2 + 1))
    assert found.dependencies == []
    assert "larger than" in found.problems[0].reason
