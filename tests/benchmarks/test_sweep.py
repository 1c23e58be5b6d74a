"""What of a sweep is compared with a bound."""

import pytest

from benchmarks.git_sweeps import REPOSITORIES
from benchmarks.stored import Stored
from benchmarks.sweep import limits
from benchmarks.sweeps import Plan, Sweep
from benchmarks.upstream import head, repository

DAILY = Stored(100_000, 4.0, 2.0, 30_000, 5.0, 90.0, 120.0)


def sweep(requests, cpu_s=10.0, wall_s=20.0, peak_mb=100.0, kind="index"):
    return Sweep("a sweep", {kind: requests}, wall_s, cpu_s, peak_mb, {})


def measured(first=6_600, changed=300, git=REPOSITORIES, **more):
    swept = [sweep(first, **more), sweep(150, **more), sweep(changed, **more)]
    plan = Plan(6_000, 100_000, 8, 1, print)
    found = limits(swept, [sweep(0), sweep(0), sweep(git, kind="git")], DAILY, plan)
    return {limit.title: limit for limit in found}


@pytest.mark.parametrize(("first", "verdict"), [(7_200, "met"), (7_201, "short")])
def test_a_first_sweep_may_ask_little_more_than_once(first, verdict):
    assert measured(first=first)["requests a package, first sweep"].verdict == verdict


@pytest.mark.parametrize(
    ("git", "value", "verdict"),
    [(REPOSITORIES, 0.095, "met"), (3 * REPOSITORIES, 0.195, "short")],
)
def test_every_request_to_git_counts_where_a_repository_moved(git, value, verdict):
    found = measured(changed=270, git=git)
    assert found["the same without those to git"].value == 0.045
    changed = found["requests a package, changed sweep"]
    assert changed.value == pytest.approx(value)
    assert changed.verdict == verdict


@pytest.mark.parametrize(("cpu_s", "verdict"), [(30.0, "met"), (30.1, "short")])
def test_cpu_time_is_counted_by_the_package(cpu_s, verdict):
    assert measured(cpu_s=cpu_s)["CPU a package, first sweep"].verdict == verdict


def test_a_changed_repository_has_another_tip():
    assert len(head(5, 0)) == 40
    assert head(5, 0) != head(5, 1) != head(6, 1)
    assert repository(5) != repository(5 + 997)
