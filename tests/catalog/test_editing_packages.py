"""People change packages and categories; what is wrong changes nothing."""

from __future__ import annotations

import pytest

from packdex.catalog import documents, editions, queries
from packdex.catalog.actions.errors import ConflictError, InvalidError
from packdex.catalog.actions.packages.deprecate import deprecate, undeprecate
from packdex.catalog.actions.packages.edit_category import add_category, edit_category
from packdex.catalog.actions.packages.edit_package import add_package, edit_package
from packdex.catalog.models import Category, Package, Revision
from packdex.core.roles import NOBODY, RefusedError
from tests import make
from tests.catalog.curation import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def edit(at: Desk, **changes: object) -> Package:
    by = at.mod if "slug" in changes else at.ada
    return edit_package(by, at.packages[0].pk, changes, expected=None, at=at.now)  # type: ignore[arg-type]


def test_a_package_is_added(at: Desk) -> None:
    category = make.category()
    values = {"title": "Álpha!", "category_id": category.pk, "repo_url": "git@github.com:a/b.git"}
    package = add_package(at.ada, values, at.now, why="new")  # type: ignore[arg-type]
    assert (package.slug, package.created_by_id) == ("alpha-2", at.ada.id)
    assert package.documentation_url is None
    revision = Revision.objects.get()
    assert (revision.package_id, revision.category_id) == (package.pk, category.pk)
    assert documents.stale_ids(documents.PACKAGE, package.pk - 1) == []


def test_a_title_without_letters_has_a_slug_too(at: Desk) -> None:
    values = {"title": "包", "category_id": make.category().pk}
    assert add_package(at.ada, values, at.now).slug == "package"  # type: ignore[arg-type]
    assert add_package(at.ada, values, at.now).slug == "package-2"  # type: ignore[arg-type]
    values["title"] = "x" * 120
    assert [len(add_package(at.ada, values, at.now).slug) for _ in "ab"] == [50, 50]  # type: ignore[arg-type]


def test_who_adds_a_package_may_choose_a_free_slug(at: Desk) -> None:
    values = {"title": "New", "category_id": make.category().pk}
    new = add_package(at.ada, values | {"slug": "chosen"}, at.now)  # type: ignore[arg-type]
    assert new.slug == "chosen"
    for slug in ("chosen", "Not a slug", "x" * 51):
        with pytest.raises(InvalidError) as error:
            add_package(at.ada, values | {"slug": slug}, at.now)  # type: ignore[arg-type]
        assert error.value.field == "slug"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "title"),
        ({"title": "a"}, "category_id"),
        ({"title": "a", "category_id": 999}, "category_id"),
        ({"title": "a", "category_id": "1"}, "category_id"),
        ({"title": "a", "hidden": True}, "hidden"),
    ],
)
def test_what_no_new_package_can_have(at: Desk, values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as error:
        add_package(at.ada, values, at.now)  # type: ignore[arg-type]
    assert error.value.field == field
    assert Package.objects.count() == 2


def test_an_edit_is_dated_and_shown(at: Desk) -> None:
    mark = editions.marks()[editions.PACKAGES]
    row = edit(at, title="Alpha", documentation_url="")
    row.refresh_from_db()
    assert (row.sort_title, row.documentation_url, row.slug) == ("alpha", "", "alpha")
    assert row.modified > make.NOON
    assert row.last_modified_by_id == at.ada.id
    assert editions.marks()[editions.PACKAGES] != mark
    row = edit(at, documentation_url=None)
    row.refresh_from_db()
    assert row.documentation_url is None
    assert Revision.objects.count() == 2
    edit(at, documentation_url=None)
    assert Revision.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("repo_url", "javascript:alert(1)"),
        ("repo_url", "https://a b"),
        ("repo_url", "https://example.org/" + "x" * 10_000),
        ("pypi_url", "no address"),
        ("documentation_url", "ftp://example.org"),
        ("title", "\x00"),
        ("title", " "),
        ("slug", "Not A Slug"),
        ("slug", "beta"),
        ("category_id", None),
    ],
)
def test_what_no_package_can_have(at: Desk, field: str, value: object) -> None:
    with pytest.raises(InvalidError) as error:
        edit(at, **{field: value})
    assert error.value.field == field
    assert Revision.objects.count() == 0


def test_what_stands_there_already_is_not_checked_again(at: Desk) -> None:
    Package.objects.update(pypi_url="some-name")
    edit(at, title="Alpha", pypi_url="some-name")
    at.packages[0].refresh_from_db()
    assert at.packages[0].title == "Alpha"


def test_a_stale_form_is_a_conflict(at: Desk) -> None:
    package = at.packages[0]
    seen = package.modified
    edit_package(at.ada, package.pk, {"title": "A"}, expected=seen, at=at.now)
    with pytest.raises(ConflictError) as error:
        edit_package(at.mod, package.pk, {"title": "B"}, expected=seen, at=at.now)
    assert (error.value.theirs.title, error.value.mine) == ("A", {"title": "B"})
    edit_package(at.mod, package.pk, {"title": "A"}, expected=seen, at=at.now)
    assert Revision.objects.count() == 1


def test_a_new_slug_keeps_the_old_ones_working(at: Desk) -> None:
    package = at.packages[0]
    with pytest.raises(RefusedError, match="moderators"):
        edit_package(at.ada, package.pk, {"slug": "first"}, expected=None, at=at.now)
    edit(at, slug="first")
    edit(at, slug="second")
    assert queries.merged_into(slug="alpha") == queries.merged_into(slug="first") == package
    values = {"title": "alpha", "category_id": make.category().pk}
    assert add_package(at.ada, values, at.now).slug == "alpha-2"  # type: ignore[arg-type]


def test_locked_and_hidden_packages_are_refused(at: Desk) -> None:
    Package.objects.filter(slug="alpha").update(is_locked=True)
    with pytest.raises(RefusedError, match="locked"):
        edit(at, title="x")
    Package.objects.filter(slug="alpha").update(is_locked=False, hidden=True)
    with pytest.raises(RefusedError, match="hidden"):
        edit(at, title="x")
    with pytest.raises(RefusedError, match="Sign in"):
        edit_package(NOBODY, at.packages[0].pk, {"title": "x"}, expected=None, at=at.now)
    with pytest.raises(InvalidError, match="no package"):
        edit_package(at.mod, 999, {"title": "x"}, expected=None, at=at.now)


def test_deprecating_says_why_and_what_instead(at: Desk) -> None:
    alpha, beta = at.packages
    with pytest.raises(RefusedError, match="editor"):
        deprecate(at.ada, alpha.pk, "old", at.now)
    row = deprecate(at.mod, alpha.pk, " old ", at.now, replaced_by=beta.pk)
    assert (row.deprecated_why, row.replaced_by_id) == ("old", beta.pk)
    since = row.deprecated_at
    assert deprecate(at.mod, alpha.pk, "older", at.now).deprecated_at == since
    row = undeprecate(at.mod, alpha.pk, at.now)
    assert (row.deprecated_at, row.deprecated_why, row.replaced_by_id) == (None, "", None)
    assert Revision.objects.count() == 3


def test_replacements_go_in_no_circle(at: Desk) -> None:
    alpha, beta = at.packages
    gamma = make.package("gamma")
    deprecate(at.mod, alpha.pk, "old", at.now, replaced_by=beta.pk)
    deprecate(at.mod, beta.pk, "old", at.now, replaced_by=gamma.pk)
    for package, by in ((gamma, alpha.pk), (gamma, gamma.pk), (gamma, 999)):
        with pytest.raises(InvalidError) as error:
            deprecate(at.mod, package.pk, "old", at.now, replaced_by=by)
        assert error.value.field == "replaced_by"
    with pytest.raises(InvalidError, match="needed"):
        deprecate(at.mod, gamma.pk, "", at.now)


def test_categories_are_for_moderators(at: Desk) -> None:
    with pytest.raises(RefusedError, match="moderator"):
        add_category(at.ada, {"title": "Tools"}, at.now)
    tools = add_category(at.mod, {"title": "Tools", "title_plural": "Tools"}, at.now)
    assert (tools.slug, tools.show_pypi) == ("tools", True)
    edit_category(at.mod, tools.pk, {"title": "Tool", "show_pypi": False}, at.now)
    tools.refresh_from_db()
    assert (tools.title, tools.slug, tools.show_pypi) == ("Tool", "tools", False)
    for wrong in ({"title": "apps"}, {"title": ""}, {"show_pypi": "yes"}):
        with pytest.raises(InvalidError):
            edit_category(at.mod, tools.pk, wrong, at.now)  # type: ignore[arg-type]
    assert [r.category_id for r in Revision.objects.all()] == [tools.pk] * 2
    assert Category.objects.get(pk=tools.pk).title == "Tool"


def test_a_category_with_a_new_title_shows_in_its_packages(at: Desk) -> None:
    package = at.packages[0]
    package.refresh_from_db()
    before = package.version
    edit_category(at.mod, package.category_id, {"title": "Applications"}, at.now)
    package.refresh_from_db()
    assert package.version > before
