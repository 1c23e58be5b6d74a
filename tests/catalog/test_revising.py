"""Every change by a person is a revision, with what stood there before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from packdex.catalog.actions.revising import About, revising
from packdex.catalog.models import Element, Feature, Grid, Package, Revision
from packdex.core.roles import CHANGES_AN_HOUR, SYSTEM, Actor, RefusedError, Role
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=30)


def actor(name: str = "ada", **fields: object) -> Actor:
    return make.user(name, **fields).actor  # type: ignore[arg-type]


def about(package: Package) -> About:
    return About(package.title, package=package.pk)


def rename(package: Package, title: str, by: Actor, **more: object) -> None:
    with revising(by, "edit-package", about(package), at=LATER, **more):  # type: ignore[arg-type]
        package.title = title
        package.save()


def test_the_first_change_keeps_what_stood_there() -> None:
    package, ada = make.package("alpha"), actor()
    rename(package, "Alpha", ada, why="its own spelling")
    revision = Revision.objects.get()
    assert (revision.by_id, revision.at, revision.why) == (ada.id, LATER, "its own spelling")
    now, before = package.revisions.order_by("-history_id")
    assert (before.title, before.revision, before.history_date) == ("alpha", None, make.NOON)
    assert (now.title, now.revision, now.history_user_id) == ("Alpha", revision, ada.id)
    assert [change.field for change in now.diff_against(before).changes] == ["title"]


def test_the_second_change_does_not() -> None:
    package, ada = make.package("alpha"), actor()
    for title in ("Alpha", "ALPHA"):
        rename(package, title, ada)
    assert package.revisions.count() == 3


def test_what_nobody_did_leaves_no_history() -> None:
    package = make.package("alpha")
    package.save()
    assert package.revisions.count() == 0
    package.delete()
    assert Package.revisions.count() == 0


def test_what_goes_with_a_row_is_kept_too() -> None:
    package = make.package("alpha")
    grid = make.grid("grid", package)
    feature = Feature.objects.create(grid=grid, title="Docs", position=0)
    Element.objects.create(feature=feature, grid_package=grid.grid_packages.get(), text="yes")
    with revising(actor(), "remove-feature", About("Docs", grid=grid.pk), at=LATER) as revision:
        feature.delete()
    assert [row.title for row in Feature.revisions.filter(revision=revision)] == ["Docs"]
    gone = Element.revisions.get(revision=revision)
    assert (gone.text, gone.history_type) == ("yes", "-")


def test_no_change_is_no_revision() -> None:
    with revising(actor(), "edit-grid", About("nothing"), at=LATER):
        pass
    assert Revision.objects.count() == 0


def test_an_error_undoes_all_of_it() -> None:
    package = make.package("alpha")
    package.slug = "Not A Slug"
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(package, "Alpha", SYSTEM)
    package.refresh_from_db()
    assert package.title == "alpha"
    assert Revision.objects.count() == Package.revisions.count() == 0
    Grid.objects.create(slug="g", title="g", sort_title="g", created=LATER, modified=LATER)
    assert Grid.revisions.count() == 0


@pytest.mark.parametrize(
    ("role", "age", "slowed"),
    [(Role.MEMBER, 1, True), (Role.MEMBER, 8, False), (Role.EDITOR, 1, False)],
)
def test_a_new_account_is_slowed_down(role: Role, age: int, slowed: bool) -> None:
    ada, package = actor(role=role, date_joined=LATER - timedelta(days=age)), make.package("alpha")
    times = [LATER - timedelta(minutes=minutes) for minutes in range(CHANGES_AN_HOUR[True])]
    Revision.objects.bulk_create(Revision(at=at, by_id=ada.id, verb="x") for at in times)
    if slowed:
        with pytest.raises(RefusedError, match="new here"):
            rename(package, "Alpha", ada)
    else:
        rename(package, "Alpha", ada)
