"""v5's verdict: stable keys, the words of the other APIs for errors, the same as everywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from packdex.catalog import documents, editions, judged
from packdex.catalog.actions.facts.judge import judge_all
from packdex.catalog.models import MovedSlug, Package, PackageVerdict
from packdex.cli import database
from packdex.cli import verdict as command
from packdex.core.verdict.inputs import from_json
from packdex.core.verdict.signals import CHECKS
from packdex.core.verdict.verdict import as_json, judge
from tests import make
from tests.web.verdict.conftest import known

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v5/packages/django-oak/verdict/"

KEYS = [
    *("package", "page", "badge", "methodology", "slug", "formula_version", "judged_at"),
    *("lifecycle", "scores", "signals", "questions", "inputs"),
]
OF_STATE = ["key", "label", "means", "good", "evidence", "source", "at", "address"]
OF_SCORE = ["dimension", "points", "coverage"]
OF_SIGNAL = [
    *("key", "dimension", "label", "state", "value", "unit", "shown", "threshold", "points"),
    *("weight", "advice", "source", "at", "address"),
]
OF_QUESTION = ["key", "text", "answer", "shown", "source", "at"]
OF_INPUT = {"value", "source", "at", "address"}


@pytest.fixture
def oak() -> Package:
    return known("django-oak", title="Django Oak")


def test_its_keys_are_the_contract(client: Client, oak: Package) -> None:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    assert list(told) == KEYS
    assert list(told["lifecycle"]) == OF_STATE
    assert [list(one) for one in told["scores"]] == [OF_SCORE] * 4
    assert [list(one) for one in told["signals"]] == [OF_SIGNAL] * len(CHECKS)
    assert [list(one) for one in told["questions"]] == [OF_QUESTION] * 12
    assert all(set(one) == OF_INPUT for one in told["inputs"].values())
    assert told["package"] == f"http://testserver/api/v4/packages/{oak.pk}/"
    assert told["badge"] == "http://testserver/packages/p/django-oak/badge.svg"


def test_its_links_lead_somewhere(client: Client, oak: Package) -> None:
    told = client.get(ADDRESS).json()
    for name in ("package", "page", "badge", "methodology"):
        assert client.get(told[name].removeprefix("http://testserver")).status_code == 200


def test_its_inputs_explain_it(client: Client, oak: Package) -> None:
    told = client.get(ADDRESS).json()
    when = datetime.fromisoformat(told["judged_at"])
    again = as_json(judge(from_json(told["inputs"]), when, judged.method()))
    assert {key: told[key] for key in again} == json.loads(json.dumps(again))


def test_it_is_found_by_number_and_by_the_slug_of_one_that_was_merged(
    client: Client, oak: Package
) -> None:
    MovedSlug.objects.create(former_id=999, slug="old-oak", package=oak, moved_at=make.NOON)
    body = client.get(ADDRESS).content
    for key in (oak.pk, 999, "old-oak"):
        assert client.get(f"/api/v5/packages/{key}/verdict/").content == body


@pytest.mark.parametrize("key", ["nothing", "12345", "9" * 18, "9" * 40, "x" * 300])
def test_what_is_not_there_is_told_as_v4_tells_it(client: Client, key: str) -> None:
    answer = client.get(f"/api/v5/packages/{key}/verdict/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"
    assert answer.content == client.get("/api/v4/packages/nothing/").content


@pytest.mark.parametrize("path", ["/api/v5/", "/api/v5/packages/", "/api/v5/packages/a b/verdict/"])
def test_other_addresses_are_404_in_json(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_it_is_only_read(client: Client, oak: Package) -> None:
    answer = client.post(ADDRESS, {})
    assert (answer.status_code, answer.json()) == (405, {"detail": 'Method "POST" not allowed.'})
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json() == client.post("/api/v4/packages/django-oak/", {}).json()


def test_it_is_prepared_and_not_sent_twice(
    client: Client, oak: Package, django_assert_num_queries: Any
) -> None:
    documents.prepare(documents.VERDICT, [oak.pk])
    with django_assert_num_queries(1):
        answer = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# ---- one truth


def test_every_surface_says_the_same(
    client: Client, oak: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.grid("trees", oak)
    monkeypatch.setattr(database, "ready", lambda: None)
    for archived, word in ((None, "Active"), (True, "Archived")):
        oak.facts.archived = archived
        oak.facts.save()
        editions.touch(packages=[oak.pk])
        told = client.get(ADDRESS).json()
        assert told["lifecycle"]["label"] == word
        printed = CliRunner().invoke(command.command, ["django-oak", "--json"], color=False)
        assert json.loads(printed.output) == {key: told[key] for key in KEYS[4:]}
        page = client.get("/packages/p/django-oak/verdict/").content.decode()
        assert f">{word}</h2>" in page
        for one in told["signals"]:
            points = "none" if one["points"] is None else f"{one['points']:.0f}"
            assert one["label"] in page
            assert points in page
        assert f">{word}</h2>" in client.get("/packages/p/django-oak/").content.decode()
        badge = client.get("/packages/p/django-oak/badge.svg").content.decode()
        assert f">{word.lower()}</text>" in badge
        assert f"<td>{word}<" in client.get("/grids/g/trees/").content.decode()
        row = PackageVerdict.objects.get(package=oak)
        assert (row.lifecycle, row.formula_version) == (
            told["lifecycle"]["key"],
            told["formula_version"],
        )
        assert row.judged_at.isoformat() == told["judged_at"]


def test_the_verdict_of_another_day_shows_everywhere_at_once(client: Client, oak: Package) -> None:
    before = client.get(ADDRESS).json()["judged_at"]
    client.get("/packages/p/django-oak/verdict/")
    later = datetime.now(UTC).replace(microsecond=0)
    judge_all(later)
    assert client.get(ADDRESS).json()["judged_at"] == later.isoformat() != before
    assert f"{later:%H:%M}" in client.get("/packages/p/django-oak/verdict/").content.decode()
