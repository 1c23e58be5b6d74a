"""What every forge can do to us, over a real socket: one table of forges, one rule a test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packdex.core.forge import RepositoryFacts
from packdex.sources import bitbucket, forgejo, github, gitlab
from packdex.sources.answer import Getter
from packdex.sources.forge import ForgeRef
from packdex.sources.http import Door
from packdex.sources.outcome import (
    Failed,
    Fetched,
    Gone,
    Moved,
    NotModified,
    Outcome,
    RateLimited,
)
from tests.standins.bitbucket import Bitbucket
from tests.standins.forge import Forge
from tests.standins.forgejo import Forgejo
from tests.standins.github import GitHub
from tests.standins.gitlab import GitLab
from tests.standins.registry import (
    MIB,
    Reply,
    gzip_bomb,
    huge,
    moved_to,
    slow_body,
    status,
    truncated,
    truncated_gzip,
)

pytestmark = pytest.mark.loopback

Fetch = Callable[[ForgeRef, Getter, str | None], Outcome[RepositoryFacts]]


@dataclass(frozen=True)
class Side:
    """A stand-in, and our adapter for it."""

    forge: Forge
    fetch: Fetch
    ref_to: Callable[[str], ForgeRef]
    token_header: tuple[str, str]
    web: str

    def ref(self, path: str = "owner/name", etag: str | None = None) -> ForgeRef:
        return replace(self.ref_to(path), etag=etag)


def side(name: str) -> Side:
    match name:
        case "github":
            hub = GitHub()
            api = hub.origin
            bearer = ("authorization", "Bearer secret")
            return Side(hub, github.fetch, lambda p: github.ref_to(p, api=api), bearer, github.WEB)
        case "gitlab":
            lab = GitLab()
            token = ("private-token", "secret")
            web = lab.origin
            return Side(lab, gitlab.fetch, lambda p: gitlab.ref_to(p, web), token, web)
        case "forgejo":
            forge = Forgejo()
            web = forge.origin
            token = ("authorization", "token secret")
            return Side(forge, forgejo.fetch, lambda p: forgejo.ref_to(p, web), token, web)
        case _:
            bucket = Bitbucket()
            api = bucket.origin + "/2.0"
            bearer = ("authorization", "Bearer secret")
            return Side(
                bucket,
                bitbucket.fetch,
                lambda p: bitbucket.ref_to(p, api=api),
                bearer,
                bitbucket.WEB,
            )


@pytest.fixture(params=["github", "gitlab", "forgejo", "bitbucket"])
def at(request: pytest.FixtureRequest) -> Iterator[Side]:
    chosen = side(request.param)
    with chosen.forge:
        yield chosen


def facts(outcome: Outcome[RepositoryFacts]) -> RepositoryFacts:
    assert isinstance(outcome, Fetched), outcome
    return outcome.facts


KNOWN: dict[str, dict[str, Any]] = {
    "github": {
        "stars": 12,
        "forks": 3,
        "archived": True,
        "licence": "MIT",
        "topics": ("django", "packages"),
        "is_fork": False,
        "pushed_at": datetime(2026, 1, 31, 1, 2, 3, tzinfo=UTC),
    },
    "gitlab": {
        "stars": 12,
        "forks": 3,
        "open_issues": 5,
        "archived": True,
        "licence": "MIT",
        "topics": ("django", "packages"),
    },
    "forgejo": {
        "stars": 12,
        "forks": 3,
        "open_issues": 5,
        "archived": True,
        "licence": "MIT",
        "topics": ("django", "packages"),
        "is_fork": False,
    },
    "bitbucket": {
        "is_fork": False,
        "created_at": datetime(2020, 5, 6, 7, 8, 9, 123456, tzinfo=UTC),
    },
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_each_forge_tells_and_nothing_else(name: str, door: Door) -> None:
    here = side(name)
    with here.forge:
        here.forge.add("Owner/Name", archived=True)
        told = facts(here.fetch(here.ref(), door, None))
    unknown = dict.fromkeys(RepositoryFacts.__dataclass_fields__)
    always = {
        "address": f"{here.web}/Owner/Name",
        "description": "A sample repository",
        "default_branch": "main",
        "created_at": datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC),
    }
    assert told == RepositoryFacts(**{**unknown, **always, **KNOWN[name]})


def test_unchanged_facts_cost_no_document(at: Side, door: Door) -> None:
    at.forge.add("owner/name")
    first = at.fetch(at.ref(), door, None)
    assert isinstance(first, Fetched)
    assert first.etag
    assert "if-none-match" not in at.forge.requests[0].headers
    assert isinstance(at.fetch(at.ref(etag=first.etag), door, None), NotModified)
    at.forge.add("owner/name", description="Another one")
    assert facts(at.fetch(at.ref(etag=first.etag), door, None)).description == "Another one"
    assert at.forge.count == 3


def test_a_token_goes_into_its_header_only(at: Side, door: Door) -> None:
    at.forge.add("owner/name")
    at.fetch(at.ref(), door, "secret")
    seen = at.forge.requests[0]
    name, value = at.token_header
    assert seen.headers[name] == value
    assert "secret" not in seen.path + str(seen.query)
    at.fetch(at.ref(), door, None)
    assert name not in at.forge.requests[1].headers


def test_a_token_does_not_follow_to_another_host(at: Side, door: Door) -> None:
    with GitHub() as other:
        at.forge.trouble(moved_to(other.origin + "/x"))
        assert at.fetch(at.ref(), door, "secret") == Gone(404)
        assert not {"authorization", "private-token"} & set(other.requests[0].headers)


def test_a_repository_that_moved_says_where(at: Side, door: Door) -> None:
    at.forge.add("owner/name")
    at.forge.move("owner/name", "other/name2")
    assert at.fetch(at.ref(), door, None) == Moved(f"{at.web}/other/name2")
    at.forge.move("other/name2", "Third/Name")
    assert at.fetch(at.ref(), door, None) == Moved(f"{at.web}/Third/Name")


def test_capitals_are_no_move(at: Side, door: Door) -> None:
    at.forge.add("Owner/Name")
    assert facts(at.fetch(at.ref("oWNER/nAME"), door, None)).address == f"{at.web}/Owner/Name"


@pytest.mark.parametrize("code", [404, 410])
def test_a_repository_that_is_not_there(at: Side, door: Door, code: int) -> None:
    at.forge.trouble(status(code))
    assert at.fetch(at.ref(), door, None) == Gone(code)


def test_the_document_of_another_repository_is_not_believed(at: Side, door: Door) -> None:
    at.forge.add("owner/name")
    at.forge.at("owner/name").path = "other/name"  # type: ignore[union-attr]
    outcome = at.fetch(at.ref(), door, None)
    assert outcome == Failed(f"the forge answered about '{at.web}/other/name'", permanent=True)


FAR = str(int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("reply", "shortest", "longest"),
    [
        (status(429, retry_after="30"), 29, 30),
        (status(429), 599, 600),
        (status(403, retry_after="60"), 59, 60),
        (status(403, b'{"message":"You have exceeded a secondary rate limit"}'), 599, 600),
        (status(403, x_ratelimit_remaining="0", x_ratelimit_reset=FAR), 604_799, 604_800),
        (status(429, ratelimit_remaining="0", ratelimit_reset="soon"), 599, 600),
        (status(429, x_ratelimit_remaining="0", x_ratelimit_reset="9" * 40), 604_799, 604_800),
        (status(403, x_ratelimit_remaining="0", x_ratelimit_reset="1"), -1, 0),
    ],
)
def test_a_forge_that_wants_a_pause(
    at: Side, door: Door, reply: Reply, shortest: int, longest: int
) -> None:
    at.forge.trouble(reply)
    outcome = at.fetch(at.ref(), door, None)
    assert isinstance(outcome, RateLimited)
    wait = outcome.until - datetime.now(UTC)
    assert timedelta(seconds=shortest) <= wait <= timedelta(seconds=longest)


@pytest.mark.parametrize(
    ("reply", "permanent", "why"),
    [
        (status(500), False, "status 500"),
        (status(502), False, "status 502"),
        (status(304), False, "status 304"),
        (status(401), True, "does not accept our token"),
        (status(403), True, "status 403"),
        (status(403, x_ratelimit_remaining="59", x_ratelimit_reset=FAR), True, "status 403"),
        (status(451), True, "status 451"),
        (truncated, False, "the connection failed"),
        (truncated_gzip, False, "ends before its gzip"),
        (slow_body(0.1), False, "127.0.0.1: no answer in time"),
        (huge(3 * MIB), True, "larger than"),
        (gzip_bomb(20 * MIB), True, "larger than"),
        (status(200, b"<html>Back soon</html>"), True, "document: not JSON"),
        (status(200, b"[]"), True, "document: an object expected, not a list"),
        (status(200, b"{}"), True, "missing or empty"),
    ],
)
def test_nothing_learnt(at: Side, reply: Reply, permanent: bool, why: str) -> None:
    at.forge.trouble(reply, reply, reply)
    with Door("tests", deadline_s=0.5, max_bytes=2 * MIB, allow_private=True, wait_s=0.01) as door:
        outcome = at.fetch(at.ref(), door, None)
    assert isinstance(outcome, Failed)
    assert outcome.permanent is permanent
    assert why in outcome.why


@pytest.mark.parametrize("path", ["", "a", "a b/c", "a/b?c", "a/b#c", "a/../b", "a/b%2f", "é/a"])
def test_what_is_no_path_is_not_asked_about(at: Side, door: Door, path: str) -> None:
    expected = Failed(f"{path!r} is not the path of a repository", permanent=True)
    assert at.fetch(at.ref(path), door, None) == expected
    assert at.forge.count == 0


def test_nested_groups_are_one_path(door: Door) -> None:
    with GitLab() as lab:
        lab.add("group/sub/deep/name")
        ref = gitlab.ref_to("group/sub/deep/name", lab.origin)
        told = facts(gitlab.fetch(ref, door))
        assert lab.requests[0].path == "/api/v4/projects/group%2Fsub%2Fdeep%2Fname"
    assert told.address == f"{lab.origin}/group/sub/deep/name"


def test_an_empty_repository_has_no_branch(door: Door) -> None:
    with Forgejo() as forge:
        forge.add("owner/name", default_branch=None, licence=None, topics=[], is_fork=True)
        told = facts(forgejo.fetch(forgejo.ref_to("owner/name", forge.origin), door))
    assert (told.default_branch, told.licence, told.topics, told.is_fork) == (None, None, (), True)
