"""Packages are written as they are read, by those who may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from packdex.accounts.tokens import personal
from packdex.catalog.actions.moderation.undo import undo
from packdex.catalog.models import Package, PastSlug, Revision, SourceState
from packdex.core.roles import SYSTEM, Role, Scope
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

OAK = "/api/v4/packages/oak/"
FACTS = {"stars": 7, "commits_over_52": [1] * 52, "participants": ["ada"], "description": "a tree"}


@pytest.fixture(autouse=True)
def oak() -> Package:
    return make.package("oak", title="Oak", facts=FACTS, repo_url="https://github.com/oak/oak")


def test_a_patch_changes_what_it_names_and_answers_what_a_get_does(client: Client) -> None:
    ada = client_of("ada")
    before = client.get(OAK)
    answer = send(
        ada,
        "patch",
        OAK + "?why=It has a new name.",
        {"title": "Holm oak"},
        if_match=before["ETag"],
    )
    assert answer.status_code == 200, answer.content
    now = client.get(OAK)
    assert now.content == answer.content == ada.get(OAK).content
    assert now["ETag"] == answer["ETag"] == ada.get(OAK)["ETag"] != before["ETag"]
    changed = {key for key, value in now.json().items() if value != before.json()[key]}
    assert changed == {"title", "modified"}
    revision = Revision.objects.get()
    assert (str(revision.by), revision.why) == ("ada", "It has a new name.")


def test_a_stale_edit_is_412_and_changes_nothing(client: Client) -> None:
    ada, before = client_of("ada"), client.get(OAK)
    for stale in ('"other"', before["ETag"].replace('"', ""), f"W/{before['ETag']}", ""):
        assert send(ada, "patch", OAK, {"title": "Elm"}, if_match=stale).status_code == 412
    assert send(ada, "delete", OAK, if_match='"other"').status_code == 403
    for good in (before["ETag"], f'"other", {before["ETag"]}', "*"):
        assert send(ada, "patch", OAK, {"title": "Oak"}, if_match=good).status_code == 200
    assert send(ada, "patch", OAK, {"title": "Elm"}, if_match=before["ETag"]).status_code == 200
    assert send(ada, "patch", OAK, {"title": "Yew"}, if_match=before["ETag"]).status_code == 412
    assert Package.objects.get().title == "Elm"


def test_the_tag_of_an_answer_with_a_format_is_one_too() -> None:
    ada = client_of("ada")
    tag = ada.get(f"{OAK}?format=json")["ETag"]
    answer = send(ada, "patch", f"{OAK}?format=json", {"title": "Elm"}, if_match=tag)
    assert answer.status_code == 200
    assert answer.json()["category"].endswith("/?format=json")
    assert ada.get(f"{OAK}?format=json")["ETag"] == answer["ETag"]


def test_what_was_read_can_be_put_back_and_facts_cannot_be_changed() -> None:
    ada = client_of("ada")
    read = ada.get(OAK).json()
    assert send(ada, "put", OAK, read).json() == read
    assert not Revision.objects.exists()
    facts = {
        "id": 9999,
        "created": "2001-01-01T00:00:00Z",
        "repo_watchers": 100_000,
        "participants": [],
        "pypi_version": "9",
        "last_updated": "2030-01-01T00:00:00Z",
    }
    answer = send(ada, "put", OAK, read | facts)
    assert answer.status_code == 400
    assert answer.json().keys() == facts.keys()
    assert ada.get(OAK).json() == read
    same = {"created": "2026-02-15T13:00:00+01:00"}  # the same moment, written otherwise
    assert send(ada, "patch", OAK, same).status_code == 200


def test_a_put_names_all_that_can_be_written() -> None:
    answer = send(client_of("ada"), "put", OAK, {"title": "Elm"})
    assert set(answer.json()) == {
        "category",
        "grids",
        "slug",
        "repo_url",
        "pypi_url",
        "documentation_url",
    }
    assert Package.objects.get().title == "Oak"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": 5}, "title"),
        ({"title": None}, "title"),
        ({"title": ["x"]}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"repo_url": "javascript:alert(1)"}, "repo_url"),
        ({"pypi_url": None}, "pypi_url"),
        ({"documentation_url": "nowhere"}, "documentation_url"),
        ({"category": 99}, "category"),
        ({"category": True}, "category"),
        ({"category": None}, "category"),
        ({"category": "https://other.example/api/v4/categories/1/"}, "category"),
        ({"category": "http://testserver/api/v4/grids/1/"}, "category"),
        ({"category": {"id": 1}}, "category"),
        ({"category": 10**400}, "category"),
        ({"grids": "trees"}, "grids"),
        ({"grids": [None]}, "grids"),
        ({"grids": ["nothing"]}, "grids"),
        ({"grids": ["trees", "trees"]}, "grids"),
        ({"grids": [f"g-{n}" for n in range(1001)]}, "grids"),
        ({"colour": "red"}, "colour"),
        ({"is_locked": True}, "is_locked"),
        ({"slug": "Not a slug"}, "slug"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_changed(told: dict[str, object], field: str) -> None:
    make.grid("trees")
    ada = client_of("ada")
    answer = send(ada, "patch", OAK, {"pypi_url": "https://example.org/oak"} | told)
    assert answer.status_code == 400, answer.content
    assert list(answer.json()) == [field]
    assert not Revision.objects.exists()


def test_all_wrong_fields_are_told_at_once() -> None:
    told = {"title": "", "repo_url": "x y", "category": 99}
    assert send(client_of("ada"), "patch", OAK, told).json().keys() == told.keys()


def test_relations_are_told_by_link_slug_or_id() -> None:
    ada, new = client_of("ada"), make.category("frameworks")
    link = f"/api/v4/categories/{new.pk}/"
    for told in (new.pk, str(new.pk), "frameworks", f"http://testserver{link}", link):
        answer = send(ada, "patch", OAK, {"category": told})
        assert answer.json()["category"] == f"http://testserver{link}"
        send(ada, "patch", OAK, {"category": "apps"})


def test_grids_of_a_package_come_and_go_by_the_grids_rules(oak: Package) -> None:
    trees, woods = make.grid("trees", oak), make.grid("woods")
    secret = make.grid("secret", oak, hidden=True)
    closed = make.grid("closed", is_locked=True)
    ada = client_of("ada")
    answer = send(ada, "patch", OAK, {"grids": ["woods"]})
    assert answer.json()["grids"] == [f"http://testserver/api/v4/grids/{woods.pk}/"]
    assert set(oak.grids.all()) == {woods, secret}
    assert Revision.objects.filter(grid_id=trees.pk).exists()
    assert send(ada, "patch", OAK, {"grids": [closed.pk]}).status_code == 403
    assert send(ada, "patch", OAK, {"grids": [secret.pk]}).status_code == 400
    assert set(oak.grids.all()) == {woods, secret}


def test_a_new_package_is_where_its_location_says() -> None:
    ada = client_of("ada")
    told = {
        "title": "Elm",
        "category": "apps",
        "repo_url": "https://gitlab.com/elm/elm",
        "grids": [make.grid("trees").pk],
    }
    answer = send(ada, "post", "/api/v4/packages/", told)
    assert answer.status_code == 201, answer.content
    found = ada.get(answer["Location"])
    assert (found.content, found["ETag"]) == (answer.content, answer["ETag"])
    assert found.json()["slug"] == "elm"
    assert len(found.json()["grids"]) == 1
    assert found.json()["last_fetched"] is None
    assert SourceState.objects.filter(package=found.json()["id"]).exists()  # asked next


def test_what_is_there_is_not_added_twice() -> None:
    ada = client_of("ada")
    told = {"title": "Oak", "category": 1, "repo_url": "https://github.com/Oak/oak.git"}
    told["category"] = Package.objects.get().category_id
    answer = send(ada, "post", "/api/v4/packages/", told)
    assert (answer.status_code, "oak" in answer.json()["detail"]) == (409, True)
    assert send(ada, "post", "/api/v4/packages/", {}).json().keys() == {"title", "category"}
    assert send(ada, "post", "/api/v4/packages/", told | {"id": 7}).json().keys() == {"id"}
    assert Package.objects.count() == 1


def test_only_moderators_rename_the_address_and_the_old_one_is_read_but_not_written() -> None:
    assert send(client_of("ada"), "patch", OAK, {"slug": "elm"}).status_code == 403
    moderator = client_of(Role.MODERATOR)
    assert send(moderator, "patch", OAK, {"slug": "elm"}).json()["slug"] == "elm"
    assert PastSlug.objects.get().slug == "oak"
    assert moderator.get(OAK).json()["slug"] == "elm"
    assert send(moderator, "patch", OAK, {"title": "x"}).status_code == 404


def test_addresses_that_change_are_asked_next(oak: Package) -> None:
    send(client_of("ada"), "patch", OAK, {"repo_url": "https://gitlab.com/oak/oak"})
    assert SourceState.objects.filter(package=oak, host="gitlab.com").exists()


@pytest.mark.parametrize(
    ("role", "on_list", "on_row"),
    [
        (None, "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
        (Role.READER, "GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
        (Role.MEMBER, "GET, POST, HEAD, OPTIONS", "GET, PUT, PATCH, HEAD, OPTIONS"),
        (Role.ADMIN, "GET, POST, HEAD, OPTIONS", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"),
    ],
)
def test_allow_tells_each_caller_what_it_may_do(
    role: Role | None, on_list: str, on_row: str, client: Client
) -> None:
    caller = client if role is None else client_of(role)
    for method in (caller.get, caller.options):
        assert method("/api/v4/packages/?format=json")["Allow"] == on_list
        assert method(f"{OAK}?format=json")["Allow"] == on_row


def test_allow_knows_of_locks(oak: Package) -> None:
    Package.objects.update(is_locked=True)
    ada, editor = client_of("ada"), client_of(Role.EDITOR)
    assert ada.get(OAK)["Allow"] == "GET, HEAD, OPTIONS"
    assert editor.get(OAK)["Allow"] == "GET, PUT, PATCH, HEAD, OPTIONS"
    answer = send(ada, "patch", OAK, {"title": "Elm"})
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This is locked: only editors may change it.",
    )
    assert send(editor, "patch", OAK, {"title": "Elm"}).status_code == 200


def test_who_may_not_write_is_told_why() -> None:
    answer = send(client_of(Role.READER), "patch", OAK, {"title": "Elm"})
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("You may not edit packages")
    assert send(client_of("ada"), "delete", OAK).status_code == 403


def test_what_is_hidden_is_not_there_for_writers_either(oak: Package) -> None:
    Package.objects.update(hidden=True)
    assert send(client_of(Role.MODERATOR), "patch", OAK, {"title": "x"}).status_code == 404


def test_admins_delete_and_the_history_has_it_all(oak: Package, client: Client) -> None:
    elm = make.package("elm")
    grid = make.grid("trees", oak, elm)
    admin = client_of(Role.ADMIN)
    assert send(admin, "delete", OAK, if_match='"other"').status_code == 412
    answer = send(admin, "delete", OAK, if_match=client.get(OAK)["ETag"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(OAK).status_code == 404
    assert len(client.get("/api/v4/grids/trees/").json()["packages"]) == 1
    assert grid.grid_packages.get().position == 0
    undo(SYSTEM, Revision.objects.get().pk, make.NOON)
    assert client.get(OAK).json()["id"] == oak.pk
    assert len(client.get("/api/v4/grids/trees/").json()["packages"]) == 2


def test_what_something_needs_is_not_deleted(oak: Package) -> None:
    make.package("elm", replaced_by=oak)
    answer = send(client_of(Role.ADMIN), "delete", OAK)
    assert (answer.status_code, "elm" in answer.json()["detail"]) == (409, True)


def test_a_form_proof_is_needed_with_a_session() -> None:
    strict = APIClient(enforce_csrf_checks=True)
    strict.force_login(make.user("ada"))
    assert send(strict, "patch", OAK, {"title": "Elm"}).status_code == 403
    strict.cookies["csrftoken"] = "a" * 32
    answer = send(strict, "patch", OAK, {"title": "Elm"}, x_csrftoken="a" * 32)
    assert answer.status_code == 200


def test_a_token_is_let_what_its_scopes_are_for(oak: Package, client: Client) -> None:
    trees, ada = make.grid("trees"), make.user("ada")
    scopes = [Scope.READ, Scope.PACKAGES_WRITE]
    token = personal.make(ada, "CI", scopes, 30, timezone.now())[1]
    bearer = APIClient(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token}"})
    assert bearer.get(OAK)["Allow"] == "GET, PUT, PATCH, HEAD, OPTIONS"
    assert bearer.get("/api/v4/grids/trees/")["Allow"] == "GET, HEAD, OPTIONS"
    assert send(bearer, "patch", OAK, {"title": "Elm"}).status_code == 200
    assert str(Revision.objects.get().by) == "ada"
    for path, told in ((OAK, {"grids": [trees.pk]}), ("/api/v4/grids/trees/", {"title": "x"})):
        answer = send(bearer, "patch", path, told)
        assert (answer.status_code, 'scope="grids:write"' in answer["WWW-Authenticate"]) == (
            403,
            True,
        )
    wrong = APIClient(headers={"authorization": "Bearer x"})
    assert send(wrong, "patch", OAK, {"title": "x"}).status_code == 401
    assert Revision.objects.count() == 1
