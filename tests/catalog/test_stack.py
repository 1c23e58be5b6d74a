"""Judging what somebody depends on, from what the directory holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog.judged import verdict_of
from packdex.catalog.models import Advisory, Package, Release, SourceState
from packdex.catalog.stack.judging import judge_stack
from packdex.core.stack.judgement import Asked, Judgement
from packdex.core.upgrade.target import Target
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON + timedelta(days=3)
ORIGIN = "https://index.example"


def project(name: str, *, version: str = "1.3", **fields: Any) -> Package:
    """A package with a project that its registry told of, compared with advisories."""
    facts = {"registry_version": version} | fields.pop("facts", {})
    fields.setdefault("pypi_url", f"{ORIGIN}/project/{name}/")
    package = make.package(name, facts=facts, **fields)
    for source in ("registry", "advisories"):
        SourceState.objects.create(package=package, source=source, succeeded_at=make.NOON)
    return package


def releases(package: Package, *versions: str, yanked: tuple[str, ...] = ()) -> None:
    for version in (*versions, *yanked):
        Release.objects.create(
            package=package,
            version=version,
            uploaded_at=make.NOON - timedelta(days=10),
            yanked=version in yanked,
        )


def advisory(package: Package, name: str, fixed: str | None, *aliases: str) -> None:
    events = [["introduced", "0"], *([["fixed", fixed]] if fixed else [])]
    Advisory.objects.create(
        package=package,
        name=name,
        project=package.slug,
        aliases=list(aliases),
        summary="A hole",
        affected=[{"ranges": [events], "versions": []}],
    )


def judged(*asked: Asked) -> list[Judgement]:
    return list(judge_stack(asked, NOW, ORIGIN).values())


def test_it_is_the_verdict_of_the_packages_own_page() -> None:
    package = project("a", facts={"archived": True})
    said = judged(Asked("a"))[0]
    verdict = verdict_of(package.pk, NOW)[1]
    assert said.slug == "a"
    assert said.state is not None
    assert (said.state.key, said.state.evidence) == ("archived", verdict.lifecycle.evidence)
    assert said.formula_version == verdict.formula_version


@pytest.mark.parametrize(
    "link",
    [
        "/project/a-b/",
        "/project/A_b",
        "/pypi/a.b/",
        "/simple/a-b",
        "/project/a-b/1.0/",
    ],
)
def test_a_project_is_found_however_its_link_was_entered(link: str) -> None:
    make.package("a-b", pypi_url=f"{ORIGIN}{link}")
    assert judged(Asked("a-b"))[0].slug == "a-b"


def test_a_name_alone_is_no_project() -> None:
    make.package("a", pypi_url="")
    make.package("b", pypi_url=f"{ORIGIN}/project/other/")
    make.package("c", pypi_url="https://elsewhere.example/project/c/")
    assert [one.slug for one in judged(Asked("a"), Asked("b"), Asked("c"))] == [None, None, None]


def test_hidden_packages_are_as_good_as_not_there() -> None:
    project("secretive", hidden=True)
    said = judged(Asked("secretive"), Asked("secretivee"))
    assert [(one.slug, one.near) for one in said] == [(None, ()), (None, ())]


def test_a_slip_of_the_keyboard_is_named() -> None:
    project("django-allauth")
    assert judged(Asked("djano-allauth"))[0].near == ("django-allauth",)


def test_advisories_are_those_of_the_pinned_version() -> None:
    package = project("a")
    releases(package, "1.0", "1.1", "1.3", yanked=("1.2",))
    advisory(package, "A-1", "1.1", "C-1")
    advisory(package, "B-1", "1.1", "C-1")
    advisory(package, "D-1", "1.2")
    old, newer, free = judged(Asked("a", "1.0"), Asked("a", "1.1"), Asked("a", None, ">=1"))
    assert [one.id for one in old.advisories or ()] == ["A-1", "D-1"]
    assert (old.safe, newer.safe, free.safe) == ("1.3", "1.3", None)
    assert [one.id for one in newer.advisories or ()] == ["D-1"]
    assert (free.version, free.advisories) == ("1.3", ())


def test_what_was_never_compared_is_not_known() -> None:
    package = project("a")
    SourceState.objects.filter(package=package, source="advisories").delete()
    assert judged(Asked("a", "1.0"))[0].advisories is None


def test_a_pinned_release_that_was_taken_back_is_told() -> None:
    releases(project("a"), "1.0", yanked=("1.1",))
    said = judged(Asked("a", "1.0"), Asked("a", "1.1.0"), Asked("a", "7"))
    assert [one.yanked for one in said] == [False, True, None]


def test_blocked_upgrades_are_told() -> None:
    project("a", facts={"requires_python": ">=3.9,<3.10"})
    blocked = judged(Asked("a"))[0].blocked
    assert len(blocked) == 1
    assert blocked[0].startswith("Python 3.")


def test_what_to_take_instead() -> None:
    """What people name first, then who is well in the same grids; nobody who is not."""
    lively = {"last_updated": NOW, "commits_over_52": [3] * 52, "participants": ["ada"]}
    successor = project("successor")
    gone = project("gone", deprecated_at=NOW, deprecated_why="old", replaced_by=successor)
    well = project("well", facts=lively)
    sick = project("sick", facts={"archived": True})
    hidden = project("hidden-one", facts=lively, hidden=True)
    for package in (well, hidden):
        SourceState.objects.create(package=package, source="import", succeeded_at=NOW)
    make.grid("purpose", gone, sick, hidden, well, title="Purpose")
    said = judged(Asked("gone"), Asked("well"))
    assert [(one.slug, one.why) for one in said[0].instead] == [
        ("successor", "named as its replacement"),
        ("well", "active, in the grid Purpose"),
    ]
    assert said[1].instead == ()


def test_a_project_that_its_registry_does_not_have_any_more() -> None:
    package = project("a")
    SourceState.objects.filter(package=package, source="registry").update(
        error="Not found there (HTTP 404).", error_at=NOW - timedelta(days=7), failures=3
    )
    said = judged(Asked("a"))[0]
    assert said.exists is False
    assert said.state is not None
    assert said.state.key == "removed"


def test_the_number_of_queries_does_not_grow_with_the_stack() -> None:
    def queries(number: int) -> int:
        asked = [Asked(f"p{n}", "1.0") for n in range(number)] + [Asked("not-here")]
        with CaptureQueriesContext(connection) as context:
            assert len(judge_stack(asked, NOW, ORIGIN)) == number + 1
        return len(context)

    for number in range(30):
        package = project(f"p{number}", facts={"archived": number % 2 == 0})
        advisory(package, f"A-{number}", None)
    assert queries(30) == queries(3) <= 20


def test_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.catalog.stack.judging.BATCH", 2)
    monkeypatch.setattr("packdex.catalog.stack.finding.AT_ONCE", 2)
    for number in range(5):
        project(f"p{number}")
    asked = [Asked(f"p{n}") for n in (4, 2, 0, 1, 3)]
    said = judge_stack(asked, NOW, ORIGIN)
    assert list(said) == asked
    assert [one.slug for one in said.values()] == ["p4", "p2", "p0", "p1", "p3"]


def test_a_move_is_judged_of_the_version_that_somebody_has() -> None:
    says = {"about_django": True, "python": [], "requires": ["Django"]}
    oak = project("oak", version="1.3")
    releases(oak, "1.0", "1.2", "1.3")
    for version, named in (("1.0", ["5.2"]), ("1.2", ["6.0"]), ("1.3", ["6.0"])):
        Release.objects.filter(version=version).update(declared=says | {"django": named})
    target = Target("django", "6.0")
    asked = [Asked("oak", "1.0", "==1.0"), Asked("oak", "1.2", "==1.2"), Asked("oak"), Asked("elm")]
    found = judge_stack(asked, NOW, ORIGIN, target)
    old, open_, newest, missing = (found[one].move for one in asked)
    assert missing is None
    assert old is not None
    assert (old.outlook.answer.key, old.outlook.version) == ("unknown", "1.0")
    assert old.outlook.take is not None
    assert (old.outlook.take.version, old.outlook.take.exact) == ("1.2", True)
    for move in (open_, newest):
        assert move is not None
        assert (move.outlook.answer.key, move.outlook.take) == ("yes", None)
    assert judge_stack(asked, NOW, ORIGIN)[asked[0]].move is None
