"""A view is read from an address and written back the same; what is wrong is said and left out."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.comparison.rows import BY_KEY
from packdex.core.comparison.view import LONGEST_TEXT, MOST_COMPARED, View, read

KEYS = st.sampled_from(sorted(BY_KEY)) | st.integers(1, 10**12).map(lambda n: f"f{n}")
SLUGS = st.from_regex(r"[-a-z0-9_]{1,20}", fullmatch=True)
VERSIONS = st.sampled_from(["", "3.12", "5.2"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60).map(
    lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())
)


def unique(values: st.SearchStrategy[str], most: int = 8) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=most, unique=True).map(tuple)


VIEWS = st.builds(
    View,
    packages=unique(SLUGS),
    base=SLUGS | st.just(""),
    flipped=st.booleans(),
    q=TEXTS,
    maintained=st.booleans(),
    licence=st.sampled_from(["", "permissive", "MIT", "GPL-3.0-or-later"]),
    python=VERSIONS,
    django=VERSIONS,
    sort=KEYS,
    descending=st.booleans(),
    only_differences=st.booleans(),
    hidden_rows=unique(KEYS),
    hidden_packages=unique(SLUGS),
)


def reading(query: str) -> tuple[View, list[str]]:
    return read(parse_qs(query, keep_blank_values=True).items())


@given(VIEWS)
def test_what_is_written_is_read_back(view: View) -> None:
    assert reading(view.query()) == (view, [])


NAMES = st.sampled_from(["p", "q", "sort", "hide", "flip", "python", "base"])


@given(st.dictionaries(NAMES, st.lists(st.text())))
def test_whatever_is_asked_for_becomes_a_view(given_: dict[str, list[str]]) -> None:
    view, problems = read(given_.items())
    assert reading(view.query()) == (view, [])
    assert all(len(problem) < 250 and problem.endswith(".") for problem in problems)


def test_defaults_are_left_out() -> None:
    assert View().query() == ""
    assert View().address("/grids/g/a/") == "/grids/g/a/"
    assert reading("") == reading("flip=0&unheard=of&q=+&sort=") == (View(), [])


def test_the_canonical_query() -> None:
    view = View(packages=("b", "a"), flipped=True, q="a b&c", sort="stars", descending=True)
    assert view.address("/compare/") == "/compare/?p=b&p=a&q=a%20b%26c&flip=1&sort=-stars"
    view = View(hidden_rows=("f1", "stars"), hidden_packages=("x",), only_differences=True)
    assert view.query() == "diff=1&hide=f1,stars&without=x"


def test_lists_are_taken_either_way() -> None:
    for query in ("hide=f1&hide=stars", "hide=f1,stars,f1", "hide=,f1,&hide=stars"):
        assert reading(query) == (View(hidden_rows=("f1", "stars")), [])


def test_slugs_in_capitals_are_taken() -> None:
    view = View(packages=("django-x", "b"), base="b", hidden_packages=("c",))
    assert reading("p=Django-X&p=B&base=B&without=C") == (view, [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=beauty", "sort=beauty was left aside: it takes one of state, verdict"),
        ("sort=f", "it takes one of"),
        ("python=3", 'it takes a version as "3.12"'),
        ("django=5.2.1.9", "a version"),
        ("licence=<script>", "one SPDX identifier"),
        ("flip=maybe", "it takes 1 or 0"),
        ("p=a/b", "the slugs of packages"),
        ("hide=f1,nonsense", "hide=nonsense was left aside"),
        ("q=" + "x" * 150, "only the first 100 characters"),
        ("p=" + ",".join(f"s{n}" for n in range(30)), "only the first 25 of 30"),
    ],
)
def test_what_is_wrong_is_said_and_left_out(query: str, said: str) -> None:
    view, problems = reading(query)
    assert len(problems) == 1
    assert said in problems[0]
    assert len(view.q) <= LONGEST_TEXT
    assert len(view.packages) <= MOST_COMPARED


def test_one_thing_is_changed() -> None:
    view = View(packages=("a", "b"), base="b", q="x", hidden_rows=("f1",))
    assert view.flip().flip() == view
    assert view.sorted_by("stars", descending=True).query().endswith("sort=-stars&hide=f1")
    assert view.sorted_by("", descending=True) == view
    assert view.hiding_row("f1") == view
    assert view.showing_row("f1").hidden_rows == ()
    assert view.hiding_package("a").showing_package("a") == view
    assert view.unfiltered().q == ""
    assert view.removing("b") == View(packages=("a",), q="x", hidden_rows=("f1",))
    assert view.adding("c").packages == ("a", "b", "c")
    full = View(packages=tuple(f"s{n}" for n in range(MOST_COMPARED)))
    assert full.adding("c") == full
