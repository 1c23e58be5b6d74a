"""Who is one author, who is a program, and what an author is called."""

from datetime import date

import pytest

from packdex.core.authors import Author, contributors, login_of
from packdex.core.bots import BOTS, is_bot
from packdex.core.history import Contributor


def hidden(login: str, host: str = "users.noreply.github.com") -> str:
    return f"{login}@{host}"


def who(*authors: tuple[str, str]) -> list[tuple[str, int]]:
    """Names and commits of the contributors, where each author wrote one commit."""
    found = contributors({Author(*author): 1 for author in authors})
    return [(c.name, c.commits) for c in found]


def test_the_same_name_is_one_author() -> None:
    assert who(("Ann", "ann@example.com"), ("ann ", "ann@example.org")) == [("Ann", 2)]


def test_the_same_address_is_one_author() -> None:
    assert who(("Ann", "ann@example.com"), ("Ann B.", "ANN@example.com")) == [("Ann", 2)]


def test_a_chain_of_names_and_addresses_is_one_author() -> None:
    chain = [("A", "1@example.com"), ("B", "2@example.com"), ("B", "1@example.com")]
    assert [commits for _, commits in who(*chain)] == [3]


def test_others_are_others() -> None:
    assert len(who(("Ann", "ann@example.com"), ("Bo", "bo@example.com"))) == 2


@pytest.mark.parametrize("address", ["", "root@localhost", "ann", "you@example.com", "x@(none)"])
def test_an_address_of_nobody_ties_no_one(address: str) -> None:
    assert len(who(("Ann", address), ("Bo", address))) == 2


@pytest.mark.parametrize("name", ["", "root", "Your Name", "unknown"])
def test_a_name_of_nobody_ties_no_one(name: str) -> None:
    assert len(who((name, "ann@example.com"), (name, "bo@example.com"))) == 2


def test_a_login_is_known_from_a_no_reply_address_only() -> None:
    assert who(("Ann A.", hidden("17+ann-a")), ("Ann A.", "aa@example.com")) == [("ann-a", 2)]
    assert who(("Ann A.", "ann@example.com")) == [("Ann A.", 1)]


def test_an_account_is_one_with_and_without_its_number() -> None:
    assert who(("Ann", hidden("17+ann")), ("Anna", hidden("ann"))) == [("ann", 2)]
    assert len(who(("Ann", hidden("ann")), ("Anna", hidden("ann", "noreply.example.org")))) == 2


@pytest.mark.parametrize(
    ("address", "login"),
    [
        (hidden("17+Ann"), "Ann"),
        (hidden("ann"), "ann"),
        (hidden("17+dependabot[bot]"), "dependabot[bot]"),
        (hidden("17-ann", "users.noreply.gitlab.example.org"), "ann"),
        (hidden("17-ann-b", "users.noreply.gitlab.com"), "ann-b"),
        (hidden("ann", "noreply.codeberg.org"), "ann"),
        ("ann@example.com", None),
        ("noreply@example.com", None),
        ("ann@users.noreply.github.com.example.com@example.com", None),
        ("", None),
    ],
)
def test_the_login_of_an_address(address: str, login: str | None) -> None:
    assert login_of(address) == login


def test_the_most_used_name_is_shown() -> None:
    commits = {Author("A", "a@example.com"): 1, Author("Ann", "a@example.com"): 2}
    assert contributors(commits) == [Contributor("Ann", 3, is_bot=False)]


def test_the_last_day_is_the_latest_of_all_that_one_person_is_called() -> None:
    old, new = Author("A", "a@example.com"), Author("Ann", "a@example.com")
    days = {old: date(2025, 1, 2), new: date(2026, 3, 4)}
    assert contributors({old: 1, new: 1}, days)[0].last == date(2026, 3, 4)
    assert contributors({old: 1})[0].last is None


def test_an_address_is_never_shown() -> None:
    assert who(("ann@example.com", "ann@example.com")) == [("ann", 1)]
    assert who(("", "ann@example.com")) == [("unknown", 1)]


def test_most_commits_come_first_then_names() -> None:
    commits = {
        Author("b", "b@x.example"): 1,
        Author("C", "c@x.example"): 5,
        Author("A", "a@x.example"): 1,
    }
    assert [c.name for c in contributors(commits)] == ["C", "A", "b"]


def test_programs_are_told_apart_and_never_one_with_people() -> None:
    commits = {
        Author("dependabot[bot]", "shared@example.com"): 4,
        Author("Ann", "shared@example.com"): 2,
        Author("Somebody", hidden("9+renovate[bot]")): 1,
    }
    assert contributors(commits) == [
        Contributor("dependabot[bot]", 4, is_bot=True),
        Contributor("Ann", 2, is_bot=False),
        Contributor("renovate[bot]", 1, is_bot=True),
    ]


@pytest.mark.parametrize(
    "name",
    ["x[bot]", "Dependabot", "Weblate (bot)", "my-project-bot", "Renovate Bot", "github-actions"],
)
def test_bots(name: str) -> None:
    assert is_bot(name)


@pytest.mark.parametrize("name", ["", "Ann Bot", "Talbot", "botond", "robot", "release", "[bot] x"])
def test_people(name: str) -> None:
    assert not is_bot(name)


def test_the_list_of_bots_can_match() -> None:
    assert [name for name in BOTS if name != name.casefold().strip()] == []
    assert all(BOTS.values())


def test_a_hundred_thousand_authors_of_one_name_take_no_time() -> None:
    many = {Author("Ann", f"a{i}@example.com"): 1 for i in range(100_000)}
    assert len(contributors(many)) == 1
