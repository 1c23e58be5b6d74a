"""Advisories of a dump are those of the packages; what opens and what is fixed is an event."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from packdex.catalog import editions
from packdex.catalog.actions.facts.plan import unplanned
from packdex.catalog.actions.facts.registry import record_projects
from packdex.catalog.actions.facts.taken import Taken
from packdex.catalog.models import Advisory, Event, Package, PackageFacts, SourceState
from packdex.catalog.queries import advisories_of
from packdex.core.facts import ProjectFacts
from packdex.refresh.advisories import Outcome, take_advisories
from packdex.sources.errors import SourceError
from tests import make

pytestmark = pytest.mark.django_db

INDEX = "https://index.example"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
A, B = "GHSA-aaaa", "GHSA-bbbb"


def listed(slug: str = "alpha", version: str | None = "1.0", project: str = "alpha") -> Package:
    facts = {"registry_version": version, "last_fetched": NOW}
    return make.package(slug, pypi_url=f"{INDEX}/project/{project}/", facts=facts)


def entry(
    name: str = A, fixed: str = "1.2", project: str = "Alpha", **values: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "modified": "2026-01-02T03:04:05Z",
        "published": "2026-01-01T00:00:00Z",
        "summary": f"About {name}",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": project},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}
                ],
            }
        ],
        **values,
    }


def take(folder: Path, *entries: dict[str, Any], **broken: str) -> Outcome:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each in entries:
            archive.writestr(f"{each['id']}.json", json.dumps(each))
        for name, text in broken.items():
            archive.writestr(f"{name.replace('_', '-')}.json", text)
    return take_advisories(path, INDEX, NOW)


def happened() -> list[tuple[str, str]]:
    rows = Event.objects.order_by("pk")
    return [(event.kind, event.evidence["advisory"]) for event in rows]


def opened(package: Package) -> list[str]:
    return [row.name for row in advisories_of(package.pk) or []]


def new_version(package: Package, version: str) -> None:
    facts = ProjectFacts("alpha", version, None, None, None, None, (), (), ())
    record_projects([Taken(package.pk, facts, INDEX, None, NOW)])


def test_an_advisory_is_found_by_the_projects_normalised_name(tmp_path: Path) -> None:
    package, other = listed(project="Some_Thing"), listed("beta", project="beta")
    outcome = take(tmp_path, entry(project="some.thing"))
    row = Advisory.objects.get()
    assert (row.package, row.name, row.summary) == (package, A, f"About {A}")
    assert (row.severity, row.published) == ("CVSS:3.1/AV:N", datetime(2026, 1, 1, tzinfo=UTC))
    assert (row.affects_current, row.fixed_in) == (True, "1.2")
    assert (outcome.replaced.told, outcome.replaced.matched, outcome.replaced.added) == (1, 1, 1)
    assert opened(package) == [A]
    assert advisories_of(other.pk) == []


def test_before_any_dump_nothing_is_known() -> None:
    assert advisories_of(listed().pk) is None


@pytest.mark.parametrize(
    ("version", "affected", "fixed_in"),
    [("1.0", True, "1.2"), ("1.2", False, None), (None, None, None), ("odd!", None, None)],
)
def test_it_is_compared_with_the_current_version(
    version: str | None, affected: bool | None, fixed_in: str | None, tmp_path: Path
) -> None:
    listed(version=version)
    take(tmp_path, entry())
    row = Advisory.objects.get()
    assert (row.affects_current, row.fixed_in) == (affected, fixed_in)


def test_the_first_look_is_no_event_but_what_comes_after_is(tmp_path: Path) -> None:
    listed()
    take(tmp_path, entry(A))
    assert happened() == []
    take(tmp_path, entry(A), entry(B))
    take(tmp_path, entry(B))
    assert happened() == [("advisory opened", B), ("advisory fixed", A)]
    assert {event.source for event in Event.objects.all()} == {"advisories"}


def test_a_package_that_is_new_here_makes_no_event(tmp_path: Path) -> None:
    listed()
    take(tmp_path, entry())
    package = listed("twin")
    take(tmp_path, entry())
    assert opened(package) == [A]
    assert happened() == []


def test_the_same_dump_twice_changes_nothing(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry(A), entry(B, fixed="0.5"))
    before = (editions.marks(), Package.objects.get(pk=package.pk).version)
    outcome = take(tmp_path, entry(A), entry(B, fixed="0.5")).replaced
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)
    assert (editions.marks(), Package.objects.get(pk=package.pk).version) == before
    assert happened() == []


def test_a_new_version_is_compared_at_once(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry(A), entry(B, fixed="1.5"))
    new_version(package, "1.3")
    assert opened(package) == [B]
    new_version(package, "1.6")
    new_version(package, "1.6")
    assert opened(package) == []
    new_version(package, "1.4")
    fixed = [("advisory fixed", A), ("advisory fixed", B)]
    assert happened() == [*fixed, ("advisory opened", B)]
    assert Event.objects.last().source == "registry"


def test_one_that_is_withdrawn_or_changed(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry(A), entry(B))
    changed = take(tmp_path, entry(A, withdrawn="2026-03-01T00:00:00Z"), entry(B, fixed="1.1"))
    assert (changed.replaced.changed, changed.replaced.removed) == (1, 1)
    assert Advisory.objects.get().fixed_in == "1.1"
    assert opened(package) == [B]


def test_what_could_not_be_read_stays(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry(A), entry(B))
    outcome = take(tmp_path, entry("GHSA-cccc", project="x"), GHSA_aaaa="{")
    assert (outcome.skipped, outcome.replaced.spared, outcome.replaced.removed) == (1, 1, 1)
    assert opened(package) == [A]
    many = {f"x{number}": "{" for number in range(30)}
    assert take(tmp_path, entry("GHSA-cccc", project="x"), **many).replaced.spared == 1
    assert opened(package) == [A]


def test_an_empty_dump_is_none(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry())
    with pytest.raises(SourceError, match="no advisory about"):
        take(tmp_path)
    with pytest.raises(SourceError):
        take_advisories(tmp_path / "nowhere.zip", INDEX, NOW)
    assert opened(package) == [A]


def test_another_project_is_another_first_look(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry())
    Package.objects.update(pypi_url=f"{INDEX}/project/other/")
    take(tmp_path, entry(), entry(B, project="other"))
    assert opened(package) == [B]
    Package.objects.update(pypi_url="")
    take(tmp_path, entry())
    assert advisories_of(package.pk) is None
    assert happened() == []


def test_one_under_two_names_is_one(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry(A, aliases=["CVE-2026-1"]), entry("PYSEC-1", aliases=["CVE-2026-1", A]))
    assert opened(package) == [A]


def test_time_alone_makes_no_event_here(tmp_path: Path) -> None:
    package = listed()
    take(tmp_path, entry())
    long_ago = NOW - timedelta(days=366)
    PackageFacts.objects.update(last_updated=long_ago, last_fetched=long_ago + timedelta(days=1))
    take(tmp_path, entry(A), entry(B))
    assert happened() == [("advisory opened", B)]
    SourceState.objects.filter(package=package).exclude(source="advisories").delete()
    assert unplanned(0) == [package]


def test_many_are_stored_a_batch_at_a_time(tmp_path: Path) -> None:
    package = listed()
    entries = [entry(f"GHSA-{number}") for number in range(1203)]
    assert take(tmp_path, *entries).replaced.added == 1203
    assert len(opened(package)) == 1203
    assert take(tmp_path, *entries).replaced.changed == 0
    assert take(tmp_path, entries[0]).replaced.removed == 1202
