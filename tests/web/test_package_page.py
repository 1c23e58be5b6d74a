"""The page of a package."""

from __future__ import annotations

import pytest

from packdex.catalog import documents, editions
from packdex.catalog.models import Package, PastAddress, Release, SourceState
from packdex.web import package_page
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db

WEEKS = [0] * 50 + [3, 1]
ADDRESS = "/packages/p/django-oak/"


def oak(**facts: object) -> Package:
    package = make.package(
        "django-oak",
        title="Django Oak",
        repo_url="https://forge.example/oak/django-oak",
        pypi_url="https://registry.example/project/django-oak",
        documentation_url="https://oak.example/docs/",
        category=make.category("apps", title="App", title_plural="Apps"),
        facts=facts,
    )
    SourceState.objects.create(
        package=package,
        source="import",
        origin="https://directory.example/api/v4/",
        succeeded_at=make.NOON,
    )
    return package


def test_it_is_prepared_and_needs_one_query(
    read: Reader, django_assert_num_queries: object
) -> None:
    package = oak(stars=5)
    documents.prepare(documents.PACKAGE_PAGE, [package.pk])
    with django_assert_num_queries(1):  # type: ignore[operator]
        read(ADDRESS)


def test_preparing_it_needs_the_same_queries_whatever_the_package_has(
    django_assert_num_queries: object,
) -> None:
    package = oak(participants=[f"person{n}" for n in range(300)], commits_over_52=WEEKS)
    for number in range(12):
        make.grid(f"grid-{number}", package)
        Release.objects.create(package=package, version=f"1.{number}", uploaded_at=make.NOON)
        make.snapshot(package, number, stars=number)
        make.event(package, "released", version=f"1.{number}")
        PastAddress.objects.create(package=package, address=f"https://{number}.x", until=make.NOON)
    with django_assert_num_queries(9):  # type: ignore[operator]
        rows = list(documents.PACKAGE_PAGE.load([package.pk]))
        page = documents.PACKAGE_PAGE.writers["page"](rows[0])
    assert page.count(b'href="/grids/g/') == 12


def test_a_change_shows_in_the_next_request(read: Reader) -> None:
    package = oak(stars=5)
    assert "5" in read(ADDRESS).text
    package.facts.stars = 4321
    package.facts.save()
    editions.touch(packages=[package.pk])
    assert "4,321" in read(ADDRESS).text


def test_a_page_of_another_template_is_stale(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    package = oak()
    documents.prepare(documents.PACKAGE_PAGE, [package.pk])
    assert documents.stale_ids(documents.PACKAGE_PAGE) == []
    monkeypatch.setattr(documents, "_shapes", ["another template"])
    assert documents.stale_ids(documents.PACKAGE_PAGE) == [package.pk]


def test_facts_stand_with_source_and_day(read: Reader) -> None:
    oak(stars=1234, forks=0, registry_version="2.1.0", last_updated=make.NOON)
    text = read(ADDRESS).text
    assert "Latest release 2.1.0 imported from directory.example, 15 Feb 2026" in text
    assert "Stars 1,234 imported from directory.example, 15 Feb 2026" in text
    assert "Forks 0 imported from directory.example" in text
    assert "Last commit 15 Feb 2026 imported from directory.example" in text


def test_what_was_not_obtained_is_not_known_and_never_0(read: Reader) -> None:
    oak()
    text = read(ADDRESS).text
    for fact in ("Stars", "Forks", "Commits", "Contributors", "Latest release"):
        assert f"{fact} not known" in text
    assert "Licence not known not fetched yet" in text
    assert "no version known" in text
    assert "The history is not known." in text
    assert "The list of releases has not been fetched." in text


def test_a_package_without_registry_project_says_so(read: Reader) -> None:
    make.package("bare")
    assert "Licence not known no registry project is named" in read("/packages/p/bare/").text


def test_what_the_registry_told_carries_the_registry_s_day(read: Reader) -> None:
    package = oak(registry_version="3.0", licence="MIT", requires_python=">=3.9", stars=2)
    SourceState.objects.create(
        package=package, source="registry", succeeded_at=make.NOON.replace(month=3)
    )
    text = read(ADDRESS).text
    assert "Licence MIT registry, 15 Mar 2026" in text
    assert "Python >=3.9 registry, 15 Mar 2026" in text
    assert "Stars 2 imported from directory.example, 15 Feb 2026" in text


def test_a_registry_that_never_answered_told_nothing_before(read: Reader) -> None:
    package = oak(registry_version="1.0")
    SourceState.objects.create(
        package=package, source="registry", error_at=make.NOON, error="no such project"
    )
    text = read(ADDRESS).text
    assert "Registry: not found since 15 Feb 2026 . no such project. Commits" in text
    assert "Licence not known registry not found since 15 Feb 2026" in text
    assert (
        "Latest release 1.0 imported from directory.example, 15 Feb 2026 ; registry not found since"
        in text
    )


def test_a_version_is_from_whoever_told_last(read: Reader) -> None:
    package = oak(registry_version="3.0", licence="MIT")
    SourceState.objects.create(
        package=package, source="registry", succeeded_at=make.NOON.replace(month=1)
    )
    text = read(ADDRESS).text
    assert "Latest release 3.0 imported from directory.example, 15 Feb 2026" in text
    assert "Licence MIT registry, 15 Jan 2026" in text


def test_a_source_in_trouble_is_named_with_its_reason(read: Reader) -> None:
    package = oak(licence="MIT")
    SourceState.objects.create(
        package=package,
        source="registry",
        succeeded_at=make.NOON,
        error_at=make.NOON.replace(day=20),
        attempted_at=make.NOON.replace(day=22),
        error="registry.example: no answer in time",
    )
    text = read(ADDRESS).text
    assert (
        "Registry: out of reach since 20 Feb 2026 , last asked on 22 Feb 2026 ."
        " registry.example: no answer in time. What it told before keeps its own date."
    ) in text
    assert "Licence MIT registry, 15 Feb 2026 ; out of reach since 20 Feb 2026" in text


def test_commits_are_drawn_told_and_tabled(read: Reader) -> None:
    oak(commits_over_52=WEEKS)
    page = read(ADDRESS)
    assert page.source.count('<svg class="weeks-chart') == 1
    assert 'role="img"' in page.source
    assert "<desc" in page.source
    assert "4 commits in the 52 weeks to 14 Feb 2026, in 2 of them" in page.text
    assert page.source.count('<tr><th scope="row">') == 13


def test_a_quiet_year_is_told_in_words_alone(read: Reader) -> None:
    oak(commits_over_52=[0] * 52)
    page = read(ADDRESS)
    assert "No commits in the 52 weeks to 14 Feb 2026." in page.text
    assert "weeks-chart" not in page.source


def test_hundreds_of_contributors_are_folded(read: Reader) -> None:
    oak(participants=[f"person{number}" for number in range(300)])
    page = read(ADDRESS)
    assert "276 more" in page.text
    assert "person0, person1" in page.text
    assert "person299" in page.source


def test_releases_are_newest_first_and_name_what_was_yanked(read: Reader) -> None:
    package = oak()
    for month in range(1, 12):
        Release.objects.create(
            package=package, version=f"1.{month}", uploaded_at=make.NOON.replace(month=month)
        )
    Release.objects.create(
        package=package,
        version="9.9",
        uploaded_at=make.NOON.replace(year=2027),
        yanked=True,
        yanked_reason="broken",
    )
    Release.objects.create(package=package, version="0.0", uploaded_at=None)
    text = read(ADDRESS).text
    assert "9.9 15 Feb 2027 yanked: broken 1.11" in text
    assert "0.0 not known" in text
    assert "5 earlier" in text


def test_grids_stand_in_the_order_in_which_the_package_came_into_them(read: Reader) -> None:
    package = oak()
    make.grid("zeta", package)
    make.grid("alpha", package)
    links = [link for link in read(ADDRESS).links if link.startswith("/grids/g/")]
    assert links == ["/grids/g/zeta/", "/grids/g/alpha/"]


def test_only_web_addresses_become_links(read: Reader) -> None:
    make.package(
        "sly",
        repo_url="javascript:alert(1)",
        pypi_url='https://a.example/"><script>x</script>',
        documentation_url="data:text/html,x",
        facts={"links": [["Home", "vbscript:x"], ["Site", "https://ok.example/"]]},
    )
    page = read("/packages/p/sly/")
    assert "https://ok.example/" in page.links
    assert not [link for link in page.links if link.startswith(("javascript", "data", "vbscript"))]
    assert page.source.count("<script") == 1  # our own
    outside = page.source.count('href="https://ok.example')
    assert page.source.count('rel="nofollow noopener ugc"') >= outside


def test_texts_of_records_are_never_markup(read: Reader) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    package = make.package(
        "evil",
        title=evil,
        category=make.category("evil", title=evil, title_plural=evil),
        facts={
            "description": evil,
            "participants": [evil],
            "registry_version": evil,
            "licence": evil,
            "requires_python": evil,
            "links": [[evil, "https://x.example/" + evil]],
        },
    )
    make.grid("evil", package, title=evil)
    Release.objects.create(package=package, version=evil, yanked=True, yanked_reason=evil)
    SourceState.objects.create(
        package=package, source="registry", origin=evil, error=evil, error_at=make.NOON
    )
    source = read("/packages/p/evil/").source
    assert source.count("<script") == 1
    assert "<img" not in source


def test_line_breaks_and_picture_codes_of_a_description_are_shown(read: Reader) -> None:
    text = ":gear: Turns :zap: fast.\r\n\r\n\r\nTwice. :ref:\x07\x1b[0m"
    make.package("gear", facts={"description": text})
    source = read("/packages/p/gear/").source
    assert ">Turns ⚡ fast.\n\nTwice. :ref:[0m</p>" in source


def test_no_documentation_and_unknown_documentation_differ(read: Reader) -> None:
    make.package("none", documentation_url="")
    make.package("unknown", documentation_url=None)
    assert "Docs none named" in read("/packages/p/none/").text
    assert "Docs not known" in read("/packages/p/unknown/").text


def test_days_are_those_of_the_instance_s_zone(read: Reader, settings: object) -> None:
    late = make.package("late", created=make.NOON.replace(hour=2))
    assert '<time datetime="2026-02-15T02:00:00+00:00">15 Feb 2026</time>' in (
        read("/packages/p/late/").source
    )
    settings.TIME_ZONE = "America/New_York"  # type: ignore[attr-defined]
    (row,) = documents.PACKAGE_PAGE.load([late.pk])
    page = package_page.write(row).decode()
    assert '<time datetime="2026-02-14T21:00:00-05:00">14 Feb 2026</time>' in page


def test_its_head_names_it(read: Reader, settings: object) -> None:
    oak(description="Trees for Django")
    page = read(ADDRESS)
    assert page.title == "Django Oak \N{EN DASH} Packdex"
    assert '<meta name="description" content="Trees for Django">' in page.source
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}">' in page.source
    assert '<meta property="og:title" content="Django Oak">' in page.source
    settings.PACKDEX_SITE_URL = "https://packages.example.org"  # type: ignore[attr-defined]
    assert f'href="https://packages.example.org{ADDRESS}"' in read(ADDRESS).source


def test_odd_slugs_of_the_contract_have_their_page(read: Reader) -> None:
    for slug in ("a__b", "django-maintenance-mode-", "_x", "x" * 50):
        make.package(slug)
        read(f"/packages/p/{slug}/")


def test_an_unknown_slug_is_404(read: Reader) -> None:
    read("/packages/p/nothing/", 404)
    read(f"/packages/p/{'x' * 3000}/", 404)
    read("/packages/p/%00/", 404)
