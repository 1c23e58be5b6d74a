"""The published figures of real repositories come out of git alone, exactly.

git_data/ has the commits of 14 repositories and, in expected.json, what a directory said of them at
a date. Each is rebuilt here with commits added that were made later, or merged later, so that the
facts of that date must be found in a repository that has moved on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from packdex.core.history import History
from packdex.core.weeks import commits_over_52
from packdex.sources.git import Git, GitRef, fetch
from packdex.sources.guard import Guard
from packdex.sources.http import Door
from packdex.sources.outcome import Fetched
from tests.standins.git_http import GitServer, git_daemon
from tests.standins.repositories import DATA, Repository, history, later, rows

pytestmark = pytest.mark.loopback

EXPECTED: list[dict[str, Any]] = json.loads((DATA / "expected.json").read_text("utf-8"))
SLUGS = [expected["slug"] for expected in EXPECTED]


def moment(expected: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(expected["reference_date"])


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the 14 repositories are served, by protocol."""
    folder: Path = tmp_path_factory.mktemp("histories")
    for expected in EXPECTED:
        branch = expected["default_branch"]
        made = Repository.create(folder / f"{expected['slug']}.git", branch)
        commits = history(rows(expected["file"]))
        made.grow([*commits, *later(commits, int(moment(expected).timestamp()))], branch)
    with GitServer(folder) as server, git_daemon(folder) as daemon:
        yield {"http": server.origin, "git": daemon}


def taken(url: str, at: datetime | None) -> History:
    with Door("tests", allow_private=True) as door:
        outcome = fetch(GitRef(url, at=at), Git("tests", Guard(allow_private=True)), door)
    assert isinstance(outcome, Fetched), outcome
    return outcome.facts


@pytest.mark.parametrize("protocol", ["http", "git"])
@pytest.mark.parametrize("expected", EXPECTED, ids=SLUGS)
def test_the_published_figures(
    origins: dict[str, str], expected: dict[str, Any], protocol: str
) -> None:
    facts = taken(f"{origins[protocol]}/{expected['slug']}.git", moment(expected))
    table = rows(expected["file"])
    assert commits_over_52(facts.days, moment(expected)) == tuple(expected["commits_over_52"])
    if expected["last_updated"]:
        assert facts.last_updated == datetime.fromisoformat(expected["last_updated"])
    assert facts.default_branch == expected["default_branch"]
    assert facts.commits == len(table)
    assert facts.contributor_count == len({row["author_id"] for row in table})
    bots = sum(row["author_login"].endswith(("bot", "[bot]", "copilot")) for row in table)
    assert facts.bot_commits == sum(facts.bot_days.values()) == bots


def test_today_has_what_came_later(origins: dict[str, str]) -> None:
    expected = EXPECTED[SLUGS.index("django-oauth-toolkit")]
    facts = taken(f"{origins['http']}/{expected['slug']}.git", None)
    assert facts.commits == len(rows(expected["file"])) + 4
    assert facts.last_updated is not None
    assert facts.last_updated > moment(expected)


def test_before_the_first_commit_there_is_nothing(origins: dict[str, str]) -> None:
    facts = taken(f"{origins['http']}/pingwynn.git", datetime(1999, 1, 1, tzinfo=UTC))
    assert (facts.head, facts.last_updated, facts.commits, facts.contributors) == (
        None,
        None,
        0,
        (),
    )
    assert sum(commits_over_52(facts.days, datetime(1999, 1, 1, tzinfo=UTC))) == 0
