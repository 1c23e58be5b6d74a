"""Reports, their answers, and what moderators do about them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packdex.catalog import documents, moderation
from packdex.catalog.actions.errors import InvalidError
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.people import flags
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.actions.people.saying import AlreadyError
from packdex.catalog.models import Example, Flag, Grid, Package, Revision
from packdex.core.roles import NOBODY, REPORTS_AN_HOUR, SYSTEM, Actor, RefusedError, Role
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)


@pytest.fixture
def ada() -> Actor:
    return make.user("ada").actor


@pytest.fixture
def mod() -> Actor:
    return make.user("mod", Role.MODERATOR).actor


def things(package: Package) -> list[Thing]:
    grid = make.grid("grid", package)
    revision = Revision.objects.create(at=LATER, verb="edit-package", about="x")
    example = Example.objects.create(
        package=package, title="Site", url="https://site.example/", shown=True, created=LATER
    )
    ids = (package.pk, grid.pk, revision.pk, example.pk)
    return [Thing(table, id_) for table, id_ in zip(Reported, ids, strict=True)]


def test_a_thing_is_reported_once_by_each_person(ada: Actor, mod: Actor) -> None:
    for thing in things(make.package("alpha")):
        flag = flags.report(ada, thing, "spam", " Buy\r\nthis! ", LATER)
        assert (flag.reason, flag.state, flag.by_id) == ("Buy\nthis!", "open", ada.id)
        with pytest.raises(AlreadyError, match="reported this before"):
            flags.report(ada, thing, "wrong", "Again", LATER)
        flags.report(mod, thing, "wrong", "Me too", LATER)
        flags.dismiss(mod, flag.pk, "It is fine.", LATER)
        flags.report(ada, thing, "wrong", "It is not", LATER)


@pytest.mark.parametrize(
    ("kind", "reason", "field"),
    [
        ("rude", "x", "kind"),
        ("", "x", "kind"),
        ("spam", "  ", "reason"),
        ("spam", "a" * 1001, "reason"),
        ("spam", "a\x00b", "reason"),
        ("spam", "a\ud800b", "reason"),
    ],
)
def test_a_report_needs_a_kind_and_a_reason(kind: str, reason: str, field: str, ada: Actor) -> None:
    thing = Thing(Reported.PACKAGE, make.package("alpha").pk)
    with pytest.raises(InvalidError) as caught:
        flags.report(ada, thing, kind, reason, LATER)
    assert caught.value.field == field
    assert Flag.objects.count() == 0


def test_what_is_not_there_cannot_be_reported(ada: Actor) -> None:
    for table in Reported:
        with pytest.raises(InvalidError, match="there is no"):
            flags.report(ada, Thing(table, 404), "spam", "x", LATER)
    with pytest.raises(RefusedError):
        flags.report(NOBODY, Thing(Reported.PACKAGE, 404), "spam", "x", LATER)
    hidden = make.package("alpha", hidden=True)
    with pytest.raises(InvalidError, match="there is no package"):
        flags.report(ada, Thing(Reported.PACKAGE, hidden.pk), "spam", "x", LATER)


def test_a_new_account_reports_a_few_things_an_hour() -> None:
    eve = make.user("eve", date_joined=LATER - timedelta(hours=2)).actor
    for number in range(REPORTS_AN_HOUR[True]):
        thing = Thing(Reported.PACKAGE, make.package(f"p{number}").pk)
        flags.report(eve, thing, "spam", "x", LATER)
    thing = Thing(Reported.PACKAGE, make.package("more").pk)
    with pytest.raises(RefusedError, match="new here"):
        flags.report(eve, thing, "spam", "x", LATER)


def test_a_report_is_answered_once_and_by_moderators(ada: Actor, mod: Actor) -> None:
    thing = Thing(Reported.PACKAGE, make.package("alpha").pk)
    flag = flags.report(ada, thing, "wrong", "The title", LATER)
    for answer in (flags.accept, flags.dismiss, flags.accept_and_take_away):
        with pytest.raises(RefusedError, match="moderator"):
            answer(ada, flag.pk, "", LATER)
    flags.accept(mod, flag.pk, "Mended.", LATER)
    flag.refresh_from_db()
    assert (flag.state, flag.answer, flag.handled_by_id) == ("accepted", "Mended.", mod.id)
    assert flag.handled_at == LATER
    with pytest.raises(AlreadyError, match="answered"):
        flags.dismiss(mod, flag.pk, "", LATER)
    with pytest.raises(InvalidError, match="no report"):
        flags.dismiss(mod, 404, "", LATER)


def test_accepting_a_report_can_take_the_thing_away(ada: Actor, mod: Actor) -> None:
    alpha = make.package("alpha")
    package, grid, revision, example = (
        flags.report(ada, thing, "spam", "Buy this", LATER) for thing in things(alpha)
    )
    flags.accept_and_take_away(mod, package.pk, "", LATER)
    flags.accept_and_take_away(mod, grid.pk, "Advertising\nonly", LATER)
    flags.accept_and_take_away(mod, example.pk, "", LATER)
    with pytest.raises(InvalidError, match="in the history"):
        flags.accept_and_take_away(mod, revision.pk, "", LATER)
    revision.refresh_from_db()
    assert revision.state == "open"
    assert Package.shown.count() == Grid.shown.count() == Example.objects.count() == 0
    whys = dict(Revision.objects.filter(verb="hide").values_list("about", "why"))
    assert whys == {"alpha": "Spam or advertising", "grid": "Advertising only"}


@pytest.mark.parametrize("table", [Package, Grid])
def test_hiding_and_locking_are_revisions(
    table: type[Package] | type[Grid], mod: Actor, ada: Actor
) -> None:
    package = make.package("alpha")
    row = package if table is Package else make.grid("grid", package)
    steps = [
        (moderate.lock, "lock", "is_locked", True),
        (moderate.unlock, "unlock", "is_locked", False),
        (moderate.hide, "hide", "hidden", True),
        (moderate.unhide, "unhide", "hidden", False),
    ]
    for act, verb, field, value in steps:
        with pytest.raises(RefusedError, match="moderator"):
            act(ada, table, row.pk, LATER, why="because")
        for _ in range(2):  # what is so already leaves no second revision
            act(mod, table, row.pk, LATER, why="because")
        row.refresh_from_db()
        assert getattr(row, field) is value
        revision = Revision.objects.latest("id")
        assert (revision.verb, revision.about, revision.why) == (verb, row.title, "because")
        assert revision.by_id == mod.id
        assert getattr(revision, f"{table._meta.model_name}_id") == row.pk
        now, before = row.revisions.order_by("-history_id")[:2]
        assert [change.field for change in now.diff_against(before).changes] == [field]
    assert Revision.objects.count() == 4
    assert row.modified == make.NOON


def test_hiding_needs_a_reason(mod: Actor) -> None:
    alpha = make.package("alpha")
    for why in ("", " ", "a" * 501, "a\x00"):
        with pytest.raises(InvalidError) as caught:
            moderate.hide(mod, Package, alpha.pk, LATER, why=why)
        assert caught.value.field == "why"
    with pytest.raises(InvalidError, match="there is no package 404"):
        moderate.hide(mod, Package, 404, LATER, why="x")


def test_what_names_a_hidden_thing_is_made_anew(mod: Actor) -> None:
    alpha, beta = make.package("alpha"), make.package("beta")
    grid = make.grid("grid", alpha, beta)
    Package.objects.filter(pk=beta.pk).update(replaced_by=alpha, deprecated_at=make.NOON)

    def shown() -> list[bool]:
        grid_answer = documents.read(documents.GRID, "v3", id=grid.pk)
        beta_answer = documents.read(documents.PACKAGE, "v3", id=beta.pk)
        page = documents.read(documents.PACKAGE_PAGE, "page", id=beta.pk)
        assert beta_answer
        assert page
        return [
            bool(grid_answer and b"/packages/alpha/" in grid_answer.body),
            b"/grids/grid/" in beta_answer.body,
            b"/packages/p/alpha/" in page.body,
        ]

    assert shown() == [True, True, True]
    moderate.hide(mod, Package, alpha.pk, LATER, why="spam")
    assert shown() == [False, True, False]
    moderate.hide(mod, Grid, grid.pk, LATER, why="spam")
    assert shown() == [False, False, False]
    moderate.unhide(mod, Package, alpha.pk, LATER)
    moderate.unhide(mod, Grid, grid.pk, LATER)
    assert shown() == [True, True, True]


def test_the_queue_is_read_in_few_queries(
    ada: Actor, mod: Actor, django_assert_num_queries: object
) -> None:
    for number in range(4):
        package = make.package(f"p{number}")
        flags.report(ada, Thing(Reported.PACKAGE, package.pk), "spam", "x", LATER)
        moderate.hide(SYSTEM, Package, package.pk, LATER, why=f"spam {number}")
    with django_assert_num_queries(3):  # type: ignore[operator]
        queue = moderation.open_flags(0, 10)
        found = moderation.hidden(Package, 10)
        assert [flag.package and flag.package.title for flag in queue] == ["p0", "p1", "p2", "p3"]
        assert [revision and revision.why for _, revision in found] == [
            f"spam {number}" for number in range(4)
        ]
