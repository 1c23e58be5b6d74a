"""Inviting people: who may, who can accept, and that one invitation is good once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from packdex.accounts.invitations import arriving, is_invited, making, taking
from packdex.accounts.invitations.making import Wish, invite, renew, revoke
from packdex.accounts.invitations.standing import standing
from packdex.accounts.models import Invitation, User
from packdex.core.roles import SYSTEM, RefusedError, Role
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON
EMAIL = "bo@example.org"


def verified(user: User, email: str) -> User:
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def request_with(**session: str) -> HttpRequest:
    request: Any = HttpRequest()
    request.session = dict(session)
    given: HttpRequest = request
    return given


@pytest.mark.parametrize(
    ("role", "wish", "allowed"),
    [
        (Role.MEMBER, Wish(), False),
        (Role.EDITOR, Wish(), False),
        (Role.MODERATOR, Wish(), True),
        (Role.MODERATOR, Wish(role=Role.EDITOR), False),
        (Role.ADMIN, Wish(role=Role.EDITOR), True),
        (Role.ADMIN, Wish(role=Role.MODERATOR), True),
        (Role.EDITOR, Wish(package_id=1), False),
        (Role.MODERATOR, Wish(package_id=1), True),
        (Role.MODERATOR, Wish(grid_id=1), True),
    ],
)
def test_who_may_invite_to_what(role: Role, wish: Wish, allowed: bool) -> None:
    actor = make.user("ada", role).actor
    if allowed:
        invite(actor, wish, NOW)
    else:
        with pytest.raises(RefusedError):
            invite(actor, wish, NOW)
    assert Invitation.objects.count() == allowed


def test_a_maintainer_invites_others_to_that_thing_only() -> None:
    actor = make.user("ada").actor
    invite(actor, Wish(package_id=1), NOW, owns=True)
    for wish in (Wish(), Wish(role=Role.EDITOR)):
        with pytest.raises(RefusedError):
            invite(actor, wish, NOW, owns=True)


def test_nobody_is_invited_to_be_an_admin_and_no_maintainer_to_a_role() -> None:
    for wish in (Wish(role=Role.ADMIN), Wish(role=Role.READER), Wish(role=Role.EDITOR, grid_id=1)):
        with pytest.raises(ValidationError):
            invite(SYSTEM, wish, NOW)


@pytest.mark.parametrize(
    "email",
    [
        "bo@example.org\nBcc: all@example.org",
        "bo@example.org\r\n\r\nHello",
        "bo@ex\u0430mple.org",  # a Cyrillic letter
        "\uff42o@example.org",  # a wide one
        "bo@example.org\0",
        "bo",
        "@example.org",
        f"{'b' * 400}@example.org",
        "bo@example.org, al@example.org",
        '"<script>"@',
    ],
)
def test_no_address_but_a_plain_one_is_taken(email: str) -> None:
    with pytest.raises(ValidationError):
        invite(SYSTEM, Wish(email), NOW)
    assert not Invitation.objects.exists()


def test_the_secret_is_kept_nowhere() -> None:
    row, secret = invite(SYSTEM, Wish(), NOW)
    assert len(secret) > 40
    assert secret not in str(Invitation.objects.values().get())
    assert taking.find(secret) == row


def test_who_accepts_has_the_role_and_nobody_else_can() -> None:
    _, secret = invite(SYSTEM, Wish(role=Role.EDITOR), NOW)
    ada, bo = make.user("ada"), make.user("bo")
    taking.accept(ada, secret, NOW)
    assert User.objects.get(pk=ada.pk).role == Role.EDITOR
    for late in (bo, ada):
        with pytest.raises(taking.NotForYouError, match="accepted already"):
            taking.accept(late, secret, NOW)
    assert User.objects.get(pk=bo.pk).role == Role.MEMBER


def test_no_role_becomes_less_by_an_invitation() -> None:
    _, secret = invite(SYSTEM, Wish(role=Role.EDITOR), NOW)
    ada = make.user("ada", Role.ADMIN)
    taking.accept(ada, secret, NOW)
    assert User.objects.get(pk=ada.pk).role == Role.ADMIN


@pytest.mark.parametrize("ended", ["expired", "revoked", "declined", "made up", "renewed"])
def test_what_has_ended_changes_nothing(ended: str) -> None:
    row, secret = invite(SYSTEM, Wish(role=Role.EDITOR), NOW)
    ada, now = make.user("ada"), NOW
    if ended == "expired":
        now += making.VALID_FOR
    elif ended == "revoked":
        revoke(SYSTEM, row.pk, NOW)
    elif ended == "declined":
        taking.decline(secret, NOW)
    elif ended == "made up":
        secret = "x" * 43
    else:
        renew(SYSTEM, row.pk, NOW)
    before = Invitation.objects.values().get()
    for step in (
        lambda: taking.accept(ada, secret, now),
        lambda: taking.reserve(ada, secret, now),
        lambda: taking.decline(secret, now),
    ):
        with pytest.raises(taking.NotForYouError):
            step()
    assert User.objects.get(pk=ada.pk).role == Role.MEMBER
    assert Invitation.objects.values().get() == before


def test_one_sent_to_an_address_is_for_who_has_shown_that_it_is_theirs() -> None:
    _, secret = invite(SYSTEM, Wish("Bo@Example.org", Role.EDITOR), NOW)
    stranger = verified(make.user("ada"), "ada@example.org")
    unverified = make.user("eve", email=EMAIL)
    EmailAddress.objects.create(user=unverified, email=EMAIL, verified=False)
    for wrong in (stranger, unverified):
        with pytest.raises(taking.NotForYouError, match=r"for b…@example\.org"):
            taking.accept(wrong, secret, NOW)
    right = verified(make.user("bo"), "bo@example.org")
    assert taking.accept(right, secret, NOW).taken_by == right


def test_what_was_given_counts_only_while_its_giver_may_give_it() -> None:
    giver = make.user("giver", Role.ADMIN)
    _, secret = invite(giver.actor, Wish(role=Role.MODERATOR), NOW)
    ada = make.user("ada")
    for change in ({"role": Role.EDITOR.value}, {"role": Role.ADMIN.value, "is_active": False}):
        User.objects.filter(pk=giver.pk).update(**change)
        with pytest.raises(taking.NotForYouError, match="taken back"):
            taking.accept(ada, secret, NOW)


def test_strangers_neither_renew_nor_revoke() -> None:
    row, _ = invite(make.user("ada", Role.MODERATOR).actor, Wish(), NOW)
    bo = make.user("bo", Role.EDITOR).actor
    for step in (renew, revoke):
        with pytest.raises(RefusedError):
            step(bo, row.pk, NOW)
    assert standing(Invitation.objects.get(), NOW) == "open"


def test_an_address_is_not_pestered_and_a_person_invites_so_many_an_hour() -> None:
    row, _ = invite(SYSTEM, Wish(EMAIL), NOW)
    with pytest.raises(ValidationError, match="invited to this already"):
        invite(SYSTEM, Wish(EMAIL), NOW)
    invite(SYSTEM, Wish(EMAIL, package_id=1), NOW)
    invite(SYSTEM, Wish(EMAIL, package_id=2), NOW)
    with pytest.raises(ValidationError, match="enough for now"):
        renew(SYSTEM, row.pk, NOW)
    renew(SYSTEM, row.pk, NOW + timedelta(hours=2))
    actor = make.user("ada", date_joined=NOW - timedelta(days=1)).actor
    for number in range(5):
        invite(actor, Wish(package_id=number + 1), NOW, owns=True)
    with pytest.raises(RefusedError, match="within an hour"):
        invite(actor, Wish(package_id=9), NOW, owns=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_has_it() -> None:
    _, secret = invite(SYSTEM, Wish(role=Role.EDITOR), NOW)
    people = [make.user(name) for name in ("ada", "bo")]
    begin, lost = threading.Barrier(2), []

    def accept(user: User) -> None:
        begin.wait(10)
        try:
            taking.accept(user, secret, NOW)
        except taking.NotForYouError:
            lost.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 1
    assert User.objects.filter(role=Role.EDITOR.value).count() == 1


# ---- signing up


def test_who_came_with_a_good_one_is_invited() -> None:
    row, secret = invite(SYSTEM, Wish(), timezone.now())
    assert not is_invited(request_with())
    assert not is_invited(request_with(invitation="x" * 43))
    request = request_with()
    arriving.come_with(request, secret)
    assert is_invited(request)
    revoke(SYSTEM, row.pk, timezone.now())
    assert not is_invited(request)


def test_a_program_names_its_invitation_in_a_header() -> None:
    _, secret = invite(SYSTEM, Wish(), timezone.now())
    request = HttpRequest()  # without any session
    assert not is_invited(request)
    request.META["HTTP_X_INVITATION"] = secret
    request.__dict__.pop("headers", None)
    assert is_invited(request)
    arriving.signed_up(request, make.user("ada"))
    assert not is_invited(request)


def test_an_account_ends_an_invitation_to_one(settings: Any) -> None:
    settings.PACKDEX_SIGN_UP = "invited"
    _, secret = invite(SYSTEM, Wish(), timezone.now())
    ada, bo = make.user("ada"), make.user("bo")
    arriving.signed_up(request_with(invitation=secret), ada)
    with pytest.raises(ImmediateHttpResponse):
        arriving.signed_up(request_with(invitation=secret), bo)
    with pytest.raises(ImmediateHttpResponse):
        arriving.signed_up(request_with(), make.user("eve"))
    assert [user.username for user in User.objects.all()] == ["ada"]


def test_an_account_that_came_to_nothing_leaves_the_invitation_as_it_was() -> None:
    _, secret = invite(SYSTEM, Wish(), timezone.now())
    ada = make.user("ada")
    arriving.signed_up(request_with(invitation=secret), ada)
    assert not is_invited(request_with(invitation=secret))
    ada.delete()  # the mail that confirms the address could not be sent
    assert is_invited(request_with(invitation=secret))


def test_who_may_invite_no_more_has_invited_nobody() -> None:
    giver = make.user("giver", Role.MODERATOR)
    _, secret = invite(giver.actor, Wish(), timezone.now())
    User.objects.update(role=Role.EDITOR.value)
    assert not is_invited(request_with(invitation=secret))


def test_a_role_is_kept_for_the_new_account_until_its_address_is_confirmed() -> None:
    _, secret = invite(SYSTEM, Wish(EMAIL, Role.EDITOR), timezone.now())
    bo = make.user("bo", email=EMAIL)
    arriving.signed_up(request_with(invitation=secret), bo)
    assert User.objects.get(pk=bo.pk).role == Role.MEMBER
    assert not is_invited(request_with(invitation=secret))
    with pytest.raises(taking.NotForYouError):
        taking.accept(make.user("ada"), secret, timezone.now())
    taking.accept(verified(bo, EMAIL), secret, timezone.now())
    assert User.objects.get(pk=bo.pk).role == Role.EDITOR


def test_where_everybody_may_sign_up_a_wrong_invitation_costs_no_account() -> None:
    _, secret = invite(SYSTEM, Wish(EMAIL), timezone.now())
    ada = make.user("ada", email="ada@example.org")
    arriving.signed_up(request_with(invitation=secret), ada)
    assert User.objects.filter(pk=ada.pk).exists()
    assert standing(Invitation.objects.get(), timezone.now()) == "open"
