"""Pages on which people say what they use, like, suggest and report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog.actions.moderation import moderate
from packdex.catalog.models import Example, Favorite, Flag, Package, Revision, Usage
from packdex.core.roles import CHANGES_AN_HOUR, SYSTEM, Role
from tests import make

pytestmark = pytest.mark.django_db

BASE = "/packages/p/oak/"
LATER = make.NOON + timedelta(days=30)
REPORT = {"kind": "spam", "reason": "Only advertising."}
SITE = {"title": "Our shop", "url": "https://shop.example/"}
FORMS = [
    (f"{BASE}use/", {"do": "yes"}, Usage),
    (f"{BASE}favorite/", {"do": "yes"}, Favorite),
    (f"{BASE}suggest/", SITE, Example),
    (f"{BASE}report/", REPORT, Flag),
    ("/grids/g/trees/report/", REPORT, Flag),
    ("/report/example/7001/", REPORT, Flag),
    ("/report/revision/7001/", REPORT, Flag),
]


@pytest.fixture(autouse=True)
def oak() -> Package:
    oak = make.package("oak", title="Oak")
    make.grid("trees", oak)
    Example.objects.create(
        id=7001, package=oak, title="Wood", url="https://w.example/", shown=True, created=make.NOON
    )
    Revision.objects.create(
        id=7001, at=make.NOON, verb="edit-package", about="Oak", package_id=oak.pk
    )
    return oak


@pytest.fixture
def ada(client: Client) -> User:
    ada = make.user("ada")
    client.force_login(ada)
    return ada


def rows(model: type[Usage] | type[Favorite] | type[Example] | type[Flag]) -> int:
    return model._default_manager.exclude(pk=7001 if model is Example else 0).count()


@pytest.mark.parametrize(("path", "values", "model"), FORMS)
def test_strangers_are_led_to_sign_in(
    path: str, values: dict[str, str], model: type[Usage], client: Client
) -> None:
    for answer in (client.get(path), client.post(path, values)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=%2F")
    assert rows(model) == 0


@pytest.mark.parametrize(("path", "values", "model"), FORMS)
def test_looking_changes_nothing(
    path: str, values: dict[str, str], model: type[Usage], client: Client, ada: User
) -> None:
    for address in (path, f"{path}?{'&'.join(f'{k}={v}' for k, v in values.items())}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert client.head(address).status_code == 200
    assert client.put(path).status_code == 405
    assert rows(model) == 0


@pytest.mark.parametrize(("path", "values", "model"), FORMS)
def test_a_form_needs_its_proof(
    path: str, values: dict[str, str], model: type[Usage], ada: User
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert strict.post(path, values).status_code == 403
    page = strict.get(path).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post(path, values | {"csrfmiddlewaretoken": token}).status_code == 302
    assert rows(model) == 1


@pytest.mark.parametrize(("path", "values", "model"), FORMS)
def test_sending_twice_is_sending_once(
    path: str, values: dict[str, str], model: type[Usage], client: Client, ada: User
) -> None:
    assert client.post(path, values).status_code == 302
    again = client.post(path, values)
    assert again.status_code == (302 if "do" in values else 409)
    assert rows(model) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/packages/p/none/use/",
        "/packages/p/none/favorite/",
        "/packages/p/none/suggest/",
        "/packages/p/none/report/",
        "/grids/g/none/report/",
        "/report/example/404/",
        "/report/example/99999999999999999999/",
        "/report/revision/404/",
        "/report/revision/99999999999999999999/",
        "/report/package/1/",
    ],
)
def test_what_is_not_there_is_not_found(path: str, client: Client, ada: User) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, REPORT | SITE | {"do": "yes"}).status_code == 404


def test_what_is_hidden_is_not_found(oak: Package, client: Client, ada: User) -> None:
    moderate.hide(SYSTEM, Package, oak.pk, LATER, why="spam")
    for path, values, model in [*FORMS[:4], *FORMS[5:]]:
        assert client.get(path).status_code == 404
        assert client.post(path, values).status_code == 404
        assert rows(model) == 0


def test_one_says_that_one_uses_it_and_the_page_counts(client: Client, ada: User) -> None:
    assert b"I use it" in client.get(f"{BASE}use/").content
    sent = client.post(f"{BASE}use/", {"do": "yes"}, follow=True)
    assert sent.redirect_chain == [(BASE, 302)]
    assert b"Counted." in sent.content
    assert b"used by 1 person" in sent.content
    assert client.get("/api/v3/packages/oak/").json()["usage_count"] == 1
    assert client.get("/api/v4/search/?q=oak").json()[0]["usage"] == 1
    assert b"I do not use it any more" in client.get(f"{BASE}use/").content
    client.post(f"{BASE}use/", {"do": "no"})
    assert b"used by" not in client.get(BASE).content
    assert client.get("/api/v3/packages/oak/").json()["usage_count"] == 0


@pytest.mark.parametrize("do", ["", "maybe", "YES"])
def test_neither_yes_nor_no_is_no_request(do: str, client: Client, ada: User) -> None:
    assert client.post(f"{BASE}use/", {"do": do}).status_code == 400
    assert Usage.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("/grids/", "/grids/"),
        ("https://evil.example/", BASE),
        ("//evil.example/", BASE),
        ("/\\evil.example/", BASE),
        ("javascript:alert(1)", BASE),
        ("", BASE),
    ],
)
def test_the_way_back_stays_here(wanted: str, way: str, client: Client, ada: User) -> None:
    values = {"do": "yes", "next": wanted}
    assert client.post(f"{BASE}favorite/", values)["Location"] == way


def test_a_new_account_that_hurries_is_told(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(date_joined="2100-01-01T00:00Z")
    others = [make.package(f"p{number}") for number in range(CHANGES_AN_HOUR[True])]
    Usage.objects.bulk_create(
        Usage(package=other, by=ada, created="2100-01-01T00:00Z") for other in others
    )
    answer = client.post(f"{BASE}use/", {"do": "yes"})
    assert answer.status_code == 403
    assert b"new here" in answer.content


def test_a_site_waits_for_a_moderator(client: Client, ada: User) -> None:
    sent = client.post(f"{BASE}suggest/", SITE, follow=True)
    assert b"A moderator will look at it." in sent.content
    assert b"shop.example" not in client.get(BASE).content
    again = client.post(f"{BASE}suggest/", SITE)
    assert b"suggested before" in again.content
    client.force_login(make.user("mod", Role.MODERATOR))
    client.post(f"{BASE}suggest/", {"title": "Mine", "url": "https://mine.example/"})
    page = client.get(BASE).content
    assert b'<a href="https://mine.example/" rel="nofollow noopener ugc">Mine</a>' in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"url": "javascript:alert(1)"}, "is no address"),
        ({"url": "ftp://shop.example/"}, "is no address"),
        ({"url": "https://shop.example/" + "a" * 1000}, "at most 1,000"),
        ({"title": "a" * 101}, "at most 100"),
        ({"title": ""}, "is empty"),
        ({"title": "a\x00b"}, "control character U+0000"),
    ],
)
def test_a_wrong_site_is_said_and_kept_in_the_form(
    values: dict[str, str], said: str, client: Client, ada: User
) -> None:
    given = SITE | {"title": "<b>Our</b> shop"} | values
    answer = client.post(f"{BASE}suggest/", given)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    assert 'role="alert"' in text
    assert "<b>Our" not in text
    assert rows(Example) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": ""}, "is none of spam"),
        ({"kind": "x" * 10_000}, "is none of spam"),
        ({"reason": ""}, "is empty"),
        ({"reason": "a" * 1001}, "at most 1,000"),
        ({"reason": "a\x00b"}, "control character U+0000"),
    ],
)
def test_a_wrong_report_is_said(
    values: dict[str, str], said: str, client: Client, ada: User
) -> None:
    answer = client.post(f"{BASE}report/", REPORT | values)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Flag.objects.count() == 0


def test_who_reported_something_sees_that(client: Client, ada: User) -> None:
    client.post(f"{BASE}report/", {"kind": "wrong", "reason": "The <b>title</b>"})
    text = client.get(f"{BASE}report/").content.decode()
    assert "You reported this on" in text
    assert "The &lt;b&gt;title&lt;/b&gt;" in text
    client.force_login(make.user("bob"))
    assert "You reported this" not in client.get(f"{BASE}report/").content.decode()


def test_the_page_leads_to_all_of_it(client: Client) -> None:
    page = client.get(BASE).content.decode()
    for step in ("use", "favorite", "suggest", "report"):
        assert f'<a rel="nofollow" href="{BASE}{step}/">' in page
    assert '<a href="https://w.example/" rel="nofollow noopener ugc">Wood</a>' in page
    assert 'href="/report/example/7001/"' in page


def test_a_deprecated_package_says_so_and_what_to_take(client: Client, oak: Package) -> None:
    elm = make.package("elm", title="<i>Elm</i>")
    Package.objects.filter(pk=oak.pk).update(
        deprecated_at=make.NOON, deprecated_why="Nobody <b>waters</b> it", replaced_by=elm
    )
    make.grid("more", oak)
    text = client.get(BASE).content.decode()
    assert "<b>Deprecated</b> on <time" in text
    assert "Nobody &lt;b&gt;waters&lt;/b&gt; it." in text
    assert 'Take <a href="/packages/p/elm/">&lt;i&gt;Elm&lt;/i&gt;</a> instead.' in text
    for path in ("/packages/", "/packages/?sort=newest", "/categories/apps/", "/"):
        assert '<span class="stamp">deprecated</span>' in client.get(path).content.decode()
    assert "deprecated" not in client.get("/api/v4/packages/oak/").json()
    assert "deprecated" not in client.get("/api/v3/packages/oak/").json()
