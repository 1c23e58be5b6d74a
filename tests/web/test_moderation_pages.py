"""The moderators' pages: the queue, and what they do to one package or grid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from packdex.accounts.models import User
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.people import flags
from packdex.catalog.actions.people.flags import Reported, Thing
from packdex.catalog.models import Example, Flag, Grid, Package, Revision
from packdex.core.roles import SYSTEM, Role
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)
QUEUE = "/moderation/"
PAGES = (
    QUEUE,
    "/packages/p/oak/moderate/",
    "/packages/p/oak/merge/",
    "/grids/g/trees/moderate/",
)


@pytest.fixture(autouse=True)
def oak() -> Package:
    oak = make.package("oak", title="Oak")
    make.grid("trees", oak, title="Trees")
    return oak


@pytest.fixture
def mod(client: Client) -> User:
    mod = make.user("mod", Role.MODERATOR)
    client.force_login(mod)
    return mod


def report(table: Reported, id_: int, reason: str = "Only <b>advertising</b>", **by: User) -> Flag:
    actor = by.get("by") or User.objects.filter(username="ada").first() or make.user("ada")
    return flags.report(actor.actor, Thing(table, id_), "spam", reason, LATER)


def site(oak: Package) -> Example:
    return Example.objects.create(
        package=oak, title="Shop", url="https://shop.example/", created=LATER
    )


@pytest.mark.parametrize("path", PAGES)
def test_only_moderators_see_them(path: str, client: Client) -> None:
    for answer in (client.get(path), client.post(path, {"do": "hide", "why": "x"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=%2F")
    for role in (Role.MEMBER, Role.EDITOR):
        client.force_login(make.user(role.name, role))
        assert client.get(path).status_code == 403
        assert client.post(path, {"do": "hide", "why": "x"}).status_code == 403
    client.force_login(make.user("mod", Role.MODERATOR))
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert Package.shown.count() == Grid.shown.count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_form_needs_its_proof(path: str, mod: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mod)
    values = {"do": "hide", "why": "x", "into": "elm", "sure": "yes"}
    assert strict.post(path, values).status_code == 403
    assert Package.shown.count() == Grid.shown.count() == 1


def test_the_queue_has_the_oldest_report_first(client: Client, mod: User, oak: Package) -> None:
    grid, change = Grid.objects.get(), Revision.objects.create(at=LATER, verb="x", about="Elm")
    shown = site(oak)
    Example.objects.update(shown=True)
    first = report(Reported.GRID, grid.pk)
    report(Reported.PACKAGE, oak.pk)
    report(Reported.REVISION, change.pk)
    report(Reported.EXAMPLE, shown.pk)
    Flag.objects.filter(pk=first.pk).update(created=LATER + timedelta(days=1))
    text = client.get(QUEUE).content.decode()
    assert "4 open reports" in text
    assert "Only &lt;b&gt;advertising&lt;/b&gt;" in text
    assert text.index("/packages/p/oak/") < text.index("/grids/g/trees/")
    assert 'by <a href="/profiles/ada/">ada</a>' in text


def test_reports_are_answered_in_place(client: Client, mod: User, oak: Package) -> None:
    flag = report(Reported.PACKAGE, oak.pk)
    values = {"do": "dismiss", "id": str(flag.pk), "answer": "It is fine."}
    sent = client.post(QUEUE, values, follow=True)
    assert sent.redirect_chain == [(QUEUE, 302)]
    assert b"The report is dismissed." in sent.content
    assert b"Nothing is reported." in sent.content
    again = client.post(QUEUE, values | {"do": "accept"})
    assert again.status_code == 409
    assert b"answered this report already" in again.content
    flag.refresh_from_db()
    assert (flag.state, flag.answer, flag.handled_by_id) == ("dismissed", "It is fine.", mod.pk)


def test_accepting_can_hide(client: Client, mod: User, oak: Package) -> None:
    flag = report(Reported.PACKAGE, oak.pk)
    assert b"Accept and hide it" in client.get(QUEUE).content
    client.post(QUEUE, {"do": "take-away", "id": str(flag.pk), "answer": ""})
    assert not Package.shown.exists()
    text = client.get(QUEUE).content.decode()
    assert 'href="/packages/p/oak/moderate/">Show it again' in text
    assert "Spam or advertising" in text


def test_sites_are_let_in_or_removed(client: Client, mod: User, oak: Package) -> None:
    one = site(oak)
    assert b"shop.example" in client.get(QUEUE).content
    client.post(QUEUE, {"do": "let-in", "id": str(one.pk)})
    assert b"shop.example" in client.get("/packages/p/oak/").content
    assert b"No site waits." in client.get(QUEUE).content
    client.post(QUEUE, {"do": "remove", "id": str(one.pk)})
    assert b"shop.example" not in client.get("/packages/p/oak/").content
    again = client.post(QUEUE, {"do": "remove", "id": str(one.pk)})
    assert again.status_code == 400
    assert b"removed already" in again.content


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"do": "accept", "id": "404"}, 400),
        ({"do": "let-in", "id": "404"}, 400),
        ({"do": "accept", "id": "x"}, 400),
        ({"do": "accept", "id": ""}, 400),
        ({"do": "accept", "id": "9" * 30}, 400),
        ({"do": "accept", "id": "-1"}, 400),
        ({"do": "explode", "id": "1"}, 400),
        ({}, 400),
    ],
)
def test_forged_steps_change_nothing(
    values: dict[str, str], status: int, client: Client, mod: User, oak: Package
) -> None:
    flag = report(Reported.PACKAGE, oak.pk)
    assert client.post(QUEUE, values).status_code == status
    flag.refresh_from_db()
    assert flag.state == "open"


def test_an_answer_that_is_too_long_is_said(client: Client, mod: User, oak: Package) -> None:
    flag = report(Reported.PACKAGE, oak.pk)
    answer = client.post(QUEUE, {"do": "accept", "id": flag.pk, "answer": "a" * 1001})
    assert answer.status_code == 400
    assert b"at most 1,000" in answer.content


def test_queries_do_not_grow_with_the_queue(
    client: Client, mod: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(numbers: range) -> None:
        for number in numbers:
            package = make.package(f"p{number}")
            report(Reported.PACKAGE, package.pk, by=make.user(f"u{number}"))
            site(package)
            moderate.hide(SYSTEM, Package, make.package(f"h{number}").pk, LATER, why="spam")
            moderate.hide(SYSTEM, Grid, make.grid(f"g{number}").pk, LATER, why="spam")

    fill(range(1))
    with django_assert_max_num_queries(9):
        client.get(QUEUE)
    fill(range(1, 30))
    with django_assert_max_num_queries(9):
        page = client.get(QUEUE).content
    assert b'href="/moderation/?page=2"' in page


@pytest.mark.parametrize(
    ("path", "table"), [("/packages/p/oak/", Package), ("/grids/g/trees/", Grid)]
)
def test_a_thing_is_locked_and_hidden_with_a_reason(
    path: str, table: type[Package] | type[Grid], client: Client, mod: User
) -> None:
    base = f"{path}moderate/"
    assert client.post(base, {"do": "lock", "why": "a <b>war</b>"})["Location"] == path
    assert table._default_manager.get().is_locked
    assert b'value="unlock"' in client.get(base).content
    client.post(base, {"do": "unlock"})
    nothing = client.post(base, {"do": "hide", "why": " "})
    assert nothing.status_code == 400
    assert b"The reason is empty" in nothing.content
    for _ in range(2):
        client.post(base, {"do": "hide", "why": "spam <b>spam</b>"})
    text = client.get(base).content.decode()
    assert "spam &lt;b&gt;spam&lt;/b&gt;" in text
    assert 'value="unhide"' in text
    client.post(base, {"do": "unhide"})
    verbs = list(Revision.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["lock", "unlock", "hide", "unhide"]
    assert client.post(base, {"do": "explode"}).status_code == 400
    assert client.get(base.replace("oak", "x").replace("trees", "x")).status_code == 404


def test_a_merge_is_shown_before_it_is_done(client: Client, mod: User) -> None:
    elm = make.package("elm", title="Elm")
    base = "/packages/p/oak/merge/"
    for address in ("elm", "https://host.example/packages/p/elm/"):
        plan = client.post(base, {"into": address, "why": "twice"})
        assert b"It joins 1 grid." in plan.content
        assert Package.objects.count() == 2
    done = client.post(base, {"into": "elm", "why": "twice", "sure": "yes"})
    assert done["Location"] == "/packages/p/elm/"
    assert client.get("/packages/p/oak/")["Location"] == "/packages/p/elm/"
    revision = Revision.objects.get(verb="merge")
    assert (revision.about, revision.why) == ("Oak into Elm", "twice")
    assert (revision.package_id, revision.by_id) == (elm.pk, mod.pk)
    assert Package.revisions.filter(revision=revision, history_type="-").get().title == "Oak"
    assert client.post(base, {"into": "elm", "sure": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ("", "There is no package"),
        ("none", "There is no package"),
        ("a\x00b", "There is no package"),
        ("oak", "A package cannot be merged into itself."),
    ],
)
def test_what_cannot_be_merged_is_said(into: str, said: str, client: Client, mod: User) -> None:
    answer = client.post("/packages/p/oak/merge/", {"into": into, "sure": "yes"})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Package.objects.count() == 1
