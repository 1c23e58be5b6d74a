"""Two packages become one: what either had is kept, nothing is doubled, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from packdex.accounts.models import User
from packdex.catalog import order
from packdex.catalog.actions.merging.merge import Merged, MergeError, merge
from packdex.catalog.models import (
    Advisory,
    Element,
    Event,
    Example,
    Favorite,
    Feature,
    Flag,
    Grid,
    MovedSlug,
    Package,
    PackageFacts,
    PackageHistory,
    PastAddress,
    Revision,
    Snapshot,
    SourceState,
    Usage,
)
from packdex.catalog.models.prepared import Prepared
from tests import make

pytestmark = pytest.mark.django_db

INDEX = "https://index.example"
NOW = make.NOON + timedelta(days=10)


def project(name: str) -> str:
    return f"{INDEX}/project/{name}/"


def merged(gone: Package, kept: Package, **options: bool) -> Merged:
    return merge(gone.pk, kept.pk, NOW, origin=INDEX, **options)


def cell(grid: Grid, package: Package, feature: Feature, text: str) -> Element:
    place = grid.grid_packages.get(package=package)
    return Element.objects.create(feature=feature, grid_package=place, text=text)


def pair() -> tuple[Package, Package]:
    return make.package("old"), make.package("new")


def test_every_table_that_knows_packages_is_thought_of() -> None:
    known = {
        relation.name
        for relation in Package._meta.related_objects
        if not issubclass(relation.related_model, Prepared)
    }
    handled = {"grid_packages", "facts", "releases", "sources", "events", "history"}
    handled |= {"advisories", "grids", "past_addresses", "moved_slugs", "past_slugs"}
    handled |= {"usages", "favorites", "examples", "flags", "replaces", "maintainers", "claims"}
    # Derived: goes with its package, that of the other is made anew.
    handled |= {"verdict", "readiness"}
    assert known == handled, "say in actions/merge.py what becomes of it"


def test_what_people_said_comes_along_once() -> None:
    old, new = pair()
    ada, bob = (User.objects.create(username=name) for name in ("ada", "bob"))
    when = {"created": NOW}
    for package, by in ((old, ada), (old, bob), (new, ada)):
        Usage.objects.create(package=package, by=by, **when)
        Favorite.objects.create(package=package, by=by, **when)
    for package, url in ((old, "https://a.example"), (old, "https://b.example")):
        Example.objects.create(package=package, url=url, title="A", **when)
    Example.objects.create(package=new, url="https://a.example", title="A", **when)
    Flag.objects.create(package=old, kind=Flag.Kind.SPAM, reason="?", **when)
    replaced = make.package("replaced", replaced_by=old)
    revision = Revision.objects.create(at=NOW, verb="edit-package", about="old", package_id=old.pk)
    merged(old, new)
    new.refresh_from_db()
    replaced.refresh_from_db()
    revision.refresh_from_db()
    assert new.usage_count == new.favorites.count() == new.examples.count() == 2
    assert new.flags.count() == 1
    assert replaced.replaced_by == new
    assert revision.package_id == new.pk


def test_it_joins_the_others_grids_behind_its_own() -> None:
    old, new = pair()
    make.grid("own", new)
    make.grid("both", new, old)
    make.grid("second", old)
    make.grid("third", old)
    assert merged(old, new).grids == ["second", "third"]
    places = new.grid_packages.order_by("sequence").select_related("grid")
    assert [place.grid.slug for place in places] == ["own", "both", "second", "third"]


def test_cells_come_along_and_none_is_written_over() -> None:
    old, new = pair()
    joined, both = make.grid("joined", old), make.grid("both", old, new)
    docs = Feature.objects.create(grid=joined, title="Docs", position=0)
    rows = [Feature.objects.create(grid=both, title=t, position=0) for t in "ABCD"]
    cell(joined, old, docs, "good")
    for feature, said, other in zip(
        rows, ["yes", "", None, "yes"], ["no", "x", "z", "yes "], strict=True
    ):
        cell(both, old, feature, other)
        if said is not None:
            cell(both, new, feature, said)
    outcome = merged(old, new)
    texts = {e.feature.title: e.text for e in Element.objects.filter(grid_package__package=new)}
    assert texts == {"Docs": "good", "A": "yes", "B": "x", "C": "z", "D": "yes"}
    assert Element.objects.count() == 5
    assert outcome.cells == 2
    (conflict,) = outcome.conflicts
    assert (conflict.grid, conflict.feature) == ("both", "A")
    assert (conflict.kept, conflict.other) == ("yes", "no")


def test_releases_and_events_come_once() -> None:
    old, new = pair()
    for package, versions in ((old, ["1.0", "1.1"]), (new, ["1.1", "1.2"])):
        for version in versions:
            package.releases.create(version=version)
            make.event(package, "released", version=version)
        at = make.NOON + timedelta(hours=package.pk % 7)
        make.event(package, "moved", at, **{"from": "a", "to": "b"})
    outcome = merged(old, new)
    assert sorted(new.releases.values_list("version", flat=True)) == ["1.0", "1.1", "1.2"]
    assert Event.objects.filter(package=new).count() == Event.objects.count() == 4
    assert (outcome.releases, outcome.events) == (1, 1)


def test_missing_days_are_filled() -> None:
    old, new = pair()
    for package, days in ((old, (3, 2)), (new, (2, 1))):
        for before in days:
            make.snapshot(package, before, stars=package.pk)
    assert merged(old, new).days == 1
    stars = {row.day: row.stars for row in Snapshot.of(new.pk)}
    assert stars == {
        date(2026, 2, 12): old.pk,
        date(2026, 2, 13): new.pk,
        date(2026, 2, 14): new.pk,
    }
    assert Snapshot.objects.count() == 3


def test_its_addresses_are_still_found() -> None:
    old = make.package(
        "old",
        repo_url="https://github.com/o/first",
        facts={"address": "https://github.com/o/second"},
    )
    new = make.package("new", repo_url="https://github.com/o/now")
    for package, name in ((old, "zero"), (old, "now"), (new, "second")):
        address = f"https://github.com/o/{name}"
        PastAddress.objects.create(package=package, address=address, until=make.NOON)
    merged(old, new)
    found = {p.address.rpartition("/")[2]: p.until for p in new.past_addresses.all()}
    assert found == {"zero": make.NOON, "first": NOW, "second": make.NOON}


def test_what_was_not_entered_is_taken_over_and_the_earlier_date_holds() -> None:
    earlier = make.NOON - timedelta(days=900)
    link = project("n")
    old = make.package("old", pypi_url=link, documentation_url="https://d.example", created=earlier)
    new = make.package("new", repo_url="https://github.com/o/n", documentation_url="")
    SourceState.objects.create(package=old, source="registry", succeeded_at=NOW, etag="e")
    PackageFacts.objects.filter(package=old).update(registry_version="1.0", licence="MIT")
    outcome = merged(old, new)
    new.refresh_from_db()
    assert (new.pypi_url, new.documentation_url) == (link, "")
    assert (new.created, new.modified) == (earlier, NOW)
    assert outcome.addresses == ["pypi_url"]
    assert (new.facts.registry_version, new.facts.licence) == ("1.0", "MIT")
    assert [state.etag for state in new.sources.all()] == ["e"]


def test_advisories_come_along_and_are_compared_anew() -> None:
    old = make.package("old", pypi_url=project("n"), facts={"registry_version": "1.0"})
    new = make.package("new", pypi_url=project("n"), facts={"registry_version": "2.0"})
    SourceState.objects.create(package=old, source="advisories", succeeded_at=NOW)
    events = [["introduced", "0"], ["fixed", "1.5"]]
    Advisory.objects.create(
        package=old,
        name="GHSA-1",
        project="n",
        affected=[{"ranges": [events], "versions": []}],
        affects_current=True,
        fixed_in="1.5",
    )
    assert merged(old, new).sources == ["advisories"]
    row = new.advisories.get()
    assert (row.affects_current, row.fixed_in) == (False, None)


def test_facts_that_are_known_stay() -> None:
    url = "https://github.com/o/n"
    old = make.package("old", repo_url=url, facts={"stars": 5, "forks": 6, "archived": False})
    new = make.package("new", repo_url=url, facts={"stars": 7, "commits_over_52": [1] * 52})
    PackageHistory.objects.create(package=old, head="abc", days=b"", taken_at=NOW)
    assert merged(old, new).facts == ["forks", "archived"]
    facts = PackageFacts.objects.get(package=new)
    assert (facts.stars, facts.forks, facts.archived) == (7, 6, False)
    assert new.history.head == "abc"


def test_facts_of_something_else_are_not_taken_over() -> None:
    told = {"stars": 5, "registry_version": "9.9"}
    old = make.package("old", repo_url="https://github.com/o/x", pypi_url=project("x"), facts=told)
    new = make.package("new", repo_url="https://github.com/o/n", pypi_url=project("n"))
    old.releases.create(version="9.9")
    for source in ("registry", "forge"):
        SourceState.objects.create(package=old, source=source, succeeded_at=NOW)
    outcome = merged(old, new)
    facts = PackageFacts.objects.get(package=new)
    assert (facts.stars, facts.registry_version) == (None, None)
    assert not new.releases.exists()
    assert not new.sources.exists()
    assert len(outcome.left) == 2


def test_its_slug_and_its_id_keep_working(client: Client) -> None:
    old, new = pair()
    grid = make.grid("g", old)
    before = client.get("/api/v4/packages/new/").json()
    client.get(f"/api/v4/grids/{grid.pk}/")
    merged(old, new)
    page = client.get("/packages/p/old/")
    assert (page.status_code, page["Location"]) == (301, "/packages/p/new/")
    answers = [client.get(f"/api/v4/packages/{key}/") for key in ("new", "old", old.pk, new.pk)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    now = answers[0].json()
    assert now["grids"] == [f"http://testserver/api/v4/grids/{grid.pk}/"]
    assert now | {"grids": [], "modified": ""} == before | {"modified": ""}
    assert (
        client.get("/api/v3/packages/old/").content == client.get("/api/v3/packages/new/").content
    )
    assert client.get(f"/api/v4/grids/{grid.pk}/").json()["packages"] == [
        f"http://testserver/api/v4/packages/{new.pk}/"
    ]
    assert client.get("/api/v3/packages/?limit=0").json()["meta"]["total_count"] == 1


def test_a_package_that_has_the_slug_again_comes_first(client: Client) -> None:
    old, new = pair()
    merged(old, new)
    again = make.package("old")
    assert client.get("/api/v4/packages/old/").json()["id"] == again.pk
    assert client.get(f"/api/v4/packages/{old.pk}/").json()["id"] == new.pk
    merged(again, new)
    assert client.get("/api/v4/packages/old/").json()["id"] == new.pk
    assert MovedSlug.objects.count() == 2


def test_what_was_merged_before_leads_on(client: Client) -> None:
    first, second, third = (make.package(slug) for slug in ("first", "second", "third"))
    merged(first, second)
    merged(second, third)
    assert client.get("/api/v4/packages/first/").json()["slug"] == "third"
    assert client.get("/packages/p/first/")["Location"] == "/packages/p/third/"


def test_what_never_was_is_not_found(client: Client) -> None:
    merged(*pair())
    for path in ("/packages/p/x/", "/api/v3/packages/x/", "/api/v4/packages/x/"):
        assert client.get(path).status_code == 404
    missing = client.get("/api/v4/packages/999999/").json()
    assert missing == {"detail": "No Package matches the given query."}


def test_a_rehearsal_changes_nothing(client: Client) -> None:
    old, new = pair()
    make.grid("g", old)
    before = client.get("/api/v4/packages/").json()
    assert merged(old, new, rehearse=True) == Merged(grids=["g"])
    assert client.get("/api/v4/packages/").json() == before
    assert Package.objects.filter(pk=old.pk).exists()
    assert order.by_title("packages", 0) is not None


def test_one_that_is_being_asked_about_waits() -> None:
    old, new = pair()
    state = SourceState.objects.create(package=old, source="git", lease_until=NOW)
    merged(old, new, rehearse=True)
    SourceState.objects.filter(pk=state.pk).update(lease_until=NOW + timedelta(minutes=1))
    with pytest.raises(MergeError, match="old is being refreshed"):
        merged(old, new)


def test_impossible_merges_are_refused() -> None:
    old, new = pair()
    with pytest.raises(MergeError, match="itself"):
        merged(old, old)
    merged(old, new)
    old.pk = new.pk + 1000
    with pytest.raises(Package.DoesNotExist):
        merged(old, new)
