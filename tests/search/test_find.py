"""Searching: operators, orders, facets, what is said when nothing is found, and bad input."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from packdex.catalog.models import Grid
from packdex.search import suggest
from packdex.search.find import SORTS, search
from tests import make

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()


def slugs(text: str, **options: object) -> list[str]:
    return [hit.row.slug for hit in search(text, **options).hits()]  # type: ignore[arg-type]


@pytest.fixture
def some() -> None:
    frameworks = make.category("frameworks", title="Web Frameworks")
    recent, old = timezone.now() - timedelta(days=10), timezone.now() - timedelta(days=2000)
    forms = make.package(
        "django-forms-plus",
        title="Forms Plus",
        repo_url="https://forge.example/ada/forms-plus",
        facts={
            "stars": 500, "description": "Renders fields with one click, quickly.",
            "licence": "MIT", "requires_python": ">=3.10", "last_updated": recent,
            "classifiers": ["Framework :: Django :: 5.2", "Framework :: Django :: 5.1"],
            "topics": ["rendering"],
        },
    )  # fmt: skip
    make.package(
        "slow-forms",
        category=frameworks,
        facts={
            "stars": 50, "description": "Click one of the fields.", "archived": True,
            "licence": "BSD-3-Clause", "last_updated": old,
            "classifiers": ["Programming Language :: Python :: 3.8"],
        },
    )  # fmt: skip
    make.package("unrelated", facts={"description": "Nothing of the kind."})
    make.grid("form-builders", forms, title="Form builders", description="Making forms.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("forms -plus", ["slow-forms", "form-builders"]),
        ('"one click"', ["django-forms-plus"]),
        ('click -"one click"', ["slow-forms"]),
        ("name:plus", ["django-forms-plus"]),
        ("category:frameworks", ["slow-forms"]),
        ('category:"Web Frameworks"', ["slow-forms"]),
        ("grid:form-builders", ["django-forms-plus"]),
        ('grid:"Form builders" forms', ["django-forms-plus"]),
        ("author:ada", ["django-forms-plus"]),
        ("license:mit", ["django-forms-plus"]),
        ("license:bsd", ["slow-forms"]),
        ("python:3.13 forms", ["django-forms-plus"]),
        ("python:3.8 forms", ["slow-forms"]),
        ("framework:django-5.2", ["django-forms-plus"]),
        ("django:5.1", ["django-forms-plus"]),
        ("forms stars:>100", ["django-forms-plus"]),
        ("forms stars:10..60", ["slow-forms"]),
        ("forms -stars:10..60 is:package", ["django-forms-plus"]),
        ("forms updated:<90d", ["django-forms-plus"]),
        ("forms updated:>2y", ["slow-forms"]),
        ("activity:dormant", ["slow-forms"]),
        ("activity:unknown", ["unrelated"]),
        ("forms is:archived", ["slow-forms"]),
        ("forms is:package -is:archived", ["django-forms-plus"]),
        ("is:grid", ["form-builders"]),
        ("has:grid", ["django-forms-plus"]),
        ("forms python:3.12 license:mit stars:>10 -is:archived", ["django-forms-plus"]),
        ("forms stars:>9999", []),
        ("FORMSPLUS", ["django-forms-plus"]),
        ("rendering", ["django-forms-plus"]),
    ],
)
@pytest.mark.usefixtures("some")
def test_operators_keep_what_they_say(query: str, found: list[str]) -> None:
    assert slugs(query) == found


@pytest.mark.usefixtures("some")
def test_facets_count_what_was_found_and_their_operators_keep_it() -> None:
    found = search("forms")
    assert found.total == 3
    assert set(found.facets) == {
        "category", "licence", "python", "framework", "activity", "grid", "archived"
    }  # fmt: skip
    for values in found.facets.values():
        for value in values:
            narrowed = search(f"forms is:package {value.operator}")
            assert narrowed.total == value.count, value


def test_a_licence_counts_where_it_is_one_of_several() -> None:
    for number, licence in enumerate(("MIT", "MIT OR Apache-2.0", "Apache-2.0", "ISC License")):
        make.package(f"forms-{number}", facts={"licence": licence})
    counts = {value.label: value.count for value in search("forms").facets["licence"]}
    assert slugs("license:apache-2.0") == ["forms-1", "forms-2"]
    assert counts == {"MIT": 2, "Apache-2.0": 2, "MIT OR Apache-2.0": 1, "ISC License": 1}


@pytest.mark.usefixtures("some")
def test_each_order_gives_the_same_in_its_own_way() -> None:
    everything = set(slugs("forms"))
    assert all(set(slugs("forms", sort=sort)) == everything for sort in SORTS)
    assert slugs("forms", sort="stars")[:2] == ["django-forms-plus", "slow-forms"]
    assert slugs("forms", sort="updated")[:2] == ["django-forms-plus", "slow-forms"]


@pytest.mark.usefixtures("some")
def test_pages_follow_each_other() -> None:
    assert slugs("forms", limit=1) + slugs("forms", limit=2, offset=1) == slugs("forms")


@pytest.mark.usefixtures("some")
def test_nothing_found_names_what_is_near_and_what_to_leave_out() -> None:
    found = search("forms license:mit stars:>9999")
    assert found.hits() == []
    assert [(each.part, each.text, each.count) for each in found.loosened] == [
        ("stars:>9999", "forms license:mit", 1)
    ]
    assert search("category:nonsense").notes == ("There is no category “nonsense”.",)


@pytest.mark.usefixtures("some")
def test_a_missing_word_does_not_hide_what_has_the_others() -> None:
    found = search("forms zzzzzz rendering")
    assert found.partly
    assert found.hits()[0].row.slug == "django-forms-plus"


@pytest.mark.usefixtures("some")
def test_misspelt_words_find_what_they_may_mean_and_that_is_said() -> None:
    found = search("unrelatde")
    assert (found.hits()[0].row.slug, found.misspelt) == ("unrelated", True)
    assert found.meant == (("unrelatde", ("unrelated",)),)
    assert not search("unrelated").misspelt
    assert search("unrelated").meant == ()


def test_quality_never_lifts_a_poor_match_above_an_exact_name() -> None:
    make.package("carts", facts={"stars": 0, "archived": True})
    make.package("cart-shop", facts={"stars": 90_000, "last_updated": timezone.now()})
    make.package("else", facts={"stars": 90_000, "description": "carts carts"})
    hits = search("carts").hits()
    assert [hit.row.slug for hit in hits] == ["carts", "cart-shop", "else"]
    assert hits[0].weight == 100
    assert all(hit.weight < 100 for hit in hits[1:])


def test_suggestions_begin_as_what_is_typed() -> None:
    for number in range(12):
        make.package(f"django-forms-{number}", facts={"stars": number})
    make.package("django-form", facts={"stars": 0})
    make.package("wagtail-forms", facts={"stars": 5000})
    make.grid("forms", title="Forms")
    search("make the index")
    assert [each.slug for each in suggest.suggest("form", 3)] == [
        "django-form", "forms", "django-forms-11"
    ]  # fmt: skip
    assert suggest.suggest("django-form", 1)[0].path == "/packages/p/django-form/"
    assert suggest.suggest("wag fo")[0].slug == "wagtail-forms"
    assert suggest.suggest("wagtailfo")[0].slug == "wagtail-forms"
    assert suggest.suggest("") == suggest.suggest("'\"*") == []


def test_hostile_input_is_answered() -> None:
    make.package("alpha", facts={"description": "beta"})
    make.grid("gamma")
    rng = random.Random(1)
    texts = [
        '"', "-", "- -", 'name:"', "NEAR(", "a* ^b", ":*", "x' OR 1=1 --", "%s", "\\", "a" * 10_000,
        "\x00\x01", "中文", "مرحبا", "🗳", "stars:>9" * 200, "-alpha", "-is:package", "stars:<0",
        "updated:9999", "category:'", "a.b", "a:b", "@x", "=alpha", "n:alpha", '-"alpha beta"',
    ]  # fmt: skip
    letters = "abé中\"'-:*()%_\\ \x00=@.&|!<>~^stars:name:"
    texts += ["".join(rng.choices(letters, k=rng.randrange(40))) for _ in range(150)]
    for text in texts:
        search(text)
        suggest.suggest(text)


def test_today_is_what_ages_count_from() -> None:
    make.package("alpha", facts={"last_updated": datetime(2020, 1, 10, tzinfo=UTC)})
    assert search("updated:<90d", today=date(2020, 2, 1)).total == 1
    assert search("updated:<90d", today=date(2021, 2, 1)).total == 0


def test_the_next_day_changes_what_is_active_without_a_write() -> None:
    make.package("alpha", facts={"last_updated": datetime(2020, 1, 10, tzinfo=UTC)})
    for day, kind in (
        (date(2021, 1, 9), "active"), (date(2021, 1, 10), "quiet"), (date(2023, 1, 10), "dormant"),
    ):  # fmt: skip
        found = search("alpha", today=day)
        assert [value.label for value in found.facets["activity"]] == [kind]
        assert search(f"alpha activity:{kind}", today=day).total == 1
        assert search(f"alpha -activity:{kind}", today=day).total == 0


@pytest.mark.parametrize("typed", ["crispyforms", "crispyfo", "crispyfroms", "crsipyforms"])
def test_words_typed_as_one_find_names_of_several(typed: str) -> None:
    for name in ("crispy-forms", "crispy-tables", "plain-forms", "other"):
        make.package(name, facts={"stars": 5})
    assert slugs(typed)[0] == "crispy-forms"


def test_a_grid_is_marked_by_its_row() -> None:
    make.grid("alpha")
    assert isinstance(search("alpha").hits()[0].row, Grid)
