"""The stand-in's GraphQL refuses what a real server would, or tests of clients prove nothing."""

from typing import Any

import pytest

from tests.standins.graphql import FieldError, QueryError, execute


def lost(name: str) -> Any:
    raise FieldError("NOT_FOUND", f"no {name}")


ROOT = {
    "plain": 5,
    "thing": lambda name: {"__typename": "Thing", "name": name, "parts": [{"n": 1}, {"n": 2}]},
    "lost": lost,
}


def run(query: str, **variables: Any) -> Any:
    return execute(query, variables, ROOT)


def test_an_argument_may_have_members_and_a_list_may_have_gaps() -> None:
    root = {"found": lambda order: {"nodes": [None, {"by": order["by"], "up": order["up"]}]}}
    data, _ = execute("query { found(order: {by: DATE, up: 1}) { nodes { by up } } }", {}, root)
    assert data == {"found": {"nodes": [None, {"by": "DATE", "up": 1}]}}


def test_aliases_variables_and_fragments() -> None:
    data, errors = run(
        """query($a: String!, $b: String!) {
             plain
             x: thing(name: $a) { ...f }
             y: thing(name: $b) { ... on Thing { other: name } ... on Other { nothing } }
           }
           fragment f on Thing { name parts { n } }""",
        a="one",
        b="two",
    )
    x = {"name": "one", "parts": [{"n": 1}, {"n": 2}]}
    assert data == {"plain": 5, "x": x, "y": {"other": "two"}}
    assert errors == []


def test_a_field_without_a_value_has_an_error_at_its_alias() -> None:
    data, errors = run("query($n: String!) { a: lost(name: $n) { id } plain }", n="x")
    assert data == {"a": None, "plain": 5}
    assert errors == [{"type": "NOT_FOUND", "path": ["a"], "message": "no x"}]


@pytest.mark.parametrize(
    "query",
    [
        "query { nothing }",
        "query { thing(name: 1) }",
        "query { plain",
        "query { plain } }",
        "mutation { plain }",
        "query { é }",
        "query($n: String!) { plain }",
    ],
)
def test_a_wrong_query_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        run(query)


def test_a_variable_has_its_type_and_its_parameter() -> None:
    with pytest.raises(QueryError):
        run("query($n: String!) { thing(name: $n) { name } }", n=1)
    with pytest.raises(QueryError):
        run("query { plain }", n="x")
