"""What a sweep brought is judged in the same sweep, all of it at once at the end."""

from __future__ import annotations

import pytest

from packdex.catalog import judged
from packdex.catalog.actions.facts import judge
from packdex.catalog.models import Package, PackageVerdict
from packdex.refresh.context import Context
from packdex.refresh.planning import plan_packages
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.refresh.test_registry_stage import NOW, document
from tests.standins import registry as standin

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


def packages(registry: standin.Registry, count: int) -> list[Package]:
    names = [f"p{number}" for number in range(count)]
    for name in names:
        told = document()
        told["info"] = told["info"] | {  # type: ignore[operator]
            "name": name,
            "classifiers": ["Development Status :: 7 - Inactive"],
        }
        registry.publish(name, told)
    return [
        make.package(name, pypi_url=f"{registry.origin}/project/{name}/", facts={"stars": 1})
        for name in names
    ]


def sweep(listed: list[Package], origin: str) -> None:
    with Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door:
        context = Context(door=door, registry=origin, now=lambda: NOW)
        plan_packages(listed, context)
        work(Wish(["registry"], [package.pk for package in listed]), context, lambda report: None)


def test_a_sweep_judges_what_it_brought_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    judge_some = judge.judge_some
    monkeypatch.setattr(
        judge, "judge_some", lambda ids, now: asked.append(list(ids)) or judge_some(ids, now)
    )
    with standin.Registry() as registry:
        listed = packages(registry, 3)
        sweep(listed, registry.origin)
    assert asked == [[package.pk for package in listed]]
    assert set(PackageVerdict.objects.values_list("lifecycle", flat=True)) == {"deprecated"}
    assert judged.standing().count() == 3


def test_what_failed_is_judged_too() -> None:
    with standin.Registry() as registry:
        address = f"{registry.origin}/project/nothing/"
        package = make.package("gone", pypi_url=address, facts={"archived": True})
        sweep([package], registry.origin)
    assert judged.standing().filter(package=package).exists()
