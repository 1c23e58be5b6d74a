"""The forges' documents, read: every wrong field is named, and nothing else is ever raised."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packdex.core.forge import RepositoryFacts, Tags
from packdex.sources import bitbucket, forgejo, github, gitlab
from packdex.sources.errors import SourceError
from packdex.sources.github import graphql
from packdex.sources.github.contributors import parse as parse_contributors
from packdex.sources.github.many import BATCH
from tests.standins import bitbucket as bitbucket_standin
from tests.standins import forgejo as forgejo_standin
from tests.standins import github as github_standin
from tests.standins import gitlab as gitlab_standin
from tests.standins.forge import Repository
from tests.standins.graphql import Field, execute
from tests.standins.graphql import parse as parse_query

SAMPLE = Repository("owner/name")
WEB = "https://forge.example"

Parse = Callable[[bytes, str], RepositoryFacts]


def node() -> dict[str, Any]:
    asked = graphql.question([("owner", "name")])
    root = {
        "rateLimit": {"cost": 1, "remaining": 9, "resetAt": "2026-01-01T00:00:00Z"},
        "repository": lambda owner, name: github_standin.node(SAMPLE),
    }
    data, _ = execute(asked["query"], asked["variables"], root)
    answered: dict[str, Any] = data["r0"]
    return answered


def parse_node(payload: bytes, web: str) -> RepositoryFacts:
    return graphql.facts_of(graphql.Document.parse(payload), web)


FORGES: dict[str, tuple[Parse, dict[str, Any]]] = {
    "github": (github.parse, github_standin.rest_document(SAMPLE)),
    "graphql": (parse_node, node()),
    "gitlab": (gitlab.parse, gitlab_standin.project(SAMPLE)),
    "forgejo": (forgejo.parse, forgejo_standin.repository(SAMPLE)),
    "bitbucket": (bitbucket.parse, bitbucket_standin.repository(SAMPLE)),
}
each_forge = pytest.mark.parametrize("forge", FORGES)
PATH_KEYS = ("full_name", "nameWithOwner", "path_with_namespace")


_FIRST = "refs.nodes[0]."
_TAG = {"name": "v1", "target": {"oid": "4f" * 20}}


def refs(*nodes: object) -> dict[str, Any]:
    return {"totalCount": len(nodes), "nodes": list(nodes)}


def read(forge: str, **changes: Any) -> RepositoryFacts:
    parse, document = FORGES[forge]
    return parse(json.dumps(document | changes).encode(), WEB)


def path_key(forge: str) -> str:
    return next(key for key in PATH_KEYS if key in FORGES[forge][1])


@each_forge
def test_only_the_path_is_needed(forge: str) -> None:
    parse, _ = FORGES[forge]
    facts = parse(json.dumps({path_key(forge): "a/b"}).encode(), WEB)
    assert facts.address == f"{WEB}/a/b"
    values = {getattr(facts, name) for name in RepositoryFacts.__dataclass_fields__}
    assert values <= {facts.address, None, False}


@each_forge
@pytest.mark.parametrize(
    "path",
    ["", "a", "/", "a/", "a/../b", "./b", "//x/y", "a/b?c", "a/b c", "a/" + "b" * 600, 5, None],
)
def test_an_address_is_made_of_nothing_but_a_path(forge: str, path: Any) -> None:
    with pytest.raises(SourceError) as caught:
        read(forge, **{path_key(forge): path})
    assert caught.value.field == path_key(forge)


@pytest.mark.parametrize(
    ("forge", "changes", "field"),
    [
        ("github", {"stargazers_count": "12"}, "stargazers_count"),
        ("github", {"stargazers_count": -1}, "stargazers_count"),
        ("github", {"stargazers_count": True}, "stargazers_count"),
        ("github", {"archived": 0}, "archived"),
        ("github", {"topics": {}}, "topics"),
        ("github", {"topics": [1]}, "topics[0]"),
        ("github", {"pushed_at": "yesterday"}, "pushed_at"),
        ("github", {"license": "MIT"}, "license"),
        ("graphql", {"issues": {"totalCount": 1.5}}, "issues.totalCount"),
        (
            "graphql",
            {"defaultBranchRef": {"target": {"oid": "HEAD"}}},
            "defaultBranchRef.target.oid",
        ),
        ("graphql", {"repositoryTopics": {"nodes": None}}, "repositoryTopics.nodes"),
        (
            "graphql",
            {"repositoryTopics": {"nodes": [{"topic": {}}]}},
            "repositoryTopics.nodes[0].topic.name",
        ),
        ("graphql", {"refs": {"totalCount": 1, "nodes": None}}, "refs.nodes"),
        ("graphql", {"refs": {"totalCount": -1, "nodes": []}}, "refs.totalCount"),
        ("graphql", {"refs": refs({"name": "v1", "target": {"oid": "v1"}})}, _FIRST + "target.oid"),
        ("graphql", {"refs": refs({"name": 1, "target": None})}, _FIRST + "name"),
        ("gitlab", {"star_count": 2**31}, "star_count"),
        ("gitlab", {"forked_from_project": 1}, "forked_from_project"),
        ("forgejo", {"licenses": "MIT"}, "licenses"),
        ("bitbucket", {"mainbranch": "main"}, "mainbranch"),
    ],
)
def test_a_wrong_field_is_named(forge: str, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(forge, **changes)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("forge", "changes", "licence"),
    [
        ("github", {"license": {"spdx_id": "NOASSERTION"}}, None),
        ("github", {"license": None}, None),
        ("github", {"license": {"spdx_id": "bsd-3-clause"}}, "BSD-3-Clause"),
        ("graphql", {"licenseInfo": {"spdxId": None}}, None),
        ("gitlab", {"license": {"key": "apache-2.0"}}, "Apache-2.0"),
        ("gitlab", {"license": {"key": "other"}}, None),
        ("forgejo", {"licenses": ["MIT", "0BSD"]}, None),
        ("forgejo", {"licenses": []}, None),
    ],
)
def test_a_licence_is_one_that_has_a_name(
    forge: str, changes: dict[str, Any], licence: str | None
) -> None:
    assert read(forge, **changes).licence == licence


def test_an_empty_repository_of_graphql() -> None:
    facts = read("graphql", defaultBranchRef=None, pushedAt=None, repositoryTopics={"nodes": []})
    assert (facts.head, facts.head_at, facts.default_branch, facts.topics) == (None, None, None, ())


@pytest.mark.parametrize(
    "told",
    [
        None,
        {"totalCount": None, "nodes": []},
        refs(_TAG, None),
        refs(_TAG, {"name": "v2", "target": None}),
        refs(_TAG, {"name": None, "target": {"oid": "4f" * 20}}),
        refs(_TAG, {"name": "v" * 251, "target": {"oid": "4f" * 20}}),
        refs(_TAG, {"name": "v2", "target": {}}),
    ],
)
def test_tags_of_which_one_is_not_told_are_not_told(told: object) -> None:
    assert read("graphql", refs=refs(_TAG)).tags == Tags(1, (("v1", "4f" * 20),))
    assert read("graphql", refs=told) == replace(read("graphql"), tags=None)


def is_connection(field: Field) -> bool:
    """Whether it has many of something; an object at a path is one."""
    asked = {one.name for one in field.selection or [] if isinstance(one, Field)}
    return bool(field.arguments) and bool(asked & {"nodes", "edges", "totalCount"})


def test_forty_repositories_cost_one_point() -> None:
    """GitHub's documentation divides the number of connections by a hundred, and rounds."""
    query = parse_query(graphql.question([("owner", "name")])["query"])
    facts = query.fragments["facts"].selection or []
    connections = [one.name for one in facts if isinstance(one, Field) and is_connection(one)]
    assert connections == ["issues", "repositoryTopics", "refs"]
    assert round(BATCH * len(connections) / 100) == 1


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
WORDS = sorted({key for _, document in FORGES.values() for key in document} | {"oid", "target"})
KEYS = st.sampled_from(WORDS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(), inner),
    max_leaves=9,
)


@each_forge
@given(value=JSON)
def test_no_json_raises_anything_but_a_source_error(forge: str, value: Any) -> None:
    with suppress(SourceError):
        FORGES[forge][0](json.dumps(value).encode(), WEB)


@each_forge
@given(changes=st.dictionaries(KEYS, JSON, max_size=2))
def test_nor_does_json_that_is_nearly_right(forge: str, changes: Any) -> None:
    with suppress(SourceError):
        repr(read(forge, **changes)).encode()


@each_forge
@given(payload=st.binary())
def test_nor_do_bytes(forge: str, payload: bytes) -> None:
    with pytest.raises(SourceError, match="document: "):
        FORGES[forge][0](payload, WEB)


ERRORS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["NOT_FOUND", "FORBIDDEN", "RATE_LIMITED"]) | JSON,
            "path": st.lists(st.sampled_from(["r0", "r1", "r9999", "x"]) | JSON, max_size=2) | JSON,
            "message": JSON,
        },
    ),
    max_size=3,
)
DATA = st.fixed_dictionaries({}, optional={"r0": JSON, "r1": JSON, "rateLimit": JSON})


@given(st.fixed_dictionaries({}, optional={"data": DATA | JSON, "errors": ERRORS | JSON}) | JSON)
def test_an_answer_of_graphql_is_read_or_refused(value: Any) -> None:
    expected = (SourceError, graphql.TooMuchError, graphql.RateLimitedError)
    with suppress(*expected):
        reading = graphql.read(json.dumps(value).encode(), 2, WEB)
        assert set(reading.facts) | set(reading.failed) | reading.missing == {0, 1}


@given(JSON | st.lists(st.dictionaries(st.just("login"), JSON)))
def test_contributors_are_logins(value: Any) -> None:
    with suppress(SourceError):
        assert all(
            isinstance(login, str) for login in parse_contributors(json.dumps(value).encode())
        )
