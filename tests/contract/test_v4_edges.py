"""v4's edges: absurd parameters, unknown formats, wrong methods, and the shape of the rest."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from packdex.catalog.models import Package
from tests import make

pytestmark = pytest.mark.django_db

ORIGIN = "http://testserver"
NO_PACKAGE = {"detail": "No Package matches the given query."}
NOT_ALLOWED = {"detail": 'Method "POST" not allowed.'}


@pytest.fixture
def thirty() -> list[Package]:
    return [make.package(f"package-{n}", title=f"Package {n}") for n in range(30)]


def test_the_root_names_four_lists_in_order(client: Client) -> None:
    answer = client.get("/api/v4/")
    assert list(answer.json().items()) == [
        (table, f"{ORIGIN}/api/v4/{table}/")
        for table in ("packages", "search", "grids", "categories")
    ]
    assert client.get("/api/v4/?format=json").json()["grids"].endswith("/grids/?format=json")


def test_an_anonymous_caller_gets_the_contracts_headers(client: Client) -> None:
    make.package("alpha")
    for address in (
        "/api/v4/",
        "/api/v4/packages/",
        "/api/v4/packages/alpha/",
        "/api/v4/packages/alpha/?format=json",
        "/api/v4/packages/?q=alpha",
        "/api/v4/search/?q=alpha",
    ):
        answer = client.get(address)
        assert answer["Allow"] == "GET, HEAD, OPTIONS", address
        assert answer["Vary"].split(", ")[0] == "Accept", address
        assert answer["Content-Type"] == "application/json", address


@pytest.mark.parametrize(
    "query", ["", "?limit=0", "?limit=abc", "?limit=-5", "?limit=", "?offset=abc", "?colour=red"]
)
def test_what_is_no_limit_means_the_page_size(
    query: str, thirty: list[Package], client: Client
) -> None:
    answer = client.get(f"/api/v4/packages/{query}")
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 20
    assert answer.json()["count"] == 30


def test_other_parameters_are_kept_in_links(thirty: list[Package], client: Client) -> None:
    page = client.get("/api/v4/packages/?limit=10&offset=10&colour=red&format=json").json()
    rest = "colour=red&format=json&limit=10"
    assert page["next"] == f"{ORIGIN}/api/v4/packages/?{rest}&offset=20"
    assert page["previous"] == f"{ORIGIN}/api/v4/packages/?{rest}"


def test_an_offset_past_the_end_is_an_empty_page(thirty: list[Package], client: Client) -> None:
    for offset in ("30", "5000", "9" * 30):
        page = client.get(f"/api/v4/packages/?offset={offset}").json()
        assert page["results"] == []
        assert page["next"] is None
        assert page["count"] == 30


def test_an_absurd_limit_is_cut_and_next_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, thirty: list[Package]
) -> None:
    monkeypatch.setattr("packdex.api.paging.MAX_LIMIT", 25)
    for limit in ("1001", "9" * 40):
        page = client.get(f"/api/v4/packages/?limit={limit}").json()
        assert len(page["results"]) == 25
        assert page["next"] == f"{ORIGIN}/api/v4/packages/?limit=25&offset=25"


def test_newest_id_comes_first(thirty: list[Package], client: Client) -> None:
    ids = [row["id"] for row in client.get("/api/v4/packages/?limit=30").json()["results"]]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    "key", ["nothing", "0", "99999999999999999999", "9" * 300, "a" * 51, "Alpha", "ALPHA", "%00"]
)
def test_what_is_not_there_is_a_404_with_the_contracts_words(key: str, client: Client) -> None:
    make.package("alpha")
    answer = client.get(f"/api/v4/packages/{key}/")
    assert (answer.status_code, answer.json()) == (404, NO_PACKAGE)


def test_odd_slugs_are_found(client: Client) -> None:
    for slug in ("django-maintenance-mode-", "a__b", "_", "feincms_gallery"):
        make.package(slug)
        assert client.get(f"/api/v4/packages/{slug}/").json()["slug"] == slug


def test_digits_are_an_id_and_never_a_slug(client: Client) -> None:
    row = make.package("2024")
    assert client.get("/api/v4/packages/2024/").status_code == 404
    assert client.get(f"/api/v4/packages/{row.pk}/").json()["slug"] == "2024"


def test_grids_and_categories_say_what_is_missing(client: Client) -> None:
    for table, name in (("grids", "Grid"), ("categories", "Category")):
        answer = client.get(f"/api/v4/{table}/nothing/")
        assert answer.json() == {"detail": f"No {name} matches the given query."}


@pytest.mark.parametrize("path", ["packages/", "packages/alpha/", "grids/", "search/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_an_anonymous_caller_changes_nothing(path: str, method: str, client: Client) -> None:
    make.package("alpha")
    answer = getattr(client, method)(f"/api/v4/{path}", b"{}", content_type="application/json")
    assert answer.status_code == 405
    assert answer.json() == {"detail": f'Method "{method.upper()}" not allowed.'}
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert Package.objects.count() == 1


def test_a_body_of_ten_megabytes_is_not_read_into_anything(client: Client) -> None:
    answer = client.post("/api/v4/packages/", b"x" * 10_000_000, content_type="application/json")
    assert (answer.status_code, answer.json()) == (405, NOT_ALLOWED)


def test_formats(client: Client) -> None:
    make.package("alpha")
    package = "/api/v4/packages/alpha/"
    assert client.get("/api/v4/packages/alpha.json").json()["slug"] == "alpha"
    assert client.get("/api/v4/packages.json").json()["count"] == 1
    assert client.get(f"{package}?format=xml").status_code == 404
    assert client.get(package, headers={"accept": "application/xml"}).status_code == 406
    html = {"accept": "text/html"}
    assert client.get(f"{package}?format=json", headers=html).status_code == 406
    page = client.get(package, headers=html)
    assert page["Content-Type"].startswith("text/html")
    assert b"API endpoint that allows packages to be viewed or edited." in page.content
    indented = client.get(package, headers={"accept": "application/json; indent=4"})
    assert indented.content.decode() == json.dumps(
        client.get(package).json(), indent=4, ensure_ascii=False
    )


def test_a_suffix_is_carried_into_links(client: Client) -> None:
    row = make.package("alpha")
    answer = client.get("/api/v4/packages/alpha.json").json()
    assert answer["category"] == f"{ORIGIN}/api/v4/categories/{row.category_id}.json"


def test_unicode_is_not_escaped(client: Client) -> None:
    make.package("alpha", title="Größe 漢字 🎩")
    assert "Größe 漢字 🎩".encode() in client.get("/api/v4/packages/alpha/").content


def test_missing_and_empty_documentation_are_two_things(client: Client) -> None:
    make.package("none", documentation_url=None)
    make.package("empty", documentation_url="")
    assert client.get("/api/v4/packages/none/").json()["documentation_url"] is None
    assert client.get("/api/v4/packages/empty/").json()["documentation_url"] == ""


def test_nothing_known_is_answered_in_the_contracts_types(client: Client) -> None:
    make.package("alpha", facts={"stars": None, "forks": None, "registry_version": ""})
    answer = client.get("/api/v4/packages/alpha/").json()
    assert answer["repo_watchers"] == answer["repo_forks"] == 0
    assert answer["commits_over_52"] == answer["participants"] == []
    assert answer["pypi_version"] is answer["last_updated"] is answer["last_fetched"] is None


def test_a_grid_names_its_packages_by_title(client: Client) -> None:
    beta, alpha = make.package("x-1", title="beta"), make.package("x-2", title="Alpha")
    row = make.grid("pair", beta, alpha)
    answer = client.get("/api/v4/grids/pair/").json()
    assert list(answer) == [
        "id", "title", "slug", "description", "is_locked", "packages", "header", "created",
        "modified",
    ]  # fmt: skip
    assert answer["packages"] == [
        f"{ORIGIN}/api/v4/packages/{package.pk}/" for package in (alpha, beta)
    ]
    assert answer["id"] == row.pk
    assert answer["header"] is answer["is_locked"] is False


def test_a_package_names_its_grids_in_the_order_it_was_put_into_them(client: Client) -> None:
    row = make.package("alpha")
    later = make.grid("zebra", row)
    make.grid("ant", row)
    links = client.get("/api/v4/packages/alpha/").json()["grids"]
    assert links[0] == f"{ORIGIN}/api/v4/grids/{later.pk}/"


def test_an_unknown_address_below_v4_is_json_too(client: Client) -> None:
    answer = client.get("/api/v4/nothing/here/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_v1_is_gone_and_names_its_successors(client: Client) -> None:
    for address in ("/api/v1/", "/api/v1/package/django/", "/api/v1/package/django?format=json"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert Client(enforce_csrf_checks=True).post(address).status_code == 410
        assert "/api/v3/" in answer.content.decode()
        assert "/api/v4/" in answer.content.decode()


def test_broken_text_in_an_address_is_never_our_error(client: Client) -> None:
    make.package("alpha")
    for address in (
        "/api/v4/packages/%ff%fe/",
        "/api/v4/packages/?q=%ff%00%fe",
        "/api/v4/search/?q=%00%ff'\"%3B--",
        "/api/v4/search/?q=" + "%F0%9F%8E%A9" * 500,
        *(f"/api/v4/{table}/?q={'a' * 60_000}" for table in ("packages", "grids", "categories")),
        *(f"{page}?q={'a' * 60_000}" for page in ("/packages/", "/grids/", "/categories/apps/")),
        "/api/v3/packages/%ff/",
        "/api/v3/packages/%00/",
        "/api/v3/grids/a%00b/packages/",
        "/packages/?q=%00&category=%00&sort=%00&page=%00",
        "/grids/?q=%00",
        "/events/?kind=%00",
        "/packages/p/%00/",
        "/api/v3/packages/?category=%00",
        "/api/v4/packages/?limit=%D9%A3",
    ):
        assert client.get(address).status_code in {200, 404}, address


def test_a_number_of_any_length_is_only_an_id_that_is_not_there(client: Client) -> None:
    answer = client.get(f"/api/v4/packages/{'7' * 6000}/")
    assert (answer.status_code, answer.json()) == (404, NO_PACKAGE)
