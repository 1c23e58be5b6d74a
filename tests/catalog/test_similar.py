"""What is here already is found however its address is written; so is what is called like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from packdex.catalog.models import Package, PastAddress
from packdex.catalog.models.plain import Plain, plain_text
from packdex.catalog.similar import Found, Here, Thing, same_things, similar_names
from packdex.core.registry import public_origin, registry_hosts
from packdex.core.repository import parse
from tests import make

pytestmark = pytest.mark.django_db

REGISTRY = "https://index.example.org"
URL = "https://github.com/Owner/django-alpha"


def thing(*addresses: str, project: str | None = None, found: bool = True) -> Thing:
    refs = tuple(ref for address in addresses if (ref := parse(address)))
    return Thing(refs, project, found)


def same(wanted: Thing) -> Found:
    return same_things(wanted, REGISTRY)


def slugs(here: Sequence[Here]) -> list[str]:
    return [one.slug for one in here]


@pytest.mark.parametrize(
    "entered",
    [
        URL,
        f"{URL}/",
        f"{URL}.git",
        f"{URL}/tree/main/docs",
        URL.lower(),
        URL.upper().replace("HTTPS", "https"),
        URL.replace("https", "http"),
        URL.replace("//", "//www."),
        "git@github.com:owner/django-alpha.git",
        "ssh://git@github.com/owner/django-alpha",
        "git://github.com/owner/django-alpha.git",
        "github.com/owner/django-alpha",
    ],
)
def test_a_repository_is_known_again_however_it_was_entered(entered: str) -> None:
    make.package("alpha", repo_url=entered)
    make.package("other", repo_url=f"{URL}-extra")
    assert slugs(same(thing(URL)).same) == ["alpha"]


def test_hyphens_tell_repositories_apart() -> None:
    make.package("alpha", repo_url=URL.replace("-", "_"))
    assert same(thing(URL)) == Found((), ())


def test_a_repository_is_known_by_where_its_forge_found_it() -> None:
    old = "https://github.com/owner/old"
    make.package("alpha", repo_url=old, facts={"address": URL})
    assert slugs(same(thing(URL)).same) == ["alpha"]
    # Something else is there now: addresses are given away again.
    assert same(thing(old)).same == ()
    assert slugs(same(thing(old, found=False)).same) == ["alpha"]
    # The old address leads to the new one.
    assert slugs(same(thing(old, URL)).same) == ["alpha"]


def test_a_past_address_counts_where_nobody_answers_there() -> None:
    package = make.package("alpha", repo_url=URL)
    past = "https://github.com/owner/past"
    PastAddress.objects.create(package=package, address=past, until=make.NOON)
    assert slugs(same(thing(past, found=False)).same) == ["alpha"]
    assert same(thing(past)).same == ()


@pytest.mark.parametrize(
    "link",
    [
        f"{REGISTRY}/project/Django.Alpha/",
        f"{REGISTRY}/project/django_alpha",
        f"{REGISTRY}/project/django-alpha/1.0/",
        f"{REGISTRY}/simple/django-alpha/",
        f"{public_origin()}/project/django-alpha/",
        f"http://{registry_hosts(public_origin())['pypi_legacy_host']}/pypi/Django-Alpha",
    ],
)
def test_a_project_is_known_again_however_it_is_spelt(link: str) -> None:
    make.package("alpha", pypi_url=link)
    make.package("beta", pypi_url=f"{REGISTRY}/project/django-alphabet/")
    found = same(thing(project="Django_Alpha"))
    assert slugs(found.same) == ["alpha"]
    assert found.same[0].shared == "project"


def test_other_projects_of_one_repository_are_beside_it() -> None:
    make.package("alpha", repo_url=URL, pypi_url=f"{REGISTRY}/project/alpha/")
    found = same(thing(URL, project="beta"))
    assert (slugs(found.same), slugs(found.beside)) == ([], ["alpha"])
    assert slugs(same(thing(URL, project="alpha")).same) == ["alpha"]
    assert slugs(same(thing(URL)).same) == ["alpha"]
    make.package("gamma", repo_url=URL)
    assert slugs(same(thing(URL, project="beta")).same) == ["gamma"]


def test_nothing_is_the_same_as_nothing() -> None:
    make.package("alpha")
    assert same(thing()) == Found((), ())


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Oauth-Toolkit", "django-oauth-toolkit"),
        ("django_oauth.toolkit", "django-oauth-toolkit"),
        ("djangooauthtoolkit", "django-oauth-toolkit"),
        ("oauth-tolkit", "django-oauth-toolkit"),
        ("oauth-tolkitt", "django-oauth-toolkit"),
        ("aouth-toolkit", "django-oauth-toolkit"),
        ("outh-toolkit", "django-oauth-toolkit"),
        ("django-crispyforms", "crispy_forms"),
        ("shops", "django-shop"),
        ("shop", "django-shop"),
    ],
)
def test_similar_names_are_found(name: str, slug: str) -> None:
    for held in ("django-oauth-toolkit", "crispy_forms", "django-shop", "wagtail"):
        make.package(held)
    assert [one.slug for one in similar_names([name])] == [slug]


@pytest.mark.parametrize(
    "name", ["", "-", "django", "oauth", "toolkit", "shopping-cart", "ship-it"]
)
def test_other_names_are_not(name: str) -> None:
    for held in ("django-oauth-toolkit", "django-shop"):
        make.package(held)
    assert similar_names([name]) == []


def test_hidden_packages_and_those_named_are_left_out() -> None:
    make.package("spam", hidden=True)
    known = make.package("django-spam")
    assert [one.slug for one in similar_names(["spam", "Spam"])] == ["django-spam"]
    assert similar_names(["spam"], without=[known.pk]) == []


def test_the_many_that_begin_alike_crowd_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.catalog.similar.LOOKED_AT", 5)
    for number in range(20):
        make.package(f"cris{number:02}-abcdefghi")
    make.package("crispy-bootstrap")
    assert [one.slug for one in similar_names(["crispy-bootstarp"])] == ["crispy-bootstrap"]


def test_it_costs_five_queries(django_assert_num_queries: Callable[..., Any]) -> None:
    package = make.package("alpha", repo_url=URL, pypi_url=f"{REGISTRY}/project/alpha/")
    PastAddress.objects.create(package=package, address=f"{URL}-past", until=make.NOON)
    with django_assert_num_queries(5):
        same(thing(URL, f"{URL}-past", project="alpha"))
        similar_names(["django-alpha", "alphas", "x" * 50])


@given(st.text("abAB-_. /:ÄßéЖ", max_size=400))
def test_the_database_writes_plain_texts_as_we_do(text: str) -> None:
    Package.objects.all().delete()
    make.package("alpha", repo_url=text[:1000])
    (plain,) = Package.objects.values_list(Plain("repo_url"), flat=True)
    assert plain == plain_text(text) or not text.isascii()


def plan_of(wanted: Any) -> str:
    """What the database says of how it finds rows, with many of them there."""
    return str(wanted.explain())


@pytest.mark.parametrize("field", ["slug", "repo_url", "pypi_url"])
def test_an_index_is_gone_through(field: str) -> None:
    category = make.category()
    Package.objects.bulk_create(
        Package(
            slug=f"p{n}",
            title="p",
            sort_title="p",
            category=category,
            created=make.NOON,
            modified=make.NOON,
            repo_url=f"{URL}{n}",
            pypi_url=f"{REGISTRY}/project/p{n}/",
        )
        for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_package")
    begin = plain_text(
        {"slug": "p299", "repo_url": f"{URL}299"}.get(field, f"{REGISTRY}/project/p299")
    )
    rows = Package.objects.alias(plain=Plain(field)).filter(plain__gte=begin, plain__lt=begin + "~")
    assert rows.count() == 11
    assert "index" in plan_of(rows).lower()
