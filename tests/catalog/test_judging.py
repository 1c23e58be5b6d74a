"""When packages are judged: whatever shows a verdict shows one of the package as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from packdex.catalog import documents, editions, judged
from packdex.catalog.actions.facts import judge as judge_module
from packdex.catalog.actions.facts.judge import make_current
from packdex.catalog.actions.packages.deprecate import deprecate
from packdex.catalog.models import Package, PackageVerdict
from packdex.core.lifecycles.file import shipped
from packdex.core.roles import Role
from packdex.core.verdict.reading import Method
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.NOON + timedelta(days=3)


def lives() -> dict[str, str]:
    rows = PackageVerdict.objects.values_list("package__slug", "lifecycle")
    return dict(rows)


def test_an_edit_is_judged_at_once() -> None:
    package = make.package("a")
    deprecate(make.user("ada", Role.EDITOR).actor, package.pk, "old", NOW)
    assert lives() == {"a": "deprecated"}
    stands = PackageVerdict.objects.get()
    assert stands.version == Package.objects.get().version


def test_whoever_prepares_after_writing_has_it_judged_first() -> None:
    ids = [make.package(f"p{number}", facts={"archived": True}).pk for number in range(3)]
    documents.prepare(documents.PACKAGE, ids)
    assert set(lives().values()) == {"archived"}
    assert documents.stale_ids(documents.PACKAGE) == []


def test_hundreds_are_judged_in_a_few_queries() -> None:
    ids = [make.package(f"p{number}").pk for number in range(120)]
    with CaptureQueriesContext(connection) as many:
        make_current(ids)
    assert len(many) <= 20
    with CaptureQueriesContext(connection) as none:
        make_current(ids)
    assert len(none) == 1


def test_a_page_that_is_read_is_never_older_than_the_facts() -> None:
    package = make.package("a")
    documents.read(documents.PACKAGE_PAGE, "page", slug="a")
    assert lives() == {"a": "unknown"}
    package.facts.archived = True
    package.facts.save()
    editions.touch(packages=[package.pk])
    documents.read(documents.PACKAGE_PAGE, "page", slug="a")
    assert lives() == {"a": "archived"}


def test_a_read_of_the_older_api_does_not_judge() -> None:
    make.package("a")
    documents.read(documents.PACKAGE, "v4", slug="a")
    assert lives() == {}


def test_what_was_written_meanwhile_has_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes between the reading of the inputs and the keeping of the verdict."""
    package = make.package("a")

    def read(ids: Sequence[int], now: datetime) -> dict[int, judged.Seen]:
        seen = judged.seen_of_many(ids, now)
        editions.touch(packages=ids)
        return seen

    monkeypatch.setattr(judge_module, "seen_of_many", read)
    make_current([package.pk])
    assert not judged.standing().exists()
    monkeypatch.undo()
    make_current([package.pk])
    assert judged.standing().exists()


def test_other_formulas_make_other_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    package = make.package("a")
    make_current([package.pk])
    ours = replace(judged.method().weights, version="ours")
    monkeypatch.setattr(judged, "method", lambda: Method(ours, shipped()))
    assert not judged.standing().exists()


def test_a_database_that_cannot_be_written_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    package = make.package("a")

    def refuse(ids: Sequence[int]) -> None:
        raise OperationalError("attempt to write a readonly database")

    kind = replace(documents.PACKAGE_PAGE, ready=refuse)
    monkeypatch.setattr(documents, "connection", SimpleNamespace(in_atomic_block=False))
    assert set(documents._remake(kind, "page", [package.pk])) == {package.pk}
