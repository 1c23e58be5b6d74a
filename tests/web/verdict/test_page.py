"""The page of a verdict: the state, then what costs most, then every signal."""

from __future__ import annotations

from typing import Any

import pytest

from packdex.catalog import documents, editions
from packdex.catalog.actions.facts.judge import make_current
from packdex.catalog.models import Advisory, MovedSlug, Package, PackageVerdict, SourceState
from packdex.core.verdict.signals import CHECKS
from packdex.core.verdict.wellmaintained import QUESTIONS
from tests import make
from tests.web.conftest import Reader
from tests.web.verdict.conftest import known

pytestmark = pytest.mark.django_db

ADDRESS = "/packages/p/django-oak/verdict/"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>"


def test_the_state_comes_first_with_what_shows_it(read: Reader, oak: Package) -> None:
    page = read(ADDRESS)
    assert page.title.startswith("Django Oak: active")
    assert "Verdict on Django Oak Active People are at work on it." in page.text
    assert (
        "The last commit of a person was on 1 Feb 2026. git git.example , 15 Feb 2026" in page.text
    )
    order = [page.source.index(f'id="{name}"') for name in ("verdict", "reasons", "signals")]
    assert order == sorted(order)


def test_each_signal_has_its_value_points_limits_source_and_advice(
    read: Reader, oak: Package
) -> None:
    page = read(ADDRESS)
    for check in CHECKS:
        assert f'<a href="/methodology/{check.key}/">{check.label}</a>' in page.source
    assert (
        "Owners on the registry 1 owner registry registry.example , 15 Feb 2026 50"
        " 100 points from 2 owners on, none at 0; weight 1"
        " Add a second owner on the registry, or move the project to an organization." in page.text
    )
    assert "Open advisories not known it was never compared with advisories none" in page.text


def test_what_costs_most_comes_first_of_the_reasons(read: Reader, oak: Package) -> None:
    reasons = read(ADDRESS).text.split("What costs most")[1].split("Signals")[0]
    assert reasons.index("Active people") < reasons.index("Contributor absence factor")


def test_below_half_there_is_no_number(read: Reader, oak: Package) -> None:
    assert "Security too little is known 0% known" in read(ADDRESS).text


def test_the_twelve_questions_are_answered(read: Reader, oak: Package) -> None:
    text = read(ADDRESS).text
    for question in QUESTIONS:
        assert question.text in text
    assert "no Is there a continuous integration configuration?" in text
    assert "not known Is someone responding to bug reports?" in text


def test_stars_enter_nothing_but_the_tenth_question(read: Reader, oak: Package) -> None:
    text = read(ADDRESS).text
    assert text.count("987,654") == 1
    assert "yes Does it seem relatively well used? 987,654 stars" in text


def test_it_names_its_formula_and_the_way_to_the_method(read: Reader, oak: Package) -> None:
    page = read(ADDRESS)
    assert f"by formula {PackageVerdict.objects.get().formula_version}" in page.text
    assert {"/methodology/", "/api/v5/packages/django-oak/verdict/"} <= set(page.links)


def test_it_shows_how_to_show_the_badge(read: Reader, oak: Package) -> None:
    text = read(ADDRESS).text
    badge = "http://testserver/packages/p/django-oak/badge.svg"
    assert f"[![Verdict on django-oak]({badge})](http://testserver{ADDRESS})" in text
    assert f".. image:: {badge} :target: http://testserver{ADDRESS}" in text


@pytest.mark.parametrize(
    ("facts", "fields", "state"),
    [
        ({"archived": True}, {}, "archived"),
        ({}, {"deprecated_at": make.NOON, "deprecated_why": "old"}, "deprecated"),
        ({"project_status": "quarantined"}, {}, "quarantined"),
        ({"topics": ["maintainer-wanted"]}, {}, "needs help"),
    ],
)
def test_what_is_said_outright_is_what_it_says(
    read: Reader, facts: dict[str, Any], fields: dict[str, Any], state: str
) -> None:
    known("a", facts=facts, **fields)
    assert read("/packages/p/a/verdict/").title.startswith(f"a: {state}")


def test_of_a_bare_package_nothing_is_said(read: Reader) -> None:
    make.package("bare")
    text = read("/packages/p/bare/verdict/").text
    assert "Not known Nothing can be said yet." in text
    assert text.count("too little is known") == 4 * 2  # above, and over the signals


# ---- how it is answered


def test_it_is_prepared_and_needs_one_query(
    read: Reader, oak: Package, django_assert_num_queries: Any
) -> None:
    documents.prepare(documents.VERDICT, [oak.pk])
    with django_assert_num_queries(1):
        read(ADDRESS)


def test_preparing_it_needs_few_queries_whatever_there_is(
    oak: Package, django_assert_max_num_queries: Any
) -> None:
    ids = [oak.pk, *(make.package(f"p{number}").pk for number in range(40))]
    make_current(ids)
    with django_assert_max_num_queries(8):
        documents.prepare(documents.VERDICT, ids)


def test_it_is_not_sent_twice(read: Reader, oak: Package) -> None:
    answer = read(ADDRESS).response
    read(ADDRESS, 304, if_none_match=answer["ETag"])


def test_a_change_shows_in_the_next_request(read: Reader, oak: Package) -> None:
    read(ADDRESS)
    oak.facts.archived = True
    oak.facts.save()
    editions.touch(packages=[oak.pk])
    assert read(ADDRESS).title.startswith("Django Oak: archived")


def test_a_merged_one_leads_to_the_one_that_it_is_now(read: Reader, oak: Package) -> None:
    MovedSlug.objects.create(former_id=999, slug="old-oak", package=oak, moved_at=make.NOON)
    assert read("/packages/p/old-oak/verdict/", 301).response["Location"] == ADDRESS


def test_an_unknown_slug_is_404(read: Reader) -> None:
    read("/packages/p/nothing/verdict/", 404)


# ---- the block on the package's page


def test_the_package_s_page_has_it_in_short(read: Reader, oak: Package) -> None:
    page = read("/packages/p/django-oak/")
    assert "Verdict: Active People are at work on it." in page.text
    assert "Costs most points: Active people (1 person)" in page.text
    assert ADDRESS in page.links


# ---- hostile texts


def test_texts_of_sources_and_people_are_never_markup(read: Reader) -> None:
    evil = known(
        "evil",
        title=EVIL,
        deprecated_at=make.NOON,
        deprecated_why=EVIL,
        facts={"licence": EVIL, "classifiers": [EVIL], "requires_python": EVIL},
        category=make.category("evil", title=EVIL, title_plural=EVIL),
    )
    SourceState.objects.filter(package=evil).update(origin='https://x.example/"><script>')
    SourceState.objects.create(package=evil, source="advisories", succeeded_at=make.NOON)
    Advisory.objects.create(
        package=evil, name=EVIL[:100], project="a", aliases=[], affected=[], affects_current=True
    )
    for path in ("/packages/p/evil/verdict/", "/packages/p/evil/"):
        source = read(path).source
        assert source.count("<script") == 1  # our own
        assert "<img src=x" not in source
        assert 'href="javascript' not in source


@pytest.mark.parametrize("origin", ["javascript:alert(1)", "data:text/html,x", "file:///etc/x"])
def test_only_web_addresses_become_links(read: Reader, origin: str) -> None:
    package = known("sly")
    SourceState.objects.filter(package=package).update(origin=origin)
    editions.touch(packages=[package.pk])
    assert not [link for link in read("/packages/p/sly/verdict/").links if link == origin]
