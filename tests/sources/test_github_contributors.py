"""Who contributed to a repository of GitHub: pages, empty lists, lists too large to count."""

from collections.abc import Iterator

import pytest

from packdex.sources.github import contributors, ref_to
from packdex.sources.http import Door
from packdex.sources.outcome import Failed, Fetched, Gone, NotModified, RateLimited
from tests.standins.github import GitHub
from tests.standins.registry import status
from tests.standins.server import document

pytestmark = pytest.mark.loopback


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with GitHub() as running:
        yield running


def test_logins_in_their_order_with_bots(hub: GitHub, door: Door) -> None:
    hub.add("a/b")
    outcome = contributors(ref_to("a/b", api=hub.origin), door, "secret")
    assert isinstance(outcome, Fetched)
    assert outcome.facts == ("ada", "dependabot[bot]", "brian")
    assert hub.requests[0].headers["authorization"] == "Bearer secret"
    again = contributors(ref_to("a/b", api=hub.origin, etag=outcome.etag), door)
    assert isinstance(again, NotModified)


def test_several_pages_are_one_list(hub: GitHub, door: Door) -> None:
    logins = [f"login{i}" for i in range(250)]
    hub.add("a/b", contributors=logins)
    outcome = contributors(ref_to("a/b", api=hub.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts == tuple(logins)
    assert outcome.etag is None
    assert hub.count == 3
    few = contributors(ref_to("a/b", api=hub.origin), door, max_pages=1)
    assert isinstance(few, Fetched)
    assert few.facts == tuple(logins[:100])


def test_no_commits_no_contributors(hub: GitHub, door: Door) -> None:
    hub.add("a/b", contributors=[])
    outcome = contributors(ref_to("a/b", api=hub.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts == ()


def test_a_moved_repository_has_its_list(hub: GitHub, door: Door) -> None:
    hub.add("a/b", contributors=["x"])
    hub.move("a/b", "c/d")
    outcome = contributors(ref_to("a/b", api=hub.origin), door)
    assert isinstance(outcome, Fetched)
    assert outcome.facts == ("x",)


def test_what_goes_wrong(hub: GitHub, door: Door) -> None:
    ref = ref_to("a/b", api=hub.origin)
    assert contributors(ref, door) == Gone(404)
    hub.trouble(status(403, b'{"message":"The history or contributor list is too large"}'))
    assert contributors(ref, door) == Failed(
        f"{hub.origin}/repos/a/b/contributors?per_page=100&page=1 answered with status 403",
        permanent=True,
    )
    hub.trouble(status(429, retry_after="5"))
    assert isinstance(contributors(ref, door), RateLimited)
    hub.trouble(status(200, b"{}"))
    outcome = contributors(ref, door)
    assert isinstance(outcome, Failed)
    assert "a list expected" in outcome.why


def test_half_a_list_is_none(hub: GitHub, door: Door) -> None:
    hub.add("a/b", contributors=[f"login{i}" for i in range(150)])
    ref = ref_to("a/b", api=hub.origin)
    first = document([{"login": "x"}], link='<https://x.example>; rel="next"')
    hub.trouble(first, status(500))
    assert isinstance(contributors(ref, door), Failed)
    hub.trouble(first, first)
    assert isinstance(contributors(ref, door), Fetched)
