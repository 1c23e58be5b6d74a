"""People add packages: they paste, see what sources say, decide, and the package is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from packdex.catalog.models import Package, PackageFacts, Revision
from packdex.core.roles import Role
from packdex.refresh.looks import AN_HOUR
from packdex.refresh.models import Look
from tests import make
from tests.refresh.looking import World, world

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

ADD = "/packages/add/"


@pytest.fixture
def there(tmp_path: Path, settings: Any) -> Iterator[World]:
    with world(tmp_path) as made:
        settings.PACKDEX_REGISTRY_URL = made.index.origin
        settings.PACKDEX_FORGES = made.site.kinds
        settings.PACKDEX_ALLOW_PRIVATE_HOSTS = True
        made.site.hold("owner/alpha", stars=4, description="Sorts <b>things</b>")
        made.publish("Alpha", ("Source", made.site.url("owner/alpha")))
        make.category("apps", title="App", title_plural="Apps")
        make.category("frameworks", title="Framework")
        yield made


@pytest.fixture
def member(client: Client) -> Client:
    client.force_login(make.user("ada"))
    return client


def looked(member: Client, what: str) -> str:
    """The address of the page on which what the sources said stands."""
    answer = member.post(ADD, {"what": what})
    assert answer.status_code == 303, answer.content
    return answer["Location"]


def wanted(**values: str) -> dict[str, str]:
    return {"title": "Alpha", "slug": "alpha", "category": "apps", "documentation_url": ""} | values


def text_of(content: bytes) -> str:
    """What a page says."""
    return " ".join(re.sub(r"<[^>]*>", " ", content.decode()).split())


def test_a_package_is_added(there: World, member: Client) -> None:
    page = member.get(ADD)
    assert page.status_code == 200
    assert b'name="what"' in page.content
    address = looked(member, "pip install alpha")
    seen = member.get(address).content.decode()
    assert 'name="title" value="Alpha"' in seen
    assert 'name="slug" value="alpha"' in seen
    assert "Sorts &lt;b&gt;things&lt;/b&gt;" in seen
    assert "<b>things" not in seen
    assert not Package.objects.exists()
    saved = member.post(address, wanted(title="The Alpha"))
    assert (saved.status_code, saved["Location"]) == (303, "/packages/p/alpha/")
    package = Package.objects.get()
    assert (package.title, package.category.slug, package.created_by_id) == (
        "The Alpha",
        "apps",
        Revision.objects.get().by_id,
    )
    page = member.get(saved["Location"])
    text = text_of(page.content)
    assert "Added. Thank you." in text
    assert "1.1" in text
    assert "2 in 52 weeks" in text
    assert b"The Alpha" in member.get("/packages/").content


@pytest.mark.parametrize(
    "what",
    [
        "{site}/owner/alpha.git",
        "{site}/owner/alpha/tree/main/x?y#z",
        "<{site}/owner/alpha/>",
        "git clone {site}/owner/alpha.git",
        "{index}/project/alpha/",
        "{index}/project/ALPHA/1.0/#files",
        "alpha[x]>=1 ; python_version > '3'",
        "Alpha",
    ],
)
def test_each_kind_of_pasting_leads_to_it(there: World, member: Client, what: str) -> None:
    text = what.format(site=there.site.origin, index=there.index.origin)
    page = text_of(member.get(looked(member, text)).content)
    assert "Add the package" in page
    assert f"Repository {there.site.host}/owner/alpha" in page


def test_strangers_are_led_to_the_page_for_signing_in(there: World, client: Client) -> None:
    for path in (ADD, f"{ADD}?what=alpha", f"{ADD}x/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=%2Fpackages%2Fadd%2F")
    for path in (ADD, f"{ADD}x/"):
        assert client.post(path, {"what": "alpha"}).status_code == 302
    assert there.index.count == Look.objects.count() == 0


def test_who_may_not_add_is_told_so(there: World, client: Client) -> None:
    client.force_login(make.user("eve", Role.READER))
    assert "You may not add packages" in text_of(client.get(ADD).content)
    assert client.post(ADD, {"what": "alpha"}).status_code == 403
    assert there.index.count == 0


def test_a_form_from_elsewhere_is_not_accepted(there: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("ada"))
    assert client.post(ADD, {"what": "alpha"}).status_code == 403
    assert there.index.count == 0


def test_a_get_changes_nothing(there: World, member: Client) -> None:
    page = member.get(ADD, {"what": "alpha"})
    assert b'value="alpha"' in page.content
    assert there.index.count == Look.objects.count() == 0
    address = looked(member, "alpha")
    count = there.index.count
    member.get(address, wanted())
    member.head(address, wanted())
    assert there.index.count == count
    assert not Package.objects.exists()
    assert member.put(address, wanted()).status_code == 405


def test_a_look_is_nobody_elses(there: World, member: Client) -> None:
    address = looked(member, "alpha")
    member.force_login(make.user("eve"))
    assert member.get(address).status_code == 404
    assert member.post(address, wanted()).status_code == 409
    assert member.get(f"{ADD}{'x' * 500}/").status_code == 404
    assert not Package.objects.exists()


def test_facts_cannot_be_forged(there: World, member: Client) -> None:
    forged = {
        "repo_url": "https://evil.example/x",
        "stars": "999",
        "preview": "{}",
        "registry": "x",
    }
    member.post(looked(member, "alpha"), wanted(**forged))
    package = Package.objects.get()
    assert package.repo_url == there.site.url("owner/alpha")
    assert PackageFacts.objects.get().stars == 4


def test_a_form_sent_twice_adds_one(there: World, member: Client) -> None:
    address = looked(member, "alpha")
    first, second = (member.post(address, wanted()) for _ in range(2))
    assert first["Location"] == second["Location"] == "/packages/p/alpha/"
    assert Package.objects.count() == 1


def test_what_somebody_added_meanwhile_is_refused_with_a_link(there: World, member: Client) -> None:
    address = looked(member, "alpha")
    make.package("theirs", repo_url=there.site.url("owner/alpha"))
    refused = member.post(address, wanted())
    assert refused.status_code == 409
    assert b'href="/packages/p/theirs/"' in refused.content
    assert "It is here already" in text_of(refused.content)
    assert b"Add the package" not in refused.content
    assert Package.objects.count() == 1


def test_what_is_here_already_is_shown_and_not_offered(there: World, member: Client) -> None:
    make.package("here", title="Here", pypi_url=f"{there.index.origin}/project/alpha/")
    page = member.get(looked(member, "alpha"))
    assert "Here has the same project of the registry" in text_of(page.content)
    assert b"<form class=" not in page.content.split(b"<main")[1]
    Package.objects.update(hidden=True)
    page = member.get(looked(member, "alpha"))
    assert b"/packages/p/here/" not in page.content
    assert "was hidden by a moderator" in text_of(page.content)


def test_other_projects_beside_it_and_similar_names_are_shown(there: World, member: Client) -> None:
    repository = there.site.url("owner/alpha")
    make.package("one", repo_url=repository, pypi_url=f"{there.index.origin}/project/one/")
    make.package("django-alpha", title="Django Alpha", category=make.category("frameworks"))
    page = member.get(looked(member, "alpha"))
    assert b'<li><a href="/packages/p/one/">one</a></li>' in page.content
    assert b'<a href="/packages/p/django-alpha/">Django Alpha</a>' in page.content
    assert b'value="frameworks" required checked' in page.content
    assert "Suggested: Framework. Django Alpha, whose name is similar" in text_of(page.content)
    assert b"Add the package" in page.content


def test_a_free_slug_is_proposed(there: World, member: Client) -> None:
    make.package("alpha", repo_url="https://elsewhere.example/x/y")
    assert b'name="slug" value="alpha-2"' in member.get(looked(member, "alpha")).content


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("title", "", "The title is empty"),
        ("title", "x" * 201, "at most 200"),
        ("title", "a\0b", "control character"),
        ("slug", "Not A Slug", "lower-case letters"),
        ("slug", "taken", "another package"),
        ("category", "", "Choose one"),
        ("category", "nothing", "Choose one"),
        ("documentation_url", "javascript:alert(1)", "no address"),
        ("documentation_url", "https://x.example/" + "y" * 10_000, "at most"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    there: World, member: Client, field: str, value: str, why: str
) -> None:
    make.package("taken")
    answer = member.post(looked(member, "alpha"), wanted(**{field: value}))
    assert answer.status_code == 422
    assert why in text_of(answer.content)
    assert b'aria-invalid="true"' in answer.content or field == "category"
    assert Package.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("", "Nothing was given"),
        ("javascript:alert(1)", "not understood"),
        ("x" * 10_000, "10,000 characters"),
        ("a\0b", "control characters"),
        ("file:///etc/passwd", "are not asked"),
    ],
)
def test_what_is_not_understood_is_said(there: World, member: Client, what: str, why: str) -> None:
    answer = member.post(ADD, {"what": what})
    assert answer.status_code == 422
    assert why in text_of(answer.content)
    assert "\0" not in answer.content.decode()
    assert there.index.count == 0


def test_what_no_source_knows_cannot_be_added(there: World, member: Client) -> None:
    address = looked(member, "nothing")
    page = text_of(member.get(address).content)
    assert "No source knows it, so it cannot be added" in page
    assert "There is no project called nothing" in page
    assert member.post(address, wanted()).status_code == 403
    assert not Package.objects.exists()


def test_looks_are_limited(there: World, member: Client) -> None:
    looked(member, "alpha")
    look = Look.objects.get()
    rows = [Look(key=str(n), by=look.by, at=look.at, pasted="x") for n in range(AN_HOUR)]
    Look.objects.bulk_create(rows)
    answer = member.post(ADD, {"what": "alpha"})
    assert answer.status_code == 429
    assert "within an hour" in text_of(answer.content)


def test_pages_are_kept_nowhere(there: World, member: Client) -> None:
    for path in (ADD, looked(member, "alpha")):
        answer = member.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert b'content="noindex' in answer.content


def test_the_lists_lead_here(client: Client) -> None:
    for path in ("/", "/packages/", "/about/"):
        assert b'href="/packages/add/"' in client.get(path).content
