"""Many repositories of GitHub in few questions, whatever GitHub makes of them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packdex.core.forge import RepositoryFacts, Tags
from packdex.sources.errors import TimedOutError
from packdex.sources.forge import ForgeRef
from packdex.sources.github import fetch_many, ref_to
from packdex.sources.github.many import BATCH, MAX_FAILURES, graphql_url
from packdex.sources.http import Door
from packdex.sources.outcome import (
    Failed,
    Fetched,
    Gone,
    Moved,
    Outcome,
    RateLimited,
)
from tests.standins.github import RESET_AT, GitHub
from tests.standins.registry import Reply, moved_to, silent, status, truncated
from tests.standins.server import document

pytestmark = pytest.mark.loopback

PATHS = [f"owner{i}/name{i}" for i in range(100)]


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with GitHub() as running:
        yield running


def ask(
    hub: GitHub, door: Door, paths: list[str], batch: int = BATCH
) -> dict[str, Outcome[RepositoryFacts]]:
    refs = [ref_to(path, api=hub.origin) for path in paths]
    outcomes = fetch_many(refs, door, "secret", api=hub.origin, batch=batch)
    assert list(outcomes) == refs
    return {ref.path: outcome for ref, outcome in outcomes.items()}


def facts(outcome: Outcome[RepositoryFacts]) -> RepositoryFacts:
    assert isinstance(outcome, Fetched), outcome
    return outcome.facts


def test_everything_that_graphql_tells(hub: GitHub, door: Door) -> None:
    tags = [(f"v{n}", f"{n:040x}") for n in range(40)]
    hub.add("Owner/name", stars=9, is_fork=True, tags=tags)
    outcome = ask(hub, door, ["owner/name"])["owner/name"]
    assert facts(outcome) == RepositoryFacts(
        address="https://github.com/Owner/name",
        description="A sample repository",
        stars=9,
        forks=3,
        open_issues=5,
        archived=False,
        default_branch="main",
        head="4f" * 20,
        head_at=datetime(2026, 1, 30, 10, 11, 12, tzinfo=UTC),
        pushed_at=datetime(2026, 1, 31, 1, 2, 3, tzinfo=UTC),
        created_at=datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC),
        licence="MIT",
        topics=("django", "packages"),
        is_fork=True,
        moved_to=None,
        participants=None,
        tags=Tags(40, tuple(tags[:30])),
        ci_mark="",
        ci_versions=(),
    )
    assert isinstance(outcome, Fetched)
    assert abs(outcome.taken_at - datetime.now(UTC)) < timedelta(seconds=5)
    assert hub.requests[0].headers["authorization"] == "Bearer secret"


def test_forty_are_one_question(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    outcomes = ask(hub, door, PATHS)
    assert [facts(outcome).stars for outcome in outcomes.values()] == list(range(100))
    assert [len(batch) for batch in hub.batches] == [40, 40, 20]
    assert hub.count == 3


def test_nothing_asked_costs_nothing(hub: GitHub, door: Door) -> None:
    assert ask(hub, door, []) == {}
    assert hub.count == 0


def test_a_repository_twice_is_asked_once(hub: GitHub, door: Door) -> None:
    hub.add("a/b")
    ref = ref_to("a/b", api=hub.origin)
    assert len(fetch_many([ref, ref], door, "t", api=hub.origin)) == 1
    assert hub.batches == [["a/b"]]


def test_names_stand_in_variables_only(hub: GitHub, door: Door) -> None:
    ask(hub, door, ["very-odd.name/x__y"])
    query = json.loads(hub.requests[0].body)
    assert "odd" not in query["query"]
    assert query["variables"] == {"o0": "very-odd.name", "n0": "x__y"}


@pytest.mark.parametrize("path", ['a/b") { id } x: y(z: "', "a", "a/b/c", "a/..", ""])
def test_what_is_no_owner_and_name_is_not_asked(hub: GitHub, door: Door, path: str) -> None:
    hub.add("a/b")
    outcomes = ask(hub, door, [path, "a/b"])
    assert isinstance(outcomes[path], Failed)
    assert isinstance(outcomes["a/b"], Fetched)
    assert hub.batches == [["a/b"]]


def test_a_token_goes_to_its_own_api_only(hub: GitHub, door: Door) -> None:
    with pytest.raises(ValueError, match="not all of these"):
        fetch_many([ref_to("a/b", api="https://evil.example")], door, "t", api=hub.origin)
    assert hub.count == 0


def test_graphql_lies_beside_rest() -> None:
    assert graphql_url("https://api.example") == "https://api.example/graphql"
    assert graphql_url("https://host.example/api/v3") == "https://host.example/api/graphql"


# Moves and what is gone


def test_a_moved_repository_has_its_facts_and_its_new_address(hub: GitHub, door: Door) -> None:
    hub.fill(["old/name", "still/here"])
    hub.move("old/name", "new/Name")
    outcomes = ask(hub, door, ["old/name", "Still/Here"])
    moved, still = facts(outcomes["old/name"]), facts(outcomes["Still/Here"])
    assert moved.moved_to == moved.address == "https://github.com/new/Name"
    assert (still.moved_to, still.address) == (None, "https://github.com/still/here")
    assert hub.count == 1


def test_what_is_not_found_is_asked_for_once_more(hub: GitHub, door: Door) -> None:
    hub.fill(["there/is", "has/moved"])
    hub.refused["has/moved"] = ("NOT_FOUND", "not for GraphQL")
    hub.move("has/moved", "is/elsewhere")
    outcomes = ask(hub, door, ["not/there", "there/is", "has/moved"])
    assert outcomes["not/there"] == Gone(404)
    assert outcomes["has/moved"] == Moved("https://github.com/is/elsewhere")
    assert isinstance(outcomes["there/is"], Fetched)
    assert hub.count == 4  # one question, two second looks, of which one is redirected


def test_a_second_look_may_find_it(hub: GitHub, door: Door) -> None:
    hub.add("a/b", stars=5)
    hub.refused["a/b"] = ("NOT_FOUND", "a hiccup")
    ref = ref_to("a/b", api=hub.origin, etag='"old"')
    outcome = fetch_many([ref], door, "secret", api=hub.origin)[ref]
    assert facts(outcome).stars == 5
    assert "if-none-match" not in hub.requests[1].headers


@pytest.mark.parametrize(
    ("kind", "word"), [("FORBIDDEN", "SAML"), ("INSUFFICIENT_SCOPES", "scope")]
)
def test_what_one_repository_is_refused_stays_with_it(
    hub: GitHub, door: Door, kind: str, word: str
) -> None:
    hub.fill(["a/b", "c/d"])
    hub.refused["a/b"] = (kind, f"because of {word}")
    outcomes = ask(hub, door, ["a/b", "c/d"])
    assert outcomes["a/b"] == Failed(f"GitHub: because of {word}", permanent=True)
    assert isinstance(outcomes["c/d"], Fetched)


def test_a_field_of_another_kind_spoils_its_own_repository_only(hub: GitHub, door: Door) -> None:
    hub.add("a/b", stars=-1)
    hub.add("c/d")
    outcomes = ask(hub, door, ["a/b", "c/d"])
    assert outcomes["a/b"] == Failed(
        "the forge's document is not as documented: "
        "data.r0.stargazerCount: -1 is not a number of things",
        permanent=True,
    )
    assert isinstance(outcomes["c/d"], Fetched)


# Too much


def test_a_batch_that_is_too_large_is_halved(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    hub.largest = 15
    outcomes = ask(hub, door, PATHS)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())
    assert [len(batch) for batch in hub.batches][:3] == [40, 20, 10]


def test_one_heavy_repository_costs_itself_only(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    hub.heavy = {PATHS[17]}
    outcomes = ask(hub, door, PATHS)
    failed = {path for path, outcome in outcomes.items() if not isinstance(outcome, Fetched)}
    assert failed == {PATHS[17]}
    assert outcomes[PATHS[17]] == Failed(
        f"{hub.origin}/graphql answered with status 502", permanent=False
    )
    assert hub.count <= 20


@pytest.mark.parametrize(
    "reply",
    [
        document({"errors": [{"message": "Something went wrong: a timeout"}]}),
        document({"data": {"r0": None}, "errors": [{"message": "cut off", "path": ["r0"]}]}),
        document({"data": None, "errors": [{"type": "RESOURCE_LIMITS_EXCEEDED", "message": "x"}]}),
        document({"data": None}),
        status(500),
        status(504),
    ],
)
def test_other_words_for_too_much(hub: GitHub, door: Door, reply: Reply) -> None:
    hub.fill(PATHS[:4])
    hub.trouble(reply)
    outcomes = ask(hub, door, PATHS[:4])
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())
    assert [len(batch) for batch in hub.batches] == [2, 2]


def test_an_answer_that_does_not_come_is_too_much_too(hub: GitHub) -> None:
    hub.fill(PATHS[:4])
    hub.trouble(silent(1))
    with Door("tests", timeout_s=0.3, allow_private=True) as door:
        outcomes = ask(hub, door, PATHS[:4])
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())


def test_a_long_failure_ends_the_run(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    hub.largest = 0
    outcomes = ask(hub, door, PATHS)
    assert hub.count == MAX_FAILURES
    for outcome in outcomes.values():
        assert outcome == Failed(f"{hub.origin}/graphql answered with status 502", permanent=False)


def test_a_run_that_ends_keeps_what_it_has(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    ask(hub, door, PATHS[:40])
    hub.answer("/graphql", status(502))
    hub.trouble(hub.reply_to(hub.requests[0]))
    outcomes = ask(hub, door, PATHS)
    assert sum(isinstance(outcome, Fetched) for outcome in outcomes.values()) == 40


# Limits


def test_a_used_up_quota_ends_the_run(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    hub.quota = 2
    outcomes = ask(hub, door, PATHS)
    assert [type(outcome) for outcome in outcomes.values()] == [Fetched] * 80 + [RateLimited] * 20
    assert outcomes[PATHS[99]] == RateLimited(datetime.fromisoformat(RESET_AT))
    assert hub.count == 2


def test_a_quota_used_up_by_others(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS)
    hub.quota = 0
    outcomes = ask(hub, door, PATHS)
    assert hub.count == 1
    for outcome in outcomes.values():
        assert isinstance(outcome, RateLimited)
        assert outcome.until > datetime.now(UTC) + timedelta(days=6)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (status(403, retry_after="60"), RateLimited),
        (status(429), RateLimited),
        (status(403, b"You have exceeded a secondary rate limit."), RateLimited),
        (status(401), Failed),
        (status(403), Failed),
        (status(200, b"<html>"), Failed),
        (status(200, b'{"data":{}, "errors":[1]}'), Failed),
        (moved_to("https://evil.example/graphql", 307), Failed),
    ],
)
def test_what_is_refused_as_a_whole_is_not_asked_again(
    hub: GitHub, door: Door, reply: Reply, expected: type
) -> None:
    hub.fill(PATHS)
    hub.trouble(reply)
    outcomes = ask(hub, door, PATHS)
    assert {type(outcome) for outcome in outcomes.values()} == {expected}
    assert hub.count == 1


def test_nobody_there(door: Door) -> None:
    with GitHub() as gone:
        pass
    outcomes = ask(gone, door, PATHS)
    assert {type(outcome) for outcome in outcomes.values()} == {Failed}


def test_a_broken_connection_is_tried_again(hub: GitHub, door: Door) -> None:
    hub.fill(PATHS[:3])
    hub.trouble(truncated)
    assert all(isinstance(outcome, Fetched) for outcome in ask(hub, door, PATHS[:3]).values())


def test_no_other_error_of_a_door_is_raised(hub: GitHub) -> None:
    class Deaf:
        def post(self, *_: Any) -> Any:
            raise TimedOutError("no answer in time")

        get = post

    ref = ForgeRef("a/b", "https://github.com", hub.origin)
    outcome = fetch_many([ref], Deaf(), "t", api=hub.origin)[ref]
    assert outcome == Failed("no answer in time", permanent=False)


def test_six_thousand_are_a_hundred_and_fifty_questions(hub: GitHub, door: Door) -> None:
    paths = [f"o{i}/n{i}" for i in range(6000)]
    hub.fill(paths)
    outcomes = ask(hub, door, paths)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())
    assert hub.count == 150


def test_the_files_of_continuous_integration_are_told_by_their_ids_and_read_on_request(
    hub: GitHub, door: Door
) -> None:
    plain = {"README.md": "python: 2.7", "tests.yml": "python-version: ['3.13', 3.14]"}
    hub.add("a/read", workflows=plain, tox="[tox]\nenvlist = py312-django52\n")
    hub.add("a/left", workflows=plain)
    hub.add("a/bare")
    read, left, bare = [ref_to(path, api=hub.origin) for path in ("a/read", "a/left", "a/bare")]
    outcomes = fetch_many(
        [read, left, bare], door, "secret", api=hub.origin, with_texts=[read, bare]
    )
    assert hub.count == 1
    told = {ref: facts(outcome) for ref, outcome in outcomes.items()}
    versions = ("Python 3.12", "Python 3.13", "Python 3.14", "Django 5.2")
    assert (told[read].ci_versions, told[left].ci_versions) == (versions, None)
    assert (told[bare].ci_versions, told[bare].ci_mark) == ((), "")
    marks = {ref: facts.ci_mark for ref, facts in told.items()}
    hub.add("a/left", workflows={**plain, "more.yml": ""})
    after = facts(fetch_many([left], door, "secret", api=hub.origin)[left]).ci_mark
    assert len({after, *marks.values()}) == 4
