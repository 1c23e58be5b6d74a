"""Personal access tokens: what they look like, who may have which, and until when they count."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from packdex.accounts.models import PersonalToken, User
from packdex.accounts.tokens import personal, text
from packdex.accounts.tokens.bearer import bearer_of
from packdex.core.roles import Actor, Role, Scope, scopes_of
from tests import make
from tests.make import NOON

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BOTH = frozenset({Scope.READ, Scope.GRIDS_WRITE})


@pytest.fixture
def ada(db: None) -> User:
    return make.user("ada")


def made(user: User, name: str = "CI", days: int = 30) -> tuple[PersonalToken, str]:
    return personal.make(user, name, BOTH, days, NOON)


# ---- the text


def test_a_token_is_known_by_its_form() -> None:
    for prefix in (text.PERSONAL, text.ACCESS, text.REFRESH, text.SECRET):
        token = text.new(prefix)
        assert re.fullmatch(f"{prefix}[0-9A-Za-z]{{36}}", token)
        assert text.is_whole(token)
        assert text.new(prefix) != token


def test_the_checksum_is_that_of_the_form() -> None:
    assert text._checksum("") == "000000"
    # 0xCBF43926, the CRC's check value, is 3*62**5 + 45*62**4 + 35*62**3 + 27*62**2 + 22*62 + 14.
    assert text._checksum("123456789") == "3jZRME"


@given(st.integers(4, 39), st.characters(codec="utf-8"))
def test_one_with_a_wrong_character_is_none(place: int, character: str) -> None:
    token = text.new(text.PERSONAL)
    changed = token[:place] + character + token[place + 1 :]
    assert text.is_whole(changed) == (changed == token)


@pytest.mark.parametrize("wrong", ["", "pdx_", "pdx_" + "a" * 36, "ghp_" + "a" * 36])
def test_what_only_begins_like_one_is_none(wrong: str) -> None:
    assert not text.is_whole(wrong)
    assert not text.is_whole(text.new(text.PERSONAL) + "\n")
    assert not text.is_whole(text.new(text.PERSONAL)[:-1])


# ---- who may have which


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.READER, {Scope.READ}),
        (Role.MEMBER, set(Scope)),
        (Role.EDITOR, set(Scope)),
        (Role.MODERATOR, set(Scope)),
        (Role.ADMIN, set(Scope)),
    ],
)
def test_a_role_has_the_scopes_that_it_takes_part_in(role: Role, scopes: set[Scope]) -> None:
    assert scopes_of(Actor(1, "ada", role)) == scopes


def test_a_token_is_kept_but_not_its_text(ada: User) -> None:
    row, token = made(ada, "  my \t CI ")
    row.refresh_from_db()
    assert (row.name, row.scopes) == ("my CI", BOTH)
    assert (row.created_at, row.expires_at, row.used_at) == (NOON, NOON + 30 * DAY, None)
    assert token.startswith(row.start)
    stored = " ".join(str(value) for value in PersonalToken.objects.values_list()[0])
    assert token[8:] not in stored


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", [Scope.READ], 30, "name"),
        (" \n ", [Scope.READ], 30, "name"),
        ("x" * 101, [Scope.READ], 30, "name"),
        ("a\0b", [Scope.READ], 30, "name"),
        ("a\u202eb", [Scope.READ], 30, "name"),
        ("CI", [], 30, "scopes"),
        ("CI", [Scope.READ], 0, "days"),
        ("CI", [Scope.READ], -1, "days"),
        ("CI", [Scope.READ], 366, "days"),
    ],
)
def test_what_cannot_be_made_is_told_by_field(
    ada: User, name: str, scopes: list[Scope], days: int, field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        personal.make(ada, name, scopes, days, NOON)
    assert list(caught.value.message_dict) == [field]
    assert not PersonalToken.objects.exists()


def test_a_reader_gets_no_token_that_writes(db: None) -> None:
    reader = make.user("rosa", Role.READER)
    with pytest.raises(ValidationError, match="packages:write"):
        personal.make(reader, "CI", [Scope.READ, Scope.PACKAGES_WRITE], 30, NOON)


def test_there_are_only_so_many_of_a_person(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "MOST", 2)
    made(ada)
    made(ada)
    with pytest.raises(ValidationError, match="You have 2 tokens"):
        made(ada)
    made(make.user("bob"))
    later = NOON + 61 * DAY
    personal.make(ada, "after the others have ended", {Scope.READ}, 1, later)
    assert [row.name for row in personal.listed(ada)] == ["after the others have ended"]


# ---- until when it counts


def test_a_token_stands_for_its_person(ada: User, django_assert_num_queries: Any) -> None:
    row, token = made(ada)
    bearer = bearer_of(token, NOON + DAY)
    assert bearer is not None
    assert (bearer.user, bearer.scopes) == (ada, BOTH)
    assert bearer.key == f"personal:{row.pk}"
    with django_assert_num_queries(1):
        bearer_of(token, NOON + DAY)


def test_it_ends(ada: User) -> None:
    _, token = made(ada, days=1)
    assert bearer_of(token, NOON + DAY - timedelta(seconds=1))
    assert bearer_of(token, NOON + DAY) is None


def test_it_ends_with_its_person(ada: User) -> None:
    _, token = made(ada)
    ada.is_active = False
    ada.save()
    assert bearer_of(token, NOON) is None
    ada.delete()
    assert not PersonalToken.objects.exists()


def test_only_its_person_takes_it_back(ada: User) -> None:
    row, token = made(ada)
    assert not personal.revoke(make.user("eve"), row.pk)
    assert bearer_of(token, NOON)
    assert personal.revoke(ada, row.pk)
    assert not personal.revoke(ada, row.pk)
    assert bearer_of(token, NOON) is None


@pytest.mark.parametrize("token", ["", "x", "ä", "a\0b", "pdx_ä", "pdx_" + "0" * 36, "a" * 10_000])
def test_what_nobody_was_given_stands_for_nobody(ada: User, token: str) -> None:
    assert bearer_of(token, NOON) is None


def test_its_last_use_is_written_once_an_hour(ada: User) -> None:
    row, token = made(ada)
    for after, kept in ((0.0, 0.0), (0.5, 0.0), (1.0, 1.0), (1.9, 1.0), (3.0, 3.0)):
        assert bearer_of(token, NOON + after * HOUR)
        row.refresh_from_db()
        assert row.used_at == NOON + kept * HOUR


def test_where_nothing_can_be_written_it_is_good_all_the_same(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, token = made(ada)

    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("read only")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", refuse)
    assert bearer_of(token, NOON)
    row.refresh_from_db()
    assert row.used_at is None
