"""Moderators add categories; the page is theirs alone, and what they did can be seen and undone."""

from __future__ import annotations

import pytest
from django.test import Client

from packdex.catalog.models import Category, Revision
from packdex.core.roles import Role
from tests import make
from tests.web.editing import form_of, somebody, text_of

pytestmark = pytest.mark.django_db

ADD = "/moderation/add-category/"


@pytest.fixture
def mia() -> Client:
    return somebody("mia", Role.MODERATOR)


def test_a_category_is_added_and_shown_at_once(mia: Client) -> None:
    assert f'href="{ADD}"' in mia.get("/categories/").content.decode()
    sent = form_of(
        mia, ADD, title="  Theme ", title_plural="Themes", description="Looks", why="Many asked"
    )
    answers = [mia.post(ADD, sent) for _ in range(2)]  # sent twice is no error
    assert {answer["Location"] for answer in answers} == {"/categories/theme/"}
    row = Category.objects.get()
    assert (row.title, row.title_plural, row.description) == ("Theme", "Themes", "Looks")
    assert row.show_pypi
    assert "The category is there." in mia.get("/categories/theme/").content.decode()
    assert "Themes" in text_of(mia.get("/categories/"))
    past = text_of(mia.get("/categories/theme/history/"))
    assert "mia added the category" in past
    assert "Many asked" in past


def test_adding_one_is_undone(mia: Client) -> None:
    mia.post(ADD, form_of(mia, ADD, title="Theme"))
    page = f"/history/{Revision.objects.get().pk}/"
    mia.post(f"{page}undo/", {"why": "a slip"})
    assert not Category.objects.exists()


def test_any_word_may_be_a_category(mia: Client) -> None:
    for title in ("Add", "Edit", "Moderation"):
        mia.post(ADD, form_of(mia, ADD, title=title))
        assert title in text_of(mia.get(f"/categories/{title.lower()}/"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "Title"),
        ({"title": "x" * 10_000}, "100"),
        ({"title": "tool"}, "is a category already (tools)"),
        ({"title": "Theme", "description": "y" * 10_000}, "5,000"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    mia: Client, values: dict[str, str], said: str
) -> None:
    make.category("tools", title="Tool")
    answer = mia.post(ADD, form_of(mia, ADD, **values))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert all(value in answer.content.decode() for value in values.values())
    assert Category.objects.count() == 1
    assert not Revision.objects.exists()


def test_others_may_not(mia: Client) -> None:
    sent = form_of(mia, ADD, title="Theme")
    assert Client().get(ADD)["Location"].startswith("/accounts/login/")
    assert Client().post(ADD, sent)["Location"].startswith("/accounts/login/")
    for role in (Role.MEMBER, Role.EDITOR):
        browser = somebody(role.name, role)
        for answer in (browser.get(ADD), browser.post(ADD, sent)):
            assert answer.status_code == 403
            assert "that takes the role of moderator" in text_of(answer)
    assert not Category.objects.exists()


def test_asking_for_the_page_changes_nothing(mia: Client) -> None:
    assert mia.get(ADD, {"title": "Theme", "do": "add"}).status_code == 200
    assert not Category.objects.exists()
