"""What a verdict is made of comes from the database in four queries, with its source and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog.actions.facts.judge import judge_all, judge_some
from packdex.catalog.judged import inputs_of_many, verdict_of
from packdex.catalog.models import (
    Advisory,
    Package,
    PackageHistory,
    PackageVerdict,
    Release,
    SourceState,
)
from packdex.core.daily import encode
from packdex.core.verdict.inputs import Fact, Inputs, from_json
from packdex.core.verdict.verdict import judge
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON + timedelta(days=3)
TODAY = NOW.date()


def answered(package: Package, *sources: str, **more: Any) -> None:
    for source in sources:
        origin = f"https://{source}.example/"
        SourceState.objects.create(
            package=package, source=source, succeeded_at=make.NOON, origin=origin, **more
        )


def history(package: Package, *ages: int, bots: tuple[int, ...] | None = (), **more: Any) -> None:
    """Commits so many days before today, those of programs among them."""
    days = {TODAY - timedelta(days=age): 1 for age in ages}
    programs = None if bots is None else encode({TODAY - timedelta(days=age): 1 for age in bots})
    PackageHistory.objects.create(
        package=package, head="0" * 40, days=encode(days), bot_days=programs, taken_at=NOW, **more
    )


def inputs(package: Package) -> Inputs:
    return inputs_of_many([package.pk], NOW)[package.pk]


def value(fact: Fact[Any] | None) -> Any:
    return None if fact is None else fact.value


def last(package: Package) -> date | None:
    activity = inputs(package).activity
    return activity.value.last if activity else None


def test_of_a_bare_package_only_what_people_wrote_is_known() -> None:
    told = inputs(make.package("bare"))
    assert told == Inputs(in_registry=told.in_registry)
    assert told.in_registry == Fact(False, "people", make.NOON)


def test_any_number_of_packages_takes_four_queries() -> None:
    ids = [make.package(f"p{number}").pk for number in range(5)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(inputs_of_many(ids, NOW)) == 5
    assert len(few) == 4


def test_facts_have_the_source_that_told_last() -> None:
    package = make.package("a", facts={"registry_version": "1.0", "requires_python": ">=3.9"})
    answered(package, "registry")
    SourceState.objects.create(
        package=package, source="import", succeeded_at=make.NOON - timedelta(days=9), origin="file"
    )
    told = inputs(package)
    assert told.version == Fact("1.0", "registry", make.NOON, "https://registry.example/")
    assert told.released == Fact((), "registry", make.NOON, "https://registry.example/")


def test_what_nobody_is_known_to_have_told_has_the_date_of_the_facts() -> None:
    package = make.package("a", facts={"archived": True, "last_fetched": make.NOON})
    assert inputs(package).archived == Fact(True, "", make.NOON)


def test_commits_of_programs_are_no_activity() -> None:
    package = make.package("a")
    history(package, 3, 40, bots=(3,))
    answered(package, "git")
    SourceState.objects.update(succeeded_at=NOW)
    assert last(package) == TODAY - timedelta(days=40)


def test_where_programs_are_not_told_apart_nothing_is_known_of_people() -> None:
    package = make.package("a", facts={"bot_commits": 1, "last_updated": NOW})
    history(package, 3, 40, bots=None)
    assert inputs(package).activity is None
    assert value(inputs(package).last_commit) == NOW
    package.facts.bot_commits = 0
    package.facts.save()
    assert last(package) == TODAY - timedelta(days=3)


def test_a_year_without_any_commit_is_one_without_people() -> None:
    package = make.package("a", facts={"bot_commits": 5})
    history(package, 400, bots=None)
    activity = inputs(package).activity
    assert activity is not None
    assert (activity.value.active_weeks, activity.value.last) == (0, None)
    assert value(inputs(package).active_people) == 0


def test_silence_ends_where_the_last_answer_does() -> None:
    """Git was last asked three days ago: what was committed since is not known."""
    package = make.package("a")
    history(package, 10)
    answered(package, "git")
    activity = inputs(package).activity
    assert activity is not None
    assert activity.value.on == make.NOON.date()


def test_imported_weeks_count_where_no_program_takes_part() -> None:
    facts = {"commits_over_52": [0] * 50 + [2, 1], "last_updated": make.NOON}
    alone = make.package("a", facts=facts | {"participants": ["ada", "bob"]})
    mixed = make.package("b", facts=facts | {"participants": ["ada", "dependabot[bot]"]})
    activity = inputs(alone).activity
    assert activity is not None
    assert (activity.value.active_weeks, activity.value.recent) == (2, None)
    assert inputs(mixed).activity is None


def test_one_person_alone_is_the_one_who_is_active() -> None:
    package = make.package("a")
    history(package, 5, contributors=[["ada", 9, False], ["x[bot]", 90, True]])
    told = inputs(package)
    assert (value(told.contributors), value(told.active_people)) == ((9,), 1)


def test_people_are_active_who_committed_within_a_year_of_the_last_look() -> None:
    package = make.package("a")
    ages = {"ada": 5, "bob": 364, "eve": 365}
    people = [
        [name, 9, False, (TODAY - timedelta(days=age)).isoformat()] for name, age in ages.items()
    ]
    bot = ["x[bot]", 90, True, TODAY.isoformat()]
    history(package, 5, contributors=[*people, bot, ["undated", 1, False, None]])
    assert value(inputs(package).active_people) == 2


def test_who_is_active_is_not_known_where_no_days_were_kept_of_several_people() -> None:
    package = make.package("a")
    history(package, 5, contributors=[["ada", 9, False], ["bob", 1, False]])
    assert inputs(package).active_people is None


def test_a_project_is_removed_when_its_registry_said_so_often_enough() -> None:
    package = make.package("a", pypi_url="https://index.example/project/a/")
    answered(
        package,
        "registry",
        error="Not found there (HTTP 404).",
        error_at=NOW - timedelta(days=7),
        failures=3,
    )
    assert value(inputs(package).removed) is True
    SourceState.objects.update(failures=2)
    assert inputs(package).removed is None


def test_yanked_releases_do_not_count() -> None:
    package = make.package("a")
    for version, yanked in (("1.0", False), ("1.1", True)):
        Release.objects.create(
            package=package, version=version, uploaded_at=make.NOON, yanked=yanked
        )
    assert value(inputs(package).released) == (make.NOON,)


def test_documentation_and_changelog_may_be_links() -> None:
    links = [["Docs", "https://docs.example/"], ["Release notes", "https://docs.example/new"]]
    linked = inputs(make.package("a", facts={"links": links, "has_changelog": False}))
    assert linked.documentation == Fact(True, "", None, "https://docs.example/")
    assert value(linked.has_changelog) is True
    assert value(inputs(make.package("b", documentation_url="")).documentation) is False
    assert inputs(make.package("c", documentation_url=None)).documentation is None


def advisory(package: Package, name: str, aliases: list[str], *, open_: bool) -> None:
    Advisory.objects.create(
        package=package,
        name=name,
        project="a",
        aliases=aliases,
        affects_current=open_,
        published=make.NOON - timedelta(days=30),
        affected=[{"ranges": [[["introduced", "0"], ["fixed", "1.1"]]], "versions": []}],
    )


def test_advisories_count_once_under_all_their_names() -> None:
    package = make.package("a")
    answered(package, "advisories")
    assert (value(inputs(package).advisories), value(inputs(package).had_advisories)) == ((), False)
    advisory(package, "A-1", ["C-1"], open_=True)
    advisory(package, "B-1", ["C-1"], open_=True)
    uploaded = make.NOON - timedelta(days=10)
    Release.objects.create(package=package, version="1.1", uploaded_at=uploaded)
    told = inputs(package)
    assert value(told.advisories) == ("A-1",)
    assert value(told.days_to_fix) == (20,)


def test_a_fix_before_the_advisory_took_no_time() -> None:
    package = make.package("a")
    answered(package, "advisories")
    advisory(package, "A-1", [], open_=False)
    uploaded = make.NOON - timedelta(days=90)
    Release.objects.create(package=package, version="1.1", uploaded_at=uploaded)
    assert value(inputs(package).days_to_fix) == (0,)
    assert value(inputs(package).advisories) == ()


def test_a_hidden_replacement_is_not_named() -> None:
    other = make.package("other", hidden=True)
    package = make.package("a", deprecated_at=NOW, deprecated_why="old", replaced_by=other)
    told = inputs(package)
    assert value(told.deprecated) == "old"
    assert told.replaced_by is None


# ---- what is kept


def test_verdicts_are_kept_with_the_inputs_that_explain_them() -> None:
    package = make.package("a", facts={"archived": True})
    assert judge_all(NOW) == 1
    row = PackageVerdict.objects.get(package=package)
    told, verdict = verdict_of(package.pk, NOW)
    assert (row.lifecycle, row.formula_version) == ("archived", verdict.formula_version)
    assert from_json(row.inputs) == told
    assert judge(from_json(row.inputs), row.judged_at) == replace(verdict)
    assert row.points == {one.key: one.points for one in verdict.signals if one.points is not None}


def test_only_where_something_else_is_said_answers_become_stale() -> None:
    package = make.package("a")
    assert judge_all(NOW) == 1
    version = Package.objects.get(pk=package.pk).version
    assert judge_all(NOW + timedelta(days=1)) == 0
    assert Package.objects.get(pk=package.pk).version == version
    assert PackageVerdict.objects.get().judged_at == NOW + timedelta(days=1)
    Package.objects.filter(pk=package.pk).update(deprecated_at=NOW)
    assert judge_all(NOW) == 1
    assert Package.objects.get(pk=package.pk).version != version


def test_all_are_judged_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packdex.catalog.actions.facts.batches.BATCH", 2)
    for number in range(5):
        make.package(f"p{number}")
    assert judge_all(NOW) == 5
    assert PackageVerdict.objects.count() == 5


def test_what_is_gone_is_passed_over() -> None:
    assert judge_some([12345], NOW) == 0
    with pytest.raises(Package.DoesNotExist):
        verdict_of(12345, NOW)
