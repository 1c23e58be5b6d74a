"""packdex token: made and printed once, listed, ended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from packdex.accounts.models import PersonalToken
from packdex.accounts.tokens.bearer import bearer_of
from packdex.cli import database, token
from packdex.core.roles import Role, Scope
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "ready", lambda: None)
    make.user("ada")


def run(*arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(token.command, arguments, color=False)
    assert done.exit_code == code, done.output
    return done


def test_a_token_is_printed_once() -> None:
    printed = run("add", "ada", "CI", "--scope", "read", "--scope", "grids:write").stdout.strip()
    bearer = bearer_of(printed, timezone.now())
    assert bearer is not None
    assert (bearer.user.username, bearer.scopes) == ("ada", {Scope.READ, Scope.GRIDS_WRITE})
    listed = run("list", "ada").stdout
    assert printed not in listed
    assert printed[:8] in listed
    assert "CI" in listed


def test_tokens_are_told_as_json() -> None:
    made = json.loads(run("add", "ada", "CI", "--days", "30", "--json").stdout)
    (told,) = json.loads(run("list", "ada", "--json").stdout)
    assert made.pop("token").startswith(told["start"])
    assert told["scopes"] == ["read"]
    assert told | {"used_at": None} == made


def test_tokens_are_ended() -> None:
    assert run("list", "ada").stdout == "ada has no token.\n"
    for name in ("a", "b", "c"):
        run("add", "ada", name)
    first = PersonalToken.objects.get(name="a")
    assert run("revoke", "ada", str(first.pk)).stdout == "Ended 1 token of ada.\n"
    assert len(json.loads(run("revoke", "ada", "--all", "--json").stdout)["ended"]) == 2
    assert not PersonalToken.objects.exists()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["add", "eve", "CI"], "there is no account 'eve'"),
        (["add", "ada", " "], "Give it a name"),
        (["add", "ada", "CI", "--days", "400"], "from 1 to 365 days"),
        (["add", "rosa", "CI", "--scope", "moderate"], "Your role has nothing to do with moderate"),
        (["revoke", "ada"], "or use --all"),
        (["revoke", "ada", "1", "--all"], "or use --all"),
        (["revoke", "ada", "999"], "ada has no token 999"),
        (["list", "eve"], "there is no account 'eve'"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(call: list[str], said: str) -> None:
    make.user("rosa", Role.READER)
    assert said in run(*call, code=2).stderr
    assert not PersonalToken.objects.exists()
