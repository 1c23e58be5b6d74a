"""The page of a grid: all its packages and features, seen as the address says."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from packdex.catalog import editions
from packdex.catalog.models import Element, Feature, Grid, GridPackage, Package, PackageFacts
from packdex.web.comparison import kept
from tests import make
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db
WOODS = "/grids/g/woods/"


def say(grid: Grid, feature: str, **said: str | dict[str, str]) -> Feature:
    """A feature of the grid, with an element for each package that is named by its slug."""
    position = grid.features.count()
    row = Feature.objects.create(grid=grid, title=feature, position=position)
    for slug, told in said.items():
        place = GridPackage.objects.get(grid=grid, package__slug=slug)
        fields = {"text": told} if isinstance(told, str) else told
        Element.objects.create(feature=row, grid_package=place, **fields)
    editions.touch(grids=[grid.pk])
    return row


@pytest.fixture
def woods() -> Grid:
    """Oak and elm live, ash is at rest."""
    oak = make.package(
        "oak",
        title="Oak",
        facts={
            "stars": 12,
            "licence": "MIT",
            "commits_over_52": [0] * 51 + [5],
            "registry_version": "4.2",
            "released_at": make.NOON,
            "last_updated": make.NOON,
            "requires_python": ">=3.10",
            "archived": False,
            "classifiers": ["Framework :: Django :: 5.2", "Programming Language :: Python :: 3.12"],
        },
    )
    elm = make.package("elm", title="Elm", facts={"stars": 1500, "licence": "GPL-3.0-only"})
    ash = make.package("ash", title="Ash", facts={"stars": 3, "archived": True})
    grid = make.grid("woods", oak, elm, ash, title="Woods")
    say(grid, "Leaves", oak="yes", elm="++", ash="no")
    say(grid, "Acorns", oak={"text": "partial", "note": "in autumn"}, elm="planned")
    say(grid, "Height", oak={"text": "40", "source_url": "https://trees.example/oak"})
    return grid


def lines(source: str) -> list[list[str]]:
    """The cells of all tables, as texts: HTML lets their end tags be left out."""
    found = []
    for line in re.findall(r"<tr[^>]*>(.*?)(?=<tr|</thead>|</table>|<tbody)", source, re.DOTALL):
        parts = re.split(r"<t[hd]\b[^>]*>", line)[1:]
        texts = (re.sub(r"<span class=do>.*|<[^>]*>", " ", part) for part in parts)
        found.append([" ".join(text.split()) for text in texts])
    return found


def test_packages_are_columns_and_rows_are_facts_then_features(read: Reader, woods: Grid) -> None:
    page = read(WOODS)
    assert page.title == "Woods \N{EN DASH} Packdex"
    assert page.headwords() == ["Oak", "Elm", "Ash"]
    table = lines(page.source)
    assert table[1] == ["Facts"]
    assert ["State", "active", ""] in table
    assert ["Latest release", "4.2 15 Feb 2026", ""] in table
    assert ["Commits", "5", ""] in table
    assert ["Stars", "12", "1,500"] in table
    assert ["Leaves", "Yes", "Yes ++"] in table
    assert ["Acorns", "Partial in autumn", "Planned"] in table
    assert ["Height", "40 source", ""] in table
    assert "5 commits in 52 weeks" in page.source
    assert "Not known of any package here: Verdict, Advisories" in page.text


def test_they_are_rows_when_the_address_says_so(read: Reader, woods: Grid) -> None:
    page = read(f"{WOODS}?flip=1")
    table = lines(page.source)
    assert table[1][:3] == ["Oak", "active", "4.2 15 Feb 2026"]
    assert "Packages as columns" in page.text
    assert "scope=col aria-sort" not in page.source


def test_those_at_rest_are_folded_at_the_end_with_the_reason(read: Reader, woods: Grid) -> None:
    source = read(WOODS).source
    fold = source.index('<details class="at-rest"')
    assert source.index(">Elm</a>") < fold < source.index(">Ash</a>")
    assert "<b>Ash</b> (repository archived)" in source
    assert "open" not in source[fold : source.index(">", fold)]


def test_no_id_stands_twice(read: Reader, woods: Grid) -> None:
    for query in ("", "?flip=1"):
        ids = re.findall(r' id="([^"]*)"', read(WOODS + query).source)
        assert len(ids) == len(set(ids))


def test_where_all_are_at_rest_the_fold_is_open(read: Reader) -> None:
    make.grid("dead", make.package("ash", facts={"archived": True}))
    assert '<details class="at-rest" open>' in read("/grids/g/dead/").source


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("q=elm", ["Elm"]),
        ("licence=permissive", ["Oak"]),
        ("licence=GPL-3.0-only", ["Elm"]),
        ("python=3.12", ["Oak"]),
        ("django=5.2", ["Oak"]),
        ("sort=-stars", ["Elm", "Oak", "Ash"]),
        ("sort=stars", ["Oak", "Elm", "Ash"]),
        ("without=oak", ["Elm", "Ash"]),
        ("q=nothing", []),
    ],
)
def test_the_address_filters_and_sorts(
    read: Reader, woods: Grid, query: str, seen: list[str]
) -> None:
    page = read(f"{WOODS}?{query}")
    assert page.headwords() == seen
    assert 'name="robots" content="noindex' in page.source


def test_a_heading_sorts_first_the_way_that_people_mean(read: Reader, woods: Grid) -> None:
    assert f"{WOODS}?sort=-stars" in read(WOODS).links
    page = read(f"{WOODS}?sort=-stars")
    assert "aria-sort=descending" in page.source
    assert f"{WOODS}?sort=stars" in page.links
    assert WOODS in read(f"{WOODS}?sort=stars").links


def test_rows_and_packages_are_hidden_and_shown_again(read: Reader, woods: Grid) -> None:
    page = read(f"{WOODS}?hide=stars&without=elm")
    assert page.headwords() == ["Oak", "Ash"]
    assert not any(line[0] == "Stars" for line in lines(page.source))
    assert {f"{WOODS}?hide=stars", f"{WOODS}?without=elm", WOODS} <= set(page.links)
    assert f"{WOODS}?hide=stars,licence&without=elm" in page.links
    assert f"{WOODS}?hide=stars&without=elm,oak" in page.links


def test_what_filters_left_undecided_is_said(read: Reader, woods: Grid) -> None:
    assert "it is not known whether" in read(f"{WOODS}?python=3.12").text


def test_a_form_keeps_what_else_is_in_the_address(read: Reader, woods: Grid) -> None:
    source = read(f"{WOODS}?flip=1&sort=-stars&hide=licence&q=o").source
    for name, value in (("flip", "1"), ("sort", "-stars"), ("hide", "licence")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in source
    assert 'name="q" value="o"' in source


def test_only_what_differs(read: Reader) -> None:
    pair = [make.package(slug, facts={"stars": 5, "forks": 1}) for slug in ("a", "b")]
    grid = make.grid("woods", *pair)
    say(grid, "Same", a="yes", b="check")
    say(grid, "Other", a="yes", b="no")
    page = read(f"{WOODS}?diff=1")
    assert [line[0] for line in lines(page.source)[1:]] == ["Features", "Other"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=nothing", "sort=nothing was left aside"),
        ("sort=f99999", "there is no such row here"),
        ("flip=maybe", "flip=maybe was left aside: it takes 1 or 0"),
        ("python=new", "python=new was left aside"),
        ("format=pdf", "format=pdf was left aside: it takes one of csv, md, json"),
        ("licence=<script>", "licence=<script> was left aside"),
        ("hide=%00", "hide="),
    ],
)
def test_wrong_parameters_are_named_and_ignored(
    read: Reader, woods: Grid, query: str, said: str
) -> None:
    page = read(f"{WOODS}?{query}")
    assert said in page.text
    assert page.headwords() == ["Oak", "Elm", "Ash"]
    assert "<script>" not in page.source


def test_unknown_parameters_change_nothing(read: Reader, woods: Grid) -> None:
    assert read(f"{WOODS}?utm_source=x").source == read(WOODS).source


# ---- taken along


def test_exactly_what_is_seen_is_exported(client: Client, woods: Grid) -> None:
    query = "licence=permissive&hide=stars"
    answer = client.get(f"{WOODS}?{query}&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="grid-woods.csv"'
    table = list(csv.reader(io.StringIO(answer.content.decode())))
    assert table[0] == ["", "Oak"]
    assert "Stars" not in [line[0] for line in table]
    assert ["Acorns", "partial (in autumn)"] in table

    answer = client.get(f"{WOODS}?{query}&format=json")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert [package["slug"] for package in told["packages"]] == ["oak"]
    assert told["hidden_rows"] == ["stars"]

    answer = client.get(f"{WOODS}?{query}&flip=1&format=md")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.content.decode().splitlines()[2].startswith("| Oak |")


def test_the_page_links_the_exports_of_its_view(read: Reader, woods: Grid) -> None:
    assert f"{WOODS}?format=csv" in read(WOODS).links
    assert f"{WOODS}?sort=-stars&format=json" in read(f"{WOODS}?sort=-stars").links


def test_it_links_what_v4_says_of_it(read: Reader, woods: Grid) -> None:
    assert f"/api/v4/grids/{woods.pk}/" in read(WOODS).links


def test_packages_are_ticked_to_be_compared(read: Reader, woods: Grid) -> None:
    source = read(WOODS).source
    assert '<form action="/compare/">' in source
    assert '<input type=checkbox name=p value="oak" aria-label="Compare Oak">' in source


# ---- grids of all kinds


def test_an_empty_one_and_an_unknown_one(read: Reader) -> None:
    make.grid("empty")
    assert "No package is in this grid yet." in read("/grids/g/empty/").text
    assert "No package is in this grid yet." in read("/grids/g/empty/?flip=1&format=x").text
    read("/grids/g/nothing/", 404)
    read("/grids/g/nothing/?flip=1", 404)
    read("/grids/g/nothing/?format=csv", 404)


def test_features_without_packages_are_told(read: Reader) -> None:
    say(make.grid("woods"), "Leaves")
    assert "What will be compared Leaves" in read(WOODS).text


def test_packages_without_features_have_their_facts(read: Reader) -> None:
    make.grid("woods", make.package("oak", facts={"stars": 1}))
    text = read(WOODS).text
    assert "Nobody has written down yet" in text
    assert "Stars" in text


def test_a_placeholder_and_a_locked_one_say_so(read: Reader) -> None:
    make.grid("grid-245", title="Grid 245", placeholder=True)
    make.grid("locked", is_locked=True)
    assert "known only by its number" in read("/grids/g/grid-245/").text
    assert "only editors change it" in read("/grids/g/locked/").text


def test_hidden_packages_and_hidden_grids_are_not_there(read: Reader) -> None:
    make.grid("woods", make.package("oak"), make.package("spam", hidden=True))
    make.grid("bad", hidden=True)
    assert read(WOODS).headwords() == ["oak"]
    assert "spam" not in read(WOODS).source
    read("/grids/g/bad/", 404)


EVIL = "</td></table><script>x</script><img src=x onerror=y> \" ' & \0\u202e"


def test_nothing_that_people_or_sources_wrote_is_markup(read: Reader) -> None:
    text = EVIL.replace("\0", "") + "x" * 10_000
    facts = dict.fromkeys(("licence", "registry_version", "requires_python"), text[:90])
    facts |= {
        "description": text,
        "project_status": text[:20],
        "classifiers": [f"Framework :: Django :: {text}"],
    }
    evil = make.package("evil", title=text[:200], facts=facts)
    grid = make.grid("woods", evil, title=text[:200], description=text)
    for source in ("javascript:alert(1)", 'https://x.example/"onclick="y', "https://x.example/<b>"):
        say(
            grid,
            text[:200],
            evil={"text": text, "note": text[:500], "source_url": source, "kind": "yes"},
        )
    Feature.objects.update(description=text)
    editions.touch(grids=[grid.pk])
    for query in ("", "?flip=1", "?sort=-licence", "?without=evil"):
        source = read(WOODS + query).source
        assert source.count("<script") == 2  # both our own
        assert "<img" not in source
        assert "javascript:" not in source
        assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r'="[^"]*"', "", source))
        assert "\u202e" not in source
    for format_ in ("csv", "md", "json"):
        assert read(f"{WOODS}?format={format_}").response.status_code == 200


def test_a_grid_of_5000_packages(read: Reader, django_assert_max_num_queries: Any) -> None:
    category = make.category()
    packages = Package.objects.bulk_create(
        Package(
            slug=f"p{n}",
            title=f"P {n}",
            sort_title=f"p {n}",
            category=category,
            created=make.NOON,
            modified=make.NOON,
        )
        for n in range(5_000)
    )
    PackageFacts.objects.bulk_create(PackageFacts(package=row, stars=row.pk) for row in packages)
    grid = make.grid("woods")
    GridPackage.objects.bulk_create(
        GridPackage(grid=grid, package=row, position=n, sequence=0)
        for n, row in enumerate(packages)
    )
    editions.touch(grids=[grid.pk])
    with django_assert_max_num_queries(10):
        page = read(WOODS)
    assert len(page.headwords()) == 5_000
    # Browsers can draw tables of some hundred columns; all of them together is one page still.
    tables = page.source.split("<table")[1:]
    assert [table.count('class="headword"') for table in tables] == [400] * 12 + [200]
    assert "Packages of this grid, 4,801 to 5,000" in tables[-2] + tables[-1]
    ids = re.findall(r'\bid="([^"]+)"', page.source)
    assert len(ids) == len({*ids})
    assert read(f"{WOODS}?q=4999&flip=1").headwords() == ["P 4999"]


@pytest.mark.parametrize(
    "path", [f"{WOODS}?", f"{WOODS}?flip=1&", "/compare/?", "/compare/?p=oak&p=elm&"]
)
def test_what_cannot_be_seen_is_not_quoted(read: Reader, woods: Grid, path: str) -> None:
    del woods
    names = ("q", "licence", "python", "sort", "hide", "without", "base", "p", "find", "format")
    source = read(path + "&".join(f"{name}=a%00%1B%E2%80%AEb" for name in names)).source
    assert "was left aside" in source
    assert not re.search("[\x00-\x08\x0e-\x1f\u202e]", source)


def test_paper_says_which_columns_are_not_on_it(read: Reader) -> None:
    facts = {"stars": 1, "forks": 1}
    make.grid("few", *(make.package(f"f{n}", facts=facts) for n in range(12)))
    make.grid("woods", *(make.package(f"p{n}", facts=facts) for n in range(13)))
    assert "On paper" not in read("/grids/g/few/").text
    assert "On paper: the first 12 of 13 packages." in read(WOODS).text
    assert "On paper" not in read(f"{WOODS}?flip=1").text  # one row of facts is known


# ---- kept, and current


@pytest.mark.parametrize("size", [1, 60])
def test_it_takes_as_many_queries_at_any_size(
    read: Reader, django_assert_num_queries: Any, size: int
) -> None:
    packages = [make.package(f"p{number}", facts={"stars": number}) for number in range(size)]
    grid = make.grid("woods", *packages)
    say(grid, "Leaves", **{package.slug: "yes" for package in packages})
    with django_assert_num_queries(7):
        read(WOODS)
    with django_assert_num_queries(1):
        read(WOODS)
    editions.touch(packages=[make.package("other").pk])
    with django_assert_num_queries(2):
        read(WOODS)
    with django_assert_num_queries(2):  # what is compared is kept while it does not change
        read(f"{WOODS}?flip=1")
    editions.touch(packages=[row.pk for row in packages[::2]])
    with django_assert_num_queries(5):
        read(WOODS)


def test_what_is_written_shows_at_the_next_request(read: Reader, woods: Grid) -> None:
    before = read(WOODS)
    say(woods, "Bark", oak="rough")
    assert "Bark" in read(WOODS).text
    oak = Package.objects.get(slug="oak")
    oak.facts.stars = 777
    oak.facts.save()
    editions.touch(packages=[oak.pk])
    after = read(WOODS)
    assert "777" in after.text
    assert before.response["ETag"] != after.response["ETag"]
    GridPackage.objects.filter(grid=woods, package=oak).delete()
    editions.touch(packages=[oak.pk], grids=[woods.pk])
    assert read(WOODS).headwords() == ["Elm", "Ash"]
    Package.objects.filter(slug="elm").update(hidden=True)
    editions.touch()
    assert read(WOODS).headwords() == ["Ash"]
    Grid.objects.filter(pk=woods.pk).update(hidden=True)
    editions.touch()
    read(WOODS, 404)


def test_who_has_it_is_told_so(read: Reader, woods: Grid) -> None:
    etag = read(WOODS).response["ETag"]
    answer = read(WOODS, 304, if_none_match=etag)
    assert answer.source == ""
    read(WOODS, 200, if_none_match='"other"')


def test_head_has_no_body(client: Client, woods: Grid) -> None:
    answer = client.head(WOODS)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer["ETag"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_it_comes_compressed_to_who_can_unpack_it(
    client: Client, woods: Grid, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(make.user("tree-lover"))
    plain = client.get(WOODS)
    packed = client.get(WOODS, headers={"accept-encoding": "br, gzip;q=0.8"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == "Cookie, Accept-Encoding"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert ("tree-lover" in plain.content.decode()) == signed_in
    refused = client.get(WOODS, headers={"accept-encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in refused


def test_a_page_for_one_person_is_not_another_ones(client: Client, woods: Grid) -> None:
    strangers = client.get(WOODS)
    client.force_login(make.user("ann"))
    anns = client.get(WOODS)
    assert b"ann" in anns.content
    assert anns["ETag"] != strangers["ETag"]
    answer = client.get(WOODS, headers={"if-none-match": strangers["ETag"]})
    assert answer.status_code == 200


def test_memory_for_kept_pages_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 60_000)
    for number in range(12):
        make.grid(f"g{number}", make.package(f"p{number}"))
    for number in range(12):
        client.get(f"/grids/g/g{number}/")
    sizes = [one.page.size for one in kept._pages.values()]
    assert sizes
    assert sum(sizes) <= 60_000


def test_each_origin_has_its_own(client: Client, woods: Grid, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for host in ("a.example", "b.example"):
        answer = client.get(WOODS, headers={"host": host})
        assert f'href="http://{host}{WOODS}"'.encode() in answer.content
