"""The pages of histories, their feeds, and taking changes back on them."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.grids import edit_features
from packdex.catalog.actions.grids.edit_grid import edit_grid
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.actions.packages.edit_category import edit_category
from packdex.catalog.actions.packages.edit_package import edit_package
from packdex.catalog.models import Feature, Package, Revision
from tests import make
from tests.catalog.curation import Desk, desk
from tests.web.conftest import Reader, Seen

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def at() -> Desk:
    return desk()


def sign_in(client: Client, name: str) -> None:
    client.force_login(User.objects.get(username=name))


def last() -> int:
    return Revision.objects.latest("id").pk


def post(client: Client, path: str, **fields: str) -> Seen:
    answer: Any = client.post(path, fields)
    return Seen(answer, answer.content.decode())


def test_nobody_has_changed_anything_yet(read: Reader, at: Desk) -> None:
    for path in (
        "/history/",
        "/packages/p/alpha/history/",
        "/grids/g/sign-in/history/",
        "/categories/apps/history/",
        "/history/by/ada/",
    ):
        assert "Nobody has changed anything here yet." in read(path).text


def test_changes_stand_under_their_day_latest_first(read: Reader, at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "yes", note="in part")
    edit_grid(at.mod, at.grid.pk, {"title": "Log in"}, at.now, why="what people look for")
    page = read("/history/")
    assert page.headwords() == [
        "Sign in",
        "Docs \N{MULTIPLICATION SIGN} alpha (Sign in)",
        "Docs (Sign in)",
    ]
    assert "mo edited the grid 12:03 what people look for Title Sign in → Log in" in page.text
    assert "Cell yes Note in part" in page.text
    assert "17 Mar 2026" in page.text
    assert f"/history/{last()}/" in page.links
    assert "/history/by/mo/" in page.links


def test_every_thing_leads_to_its_history(read: Reader, at: Desk) -> None:
    edit_grid(at.ada, at.grid.pk, {"title": "Log in"}, at.now)
    edit_package(at.ada, at.packages[0].pk, {"title": "Alpha"}, expected=None, at=at.now)
    category = at.packages[0].category_id
    edit_category(at.mod, category, {"title": "Apps!"}, at.now)
    for path, word in (
        ("/packages/p/alpha/", "alpha → Alpha"),
        ("/grids/g/sign-in/", "Sign in → Log in"),
        ("/categories/apps/", "Apps → Apps!"),
    ):
        assert f"{path}history/" in read(path).links
        page = read(f"{path}history/")
        assert word in page.text
        assert path in page.links
        assert f"{path}history/feed/" in page.links
        assert len(page.headwords()) == 1


def test_pages_go_on_where_the_last_one_ended(read: Reader, at: Desk, settings: Any) -> None:
    settings.PACKDEX_PAGE_SIZE = 2
    for name in "abcde":
        at.feature(name)
    seen, path = [], "/history/"
    while path:
        page = read(path)
        seen += page.headwords()
        path = next((link for link in page.links if "before=" in link), "")
    assert [word[0] for word in seen] == list("edcba")
    assert read("/history/?before=x").headwords() == seen[:2]


def test_a_feed_tells_of_changes(read: Reader, at: Desk) -> None:
    docs = at.feature("Docs")
    at.say(docs, "no", note="<b>\ufffe")
    for path in ("/history/feed/", "/grids/g/sign-in/history/feed/"):
        answer = read(path)
        feed = ElementTree.fromstring(answer.source)
        entries = feed.findall(f"{ATOM}entry")
        titles = [entry.findtext(f"{ATOM}title") for entry in entries]
        assert titles == [
            "ada edited a cell: Docs \N{MULTIPLICATION SIGN} alpha (Sign in)",
            "ada added a feature: Docs (Sign in)",
        ]
        assert "Note: <b>" in (entries[0].findtext(f"{ATOM}summary") or "")
        assert entries[0].find(f"{ATOM}link").get("href") == f"http://testserver/history/{last()}/"  # type: ignore[union-attr]
    assert len(ElementTree.fromstring(read("/packages/p/beta/history/feed/").source)) == 6


def test_a_change_is_shown_in_full_word_by_word(read: Reader, at: Desk) -> None:
    words = "one two three " * 20
    edit_grid(at.ada, at.grid.pk, {"description": f"{words}old {words}"}, at.now)
    edit_grid(at.ada, at.grid.pk, {"description": f"{words}<i>new</i> {words}"}, at.now)
    page = read(f"/history/{last()}/")
    assert "<del>old</del> <ins>&lt;i&gt;new&lt;/i&gt;</ins>" in page.source
    assert "/grids/g/sign-in/" in page.links
    assert f"/report/revision/{last()}/" in page.links
    assert "Take it back" not in page.text
    listed = read("/history/").text
    assert "…" in listed
    assert "old" in listed


def test_no_such_change(read: Reader, at: Desk) -> None:
    for path in ("/history/7/", f"/history/{2**70}/", "/history/by/nobody/", "/grids/g/x/history/"):
        read(path, 404)


def test_hostile_text_is_text(read: Reader, at: Desk) -> None:
    evil = "<script>alert(1)</script>"
    docs = at.feature(evil)
    at.say(docs, evil, note=evil)
    edit_grid(at.ada, at.grid.pk, {"title": evil, "description": "\u202e"}, at.now, why=evil)
    for path in ("/history/", f"/history/{last()}/", f"/history/{last() - 1}/", "/history/by/ada/"):
        source = read(path).source
        assert "<script>" not in source
        assert "\u202e" not in source


def test_who_made_it_takes_it_back(client: Client, at: Desk) -> None:
    at.feature("Docs")
    number = last()
    sign_in(client, "ada")
    page = Reader(client)(f"/history/{number}/")
    assert "Take it back" in page.text
    assert "no-store" in page.response["Cache-Control"]
    answer = post(client, f"/history/{number}/undo/", why="not needed")
    assert answer.response.status_code == 302
    assert answer.response["Location"] == f"/history/{last()}/"
    assert Feature.objects.count() == 0
    done = Reader(client)(f"/history/{last()}/")
    assert "Taken back." in done.text
    assert "not needed" in done.text
    assert f"/history/{number}/" in done.links
    gone = Reader(client)(f"/history/{number}/")
    assert "It was taken back" in gone.text
    assert post(client, f"/history/{number}/undo/").response.status_code == 409


def test_what_stands_in_the_way_is_listed_and_can_go_too(client: Client, at: Desk) -> None:
    docs = at.feature("Docs")
    number = last()
    at.say(docs, "yes")
    sign_in(client, "mo")
    refused = post(client, f"/history/{number}/undo/", why="both")
    assert refused.response.status_code == 409
    assert "Something was added to the feature 'Docs' since." in refused.text
    assert f"/history/{last()}/" in refused.links
    assert 'value="both"' in refused.source
    assert post(client, f"/history/{number}/undo/", later="on").response.status_code == 302
    assert Feature.objects.count() == 0
    assert "2 changes taken back." in Reader(client)(f"/history/{last()}/").text


def test_nobody_else_takes_it_back(at: Desk) -> None:
    at.feature("Docs")
    path = f"/history/{last()}/"
    stranger = Client()
    assert stranger.post(f"{path}undo/")["Location"].startswith("/accounts/login/")
    make.user("eve")
    sign_in(stranger, "eve")
    assert "Take it back" not in Reader(stranger)(path).text
    refused = post(stranger, f"{path}undo/")
    assert refused.response.status_code == 403
    assert "You may not undo changes of others" in refused.text
    assert Feature.objects.count() == 1


def test_a_get_changes_nothing_and_a_form_needs_its_proof(at: Desk) -> None:
    at.feature("Docs")
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "ada")
    path = f"/history/{last()}/undo/"
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 403
    assert client.post("/history/by/ada/undo/", {"since": "ever"}).status_code == 403
    assert Feature.objects.count() == 1


def test_wrong_reasons_are_refused(client: Client, at: Desk) -> None:
    at.feature("Docs")
    sign_in(client, "ada")
    for why in ("x" * 10_000, "a\0b"):
        refused = post(client, f"/history/{last()}/undo/", why=why)
        assert refused.response.status_code == 400
        refused = post(client, "/history/by/ada/undo/", why=why, since="ever")
        assert refused.response.status_code == 400
    assert Feature.objects.count() == 1


def test_all_of_one_person_is_taken_back_by_moderators(client: Client, at: Desk) -> None:
    rows = [at.feature(name) for name in "ab"]
    edit_features.edit_feature(at.mod, at.grid.pk, rows[0].pk, {"title": "c"}, at.now)
    assert "Take back" not in Reader(client)("/history/by/ada/").text
    make.user("eve")
    sign_in(client, "eve")
    assert client.get("/history/by/ada/undo/").status_code == 403
    sign_in(client, "mo")
    assert "/history/by/ada/undo/" in Reader(client)("/history/by/ada/").links
    assert "ever (2 changes)" in Reader(client)("/history/by/ada/undo/").text
    assert post(client, "/history/by/ada/undo/", since="").response.status_code == 400
    done = post(client, "/history/by/ada/undo/", since="ever", why="spam")
    assert "1 change taken back." in done.text
    assert "The feature 'a' was changed since." in done.text
    assert [row.title for row in Feature.objects.all()] == ["c"]


def test_the_history_of_what_is_hidden_is_for_moderators(client: Client, at: Desk) -> None:
    edit_package(at.ada, at.packages[0].pk, {"title": "Spam"}, expected=None, at=at.now)
    number = last()
    moderate.hide(at.mod, Package, at.packages[0].pk, at.now, why="spam")
    paths = ("/packages/p/alpha/history/", "/packages/p/alpha/history/feed/", f"/history/{number}/")
    for path in paths:
        assert client.get(path).status_code == 404
    assert "Spam" not in client.get("/history/").content.decode()
    assert "Spam" not in client.get("/history/feed/").content.decode()
    sign_in(client, "mo")
    for path in (paths[0], paths[2], "/history/"):
        assert "Spam" in Reader(client)(path).text


def test_the_history_of_a_renamed_package_is_found(client: Client, at: Desk) -> None:
    edit_package(at.mod, at.packages[0].pk, {"slug": "first"}, expected=None, at=at.now)
    answer = client.get("/packages/p/alpha/history/")
    assert (answer.status_code, answer["Location"]) == (301, "/packages/p/first/history/")


def test_a_page_needs_few_queries(
    read: Reader, at: Desk, django_assert_max_num_queries: Any
) -> None:
    for name in "abcdefgh":
        row = at.feature(name)
        at.say(row, "yes")
        edit_features.remove_feature(at.ada, at.grid.pk, row.pk, at.now)
    with django_assert_max_num_queries(22):
        read("/history/")
    with django_assert_max_num_queries(23):
        read("/grids/g/sign-in/history/")
