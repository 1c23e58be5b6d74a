"""What holds for every verdict, whatever is known."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from packdex.core.verdict.activity import Activity
from packdex.core.verdict.inputs import Fact, Inputs, as_json, from_json
from packdex.core.verdict.verdict import as_json as verdict_as_json
from packdex.core.verdict.verdict import judge
from tests.core.verdict.make import METHOD, NOW, TODAY, WELL, ago, busy, fact, signal, well

moments = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(0, 10**6)
texts = st.text(max_size=30)
flags = st.booleans()
days = st.dates(datetime(1971, 1, 1).date(), datetime(2100, 1, 1).date())  # noqa: DTZ001

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "registry_status": st.sampled_from(["active", "archived", "quarantined", "deprecated", ""]),
    "released": st.lists(moments, max_size=6).map(tuple),
    "last_commit": moments,
    "activity": st.builds(
        Activity,
        on=st.just(TODAY),
        last=st.none() | days,
        first=st.none() | days,
        active_weeks=st.none() | st.integers(0, 52),
        weeks_before=st.none() | st.integers(0, 52),
        recent=st.none() | st.floats(0, 60),
        longest_break=st.none() | st.integers(0, 9000),
    ),
    "requires_python": st.sampled_from(["", ">=3.8", "<3.9", "~=3.9", "x", ">=3,<4"]) | texts,
    "version": st.sampled_from(["1.0", "0.1", "2.0rc1"]) | texts,
}
for _name in ("topics", "classifiers", "requirements", "ci_versions", "advisories"):
    VALUES[_name] = st.lists(texts, max_size=4).map(tuple)
for _name in ("contributors", "days_to_fix"):
    VALUES[_name] = st.lists(counts, max_size=5).map(tuple)
for _name in ("owners", "active_people", "stars", "downloads"):
    VALUES[_name] = counts
for _name in ("deprecated", "replaced_by", "description", "licence", "status_reason"):
    VALUES[_name] = texts

anything = st.fixed_dictionaries(
    {},
    optional={
        field.name: st.builds(
            Fact,
            VALUES.get(field.name, flags),
            st.sampled_from(["git", "registry"]),
            st.none() | moments,
            st.just("https://example.org/"),
        )
        for field in fields(Inputs)
    },
).map(lambda told: Inputs(**told))


@given(anything, moments)
def test_it_never_raises_and_stays_within_its_bounds(inputs: Inputs, now: datetime) -> None:
    told = judge(inputs, now, METHOD)
    assert told == judge(inputs, now, METHOD)
    for one in told.signals:
        assert (one.points is None) == (one.state != "known")
        assert one.points is None or 0 <= one.points <= 100
    for score in told.scores:
        assert 0 <= score.coverage <= 1
        assert score.points is None or (0 <= score.points <= 100 and score.coverage >= 0.5)
    json.dumps(verdict_as_json(told))


@given(anything)
def test_inputs_come_back_as_they_were(inputs: Inputs) -> None:
    assert from_json(json.loads(json.dumps(as_json(inputs)))) == inputs


def test_what_is_not_known_any_more_is_passed_over() -> None:
    assert from_json(as_json(WELL) | {"gone": {"value": 1}}) == WELL


@given(st.sampled_from([field.name for field in fields(Inputs)]))
def test_any_one_fact_may_be_missing(name: str) -> None:
    judge(replace(WELL, **{name: None}), NOW, METHOD)


RISING = [
    ("last_commit", lambda n: {"activity": busy(3000 - n)}),
    ("active_weeks", lambda n: {"activity": busy(active_weeks=n % 53)}),
    ("unreleased_work", lambda n: {"released": fact((ago(3000 - n),))}),
    ("active_people", lambda n: {"active_people": fact(n)}),
    ("registry_owners", lambda n: {"owners": fact(n)}),
    ("days_to_fix", lambda n: {"days_to_fix": fact((3000 - n,))}),
    ("advisories", lambda n: {"advisories": fact(("A",) * (3000 - n))}),
]


@given(st.sampled_from(RISING), st.integers(0, 3000), st.integers(0, 3000))
def test_better_facts_never_give_fewer_points(case: Any, one: int, other: int) -> None:
    key, facts = case
    if key == "active_weeks":
        one, other = one % 53, other % 53
    low, high = sorted((one, other))
    worse, better = (signal(key, well(**facts(n))).points or 0 for n in (low, high))
    assert worse <= better


@given(st.floats(0, 52), st.floats(0, 52))
def test_more_recent_work_never_makes_silence_likelier(one: float, other: float) -> None:
    from packdex.core.verdict.outlook import silent_chance

    low, high = sorted((one, other))
    worse, better = (
        silent_chance(busy(recent=recent).value, METHOD.weights.outlook) or 0
        for recent in (low, high)
    )
    assert worse >= better


def test_time_alone_never_gives_points_for_commits() -> None:
    later = [judge(WELL, NOW + timedelta(days=30 * k), METHOD) for k in range(40)]
    told = [v.signals[0].points or 0 for v in later]
    assert told == sorted(told, reverse=True)
    assert later[0].lifecycle.key == "active"
