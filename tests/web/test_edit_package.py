"""What people write about packages and categories is edited; facts are not."""

from __future__ import annotations

import pytest

from packdex.catalog.models import Package, Revision, SourceState
from packdex.core.roles import Role
from tests import make
from tests.web.editing import form_of, somebody, text_of

pytestmark = pytest.mark.django_db

EDIT = "/packages/p/oak/edit/"
DEPRECATE = "/packages/p/oak/deprecate/"


@pytest.fixture
def oak() -> Package:
    make.category("tools", title="Tool")
    return make.package("oak", title="Oak", repo_url="https://forge.example/trees/oak")


def test_it_is_edited_with_a_reason(oak: Package) -> None:
    ada = somebody()
    tools = make.category("tools")
    sent = form_of(ada, EDIT, title="Old oak", category_id=str(tools.pk), why="it grew")
    assert ada.post(EDIT, sent)["Location"] == "/packages/p/oak/"
    oak.refresh_from_db()
    assert (oak.title, oak.category, oak.slug) == ("Old oak", tools, "oak")
    assert Revision.objects.get().why == "it grew"
    assert "Saved." in text_of(ada.get("/packages/p/oak/"))
    assert ada.post(EDIT, sent).status_code == 302  # sent twice
    assert Revision.objects.count() == 1


def test_sources_at_a_new_address_are_asked_from_then_on(oak: Package) -> None:
    ada = somebody()
    ada.post(EDIT, form_of(ada, EDIT, repo_url="https://elsewhere.example/trees/oak"))
    assert {state.host for state in SourceState.objects.filter(package=oak)} == {
        "elsewhere.example"
    }


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"documentation": "none"}, ""),
        ({"documentation": "unknown"}, None),
        ({"documentation_url": "https://docs.example/"}, "https://docs.example/"),
        (
            {"documentation": "url", "documentation_url": "https://docs.example/"},
            "https://docs.example/",
        ),
    ],
)
@pytest.mark.parametrize("before", [None, "", "https://old.example/"])
def test_no_documentation_is_apart_from_nobody_said(
    oak: Package, before: str | None, typed: dict[str, str], stored: str | None
) -> None:
    Package.objects.update(documentation_url=before)
    ada = somebody()
    assert ada.post(EDIT, form_of(ada, EDIT) | typed).status_code == 302
    oak.refresh_from_db()
    assert oak.documentation_url == stored


def test_an_address_is_needed_where_there_is_documentation(oak: Package) -> None:
    ada = somebody()
    answer = ada.post(EDIT, form_of(ada, EDIT, documentation="url"))
    assert answer.status_code == 422
    assert "Type the address, or choose that there is none." in text_of(answer)


def test_all_that_is_wrong_is_said_at_once_with_what_was_typed(oak: Package) -> None:
    ada = somebody()
    wrong = {
        "title": "x" * 10_000,
        "repo_url": "javascript:alert(1)",
        "pypi_url": "a\0b",
        "category_id": "99999",
        "documentation_url": "<script>alert(1)</script>",
        "why": "so",
    }
    answer = ada.post(EDIT, form_of(ada, EDIT) | wrong)
    source = answer.content.decode()
    assert answer.status_code == 422
    assert source.startswith("<!doctype html>")
    assert "Not saved: Edit Oak" in source
    for name in ("title", "repo_url", "pypi_url", "category_id", "documentation_url"):
        assert f'<a href="#id_{name}">' in source
        assert f'id="id_{name}_problem"' in source
    assert "<script>alert" not in source
    assert 'value="so"' in source
    assert "x" * 10_000 in source
    oak.refresh_from_db()
    assert oak.title == "Oak"


def test_a_stale_form_shows_what_changed_meanwhile(oak: Package) -> None:
    ada, ben = somebody("ada"), somebody("ben")
    his = form_of(ben, EDIT, title="Ben's oak")
    ada.post(EDIT, form_of(ada, EDIT, title="Ada's oak", documentation="none"))
    answer = ben.post(EDIT, his)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Now there: Ada's oak" in text
    assert "Somebody else changed in the meantime, too: Documentation." in text
    oak.refresh_from_db()
    assert (oak.title, oak.documentation_url) == ("Ada's oak", "")


def test_only_moderators_change_the_slug(oak: Package) -> None:
    ada, mia = somebody("ada"), somebody("mia", Role.MODERATOR)
    ada.post(EDIT, form_of(ada, EDIT) | {"slug": "elm"})
    assert Package.objects.get().slug == "oak"
    answer = mia.post(EDIT, form_of(mia, EDIT, slug="elm"))
    assert answer["Location"] == "/packages/p/elm/"
    assert mia.get("/packages/p/elm/edit/").status_code == 200


def test_what_could_not_be_typed_today_stays_if_nobody_touches_it(oak: Package) -> None:
    Package.objects.update(title="Oak\x0bold", repo_url="gone away")
    ada = somebody()
    assert ada.post(EDIT, form_of(ada, EDIT, documentation="none")).status_code == 302
    oak.refresh_from_db()
    assert (oak.title, oak.documentation_url) == ("Oak\x0bold", "")


def test_it_is_deprecated_changed_and_taken_back_by_editors(oak: Package) -> None:
    make.package("elm", title="Elm")
    eve = somebody("eve", Role.EDITOR)
    assert "Deprecate it" in text_of(eve.get(EDIT))
    sent = form_of(eve, DEPRECATE, reason="rotten", replaced_by="Elm")
    assert eve.post(DEPRECATE, sent)["Location"] == "/packages/p/oak/"
    oak.refresh_from_db()
    assert oak.deprecated_why == "rotten"
    assert oak.replaced_by is not None
    answer = eve.post(DEPRECATE, sent | {"replaced_by": "nobody"})
    assert answer.status_code == 422
    assert "No package is called 'nobody' here." in text_of(answer)
    assert eve.post(DEPRECATE, sent | {"replaced_by": "oak"}).status_code == 422
    assert eve.post(DEPRECATE, {"reason": ""}).status_code == 422
    assert eve.post(DEPRECATE, {"do": "undo"}).status_code == 302
    oak.refresh_from_db()
    assert oak.deprecated_at is None


def test_categories_are_edited_by_moderators(oak: Package) -> None:
    page = "/categories/tools/edit/"
    mia = somebody("mia", Role.MODERATOR)
    sent = form_of(mia, page, title_plural="Tools", description="To build with", why="clear")
    assert mia.post(page, sent)["Location"] == "/categories/tools/"
    tools = make.category("tools")
    assert (tools.title_plural, tools.show_pypi) == ("Tools", True)
    without = {k: v for k, v in form_of(mia, page).items() if k != "show_pypi"}
    mia.post(page, without)
    tools.refresh_from_db()
    assert not tools.show_pypi
    answer = mia.post(page, form_of(mia, page, title="Apps"))
    assert answer.status_code == 422
    assert "is a category already" in text_of(answer)
    assert mia.get("/categories/nothing/edit/").status_code == 404
