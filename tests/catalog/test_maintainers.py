"""Maintainers of packages and grids: becoming one, what it lets them do, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from packdex.catalog import maintainers
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.actions.merging.merge_people import move_people
from packdex.catalog.actions.moderation.undo import undo
from packdex.catalog.actions.packages.declare import declare
from packdex.catalog.actions.packages.deprecate import deprecate, undeprecate
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.actions.people import claims, flags, maintaining, replies
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.models import Claim, Flag, How, Maintainer, Package, Revision
from packdex.core.roles import Actor, RefusedError, Role, Scope
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON


def maintainer(name: str, row: Any, role: Role = Role.MEMBER) -> Actor:
    user = make.user(name, role)
    maintaining.become(user.pk, row, How.FILE, "https://example.org/", NOW)
    return user.actor


Step = Callable[[Actor, int], Any]

STEPS: dict[str, Step] = {
    "deprecate": lambda actor, id_: deprecate(actor, id_, "Over.", NOW),
    "undeprecate": lambda actor, id_: undeprecate(actor, id_, NOW),
    "declare": lambda actor, id_: declare(actor, id_, "finished", "Done.", NOW),
    "edit": lambda actor, id_: edit_package(actor, id_, {"title": "B"}, expected=None, at=NOW),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_maintainer_does_to_their_own_what_takes_a_role_else(step: str) -> None:
    own, other = make.package("own", is_locked=True), make.package("other", is_locked=True)
    actor = maintainer("ada", own)
    STEPS[step](actor, own.pk)
    with pytest.raises(RefusedError):
        STEPS[step](actor, other.pk)
    for role in (Role.MEMBER, Role.READER):
        with pytest.raises(RefusedError):
            STEPS[step](make.user(f"stranger{role}", role).actor, own.pk)


def test_a_maintainer_edits_a_locked_grid_of_theirs_and_no_other() -> None:
    own, other = make.grid("own", is_locked=True), make.grid("other", is_locked=True)
    actor = maintainer("ada", own)
    edit_grid(actor, own.pk, {"title": "New"}, NOW)
    with pytest.raises(RefusedError, match="locked"):
        edit_grid(actor, other.pk, {"title": "New"}, NOW)


def test_who_was_put_down_to_reader_maintains_nothing() -> None:
    own = make.package("own")
    actor = maintainer("ada", own, Role.READER)
    for step in STEPS.values():
        with pytest.raises(RefusedError):
            step(actor, own.pk)


def test_a_token_of_a_maintainer_is_good_for_no_more_than_its_scopes() -> None:
    own = make.package("own")
    ada = maintainer("ada", own)
    narrow = Actor(ada.id, "ada", Role.MEMBER, None, frozenset({Scope.READ}))
    wide = Actor(ada.id, "ada", Role.MEMBER, None, frozenset({Scope.PACKAGES_WRITE}))
    for step in STEPS.values():
        with pytest.raises(RefusedError, match="scope"):
            step(narrow, own.pk)
        step(wide, own.pk)


def test_what_was_declared_is_shown_with_who_and_when_and_can_be_undone() -> None:
    own = make.package("own")
    ada = maintainer("ada", own)
    declare(ada, own.pk, "needs-help", "I have no time.", NOW)
    row = Package.objects.get()
    assert (row.declared, row.declared_why) == ("needs-help", "I have no time.")
    assert (row.declared_by_id, row.declared_at) == (ada.id, NOW)
    later = NOW + timedelta(days=1)
    declare(ada, own.pk, "finished", "", later)
    undo(ada, Revision.objects.latest("id").pk, later)
    row = Package.objects.get()
    assert (row.declared, row.declared_why, row.declared_at) == (
        "needs-help",
        "I have no time.",
        NOW,
    )
    declare(ada, own.pk, "", "not kept", later)
    row = Package.objects.get()
    assert (row.declared, row.declared_why, row.declared_at, row.declared_by_id) == (
        "",
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [("deprecated", ""), ("x" * 5000, ""), ("finished", "x" * 501), ("finished", "a\0b")],
)
def test_no_other_status_is_taken(status: str, reason: str) -> None:
    own = make.package("own")
    with pytest.raises(InvalidError):
        declare(maintainer("ada", own), own.pk, status, reason, NOW)
    assert not Revision.objects.exists()


# ---- reports


def report(row: Package) -> Flag:
    thing = flags.Thing(flags.Reported.PACKAGE, row.pk)
    return flags.report(make.user("eve").actor, thing, "wrong", "It is wrong.", NOW)


def test_a_maintainer_replies_and_a_moderator_decides() -> None:
    own = make.package("own")
    ada = maintainer("ada", own)
    flag = report(own)
    with pytest.raises(RefusedError):
        flags.dismiss(ada, flag.pk, "", NOW)
    with pytest.raises(InvalidError):
        replies.reply(ada, flag.pk, "   ", NOW)
    replies.reply(ada, flag.pk, "It is right.", NOW)
    flag.refresh_from_db()
    assert (flag.reply, flag.replied_by_id, flag.state) == ("It is right.", ada.id, "open")
    flags.dismiss(make.user("mo", Role.MODERATOR).actor, flag.pk, "", NOW)
    with pytest.raises(AlreadyError):
        replies.reply(ada, flag.pk, "Once more.", NOW)


def test_nobody_replies_to_reports_of_what_others_maintain() -> None:
    own, other = make.package("own"), make.package("other")
    flag = report(other)
    for number in (flag.pk, flag.pk + 1):
        with pytest.raises(RefusedError):
            replies.reply(maintainer(f"ada{number}", own), number, "Mine.", NOW)


# ---- becoming one, and not being one any more


def test_a_claim_that_a_moderator_took_back_is_not_proved_again() -> None:
    own = make.package("own")
    ada, mo = make.user("ada").actor, make.user("mo", Role.MODERATOR).actor
    claims.prove(claims.begin(ada, own.pk, "file", NOW), "https://example.org/f", NOW)
    assert maintainers.maintains(ada, own)
    with pytest.raises(AlreadyError):
        claims.begin(ada, own.pk, "topic", NOW)
    row = Maintainer.objects.get()
    with pytest.raises(RefusedError):
        maintaining.stop(make.user("bo").actor, row.pk, NOW, why="I want it.")
    with pytest.raises(InvalidError):
        maintaining.stop(mo, row.pk, NOW)
    maintaining.stop(mo, row.pk, NOW, why="The repository was another's.")
    assert not maintainers.maintains(ada, own)
    with pytest.raises(RefusedError, match="another's"):
        claims.begin(ada, own.pk, "file", NOW)
    assert list(Claim.objects.order_by("id").values_list("outcome", flat=True)) == [
        "proved",
        "withdrawn",
    ]


def test_who_leaves_by_themselves_may_come_back() -> None:
    own = make.package("own")
    ada = maintainer("ada", own)
    maintaining.stop(ada, Maintainer.objects.get().pk, NOW)
    assert not Maintainer.objects.exists()
    claims.begin(ada, own.pk, "file", NOW)


def test_claims_are_so_many_an_hour_and_about_what_one_sees() -> None:
    new = make.user("ada", date_joined=NOW).actor
    for number in range(5):
        claims.begin(new, make.package(f"p{number}").pk, "file", NOW)
    with pytest.raises(RefusedError, match="within an hour"):
        claims.begin(new, make.package("p9").pk, "file", NOW)
    bo = make.user("bo").actor
    for id_, how in ((make.package("hidden", hidden=True).pk, "file"), (9999, "file")):
        with pytest.raises(InvalidError, match="no package"):
            claims.begin(bo, id_, how, NOW)
    with pytest.raises(InvalidError, match="none of"):
        claims.begin(bo, make.package("q").pk, "invited", NOW)


def test_an_inviter_may_still_have_to_be_a_maintainer() -> None:
    own = make.package("own")
    ada, bo = maintainer("ada", own), make.user("bo").actor
    Maintainer.objects.all().delete()
    with pytest.raises(RefusedError):
        maintaining.be_invited(ada, bo, Package, own.pk, NOW)
    assert not Maintainer.objects.exists()
    maintaining.be_invited(None, bo, Package, own.pk, NOW)
    assert maintainers.maintains(bo, own)


def test_a_merge_makes_maintainers_of_one_those_of_both() -> None:
    gone, kept = make.package("gone"), make.package("kept")
    ada, bo = maintainer("ada", gone), maintainer("bo", gone)
    maintaining.become(bo.id or 0, kept, How.TOPIC, "", NOW)
    move_people(gone.pk, kept.pk)
    assert maintainers.maintains(ada, kept)
    assert maintainers.maintains(bo, kept)
