"""GET /api/v5/upgrade/ tells what the pages tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from packdex.catalog.actions.facts.weigh import weigh_all
from packdex.catalog.models import PackageFacts, Release, SourceState
from tests import lifecycles, make

pytestmark = pytest.mark.django_db
PATH = "/api/v5/upgrade/django/6.0/"


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    lifecycles.last(monkeypatch)
    now = timezone.now()
    for number in range(3):
        package = make.package(f"oak{number}")
        requires = ["Django<6"] if number == 2 else []
        named = {"python": [], "django": ["6.0"], "about_django": True, "requires": requires}
        PackageFacts.objects.filter(package=package).update(registry_version="1.0")
        at = now - timedelta(days=5 + number)
        Release.objects.create(package=package, version="1.0", uploaded_at=at, declared=named)
        SourceState.objects.create(package=package, source="registry", succeeded_at=now)
    weigh_all(now)


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.content
    return response.json()


def test_the_board(client: Client) -> None:
    told = {one["url"]: one for one in get(client, "/api/v5/upgrade/")["targets"]}
    django = told[f"http://testserver{PATH}"]
    assert django["counts"] == {"yes": 2, "no": 1, "unknown": 0, "apart": 0}
    assert (django["share"], django["released"]) == (0.6667, "2025-12-03")
    assert django["trend"][-1]["packages"] == 2


def test_one_version_and_its_packages(client: Client) -> None:
    told = get(client, PATH + "?limit=1")
    assert (told["answer"], told["count"], told["previous"]) == ("yes", 2, None)
    assert told["next"] == f"http://testserver{PATH}?limit=1&offset=1"
    (first,) = told["packages"]
    assert (first["package"], first["answer"], first["reason"]) == ("oak0", "yes", "classifier")
    assert (first["since"]["version"], first["since"]["exact"]) == ("1.0", False)
    no = get(client, PATH + "?answer=no")["packages"]
    assert [(one["package"], one["evidence"]) for one in no] == [
        ("oak2", "requires Django<6, although it names Django 6.0")
    ]
    etag = client.get(PATH)["ETag"]
    assert client.get(PATH, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("/api/v5/upgrade/django/9.9/", 404, "Django 9.9 is not known; expected one of 3.2"),
        ("/api/v5/upgrade/wagtail/6.0/", 404, "'wagtail' is not known; expected python or django"),
        ("/api/v5/upgrade/django/3.2/", 404, "Django 3.2 is not supported any more"),
        (PATH + "?answer=maybe", 400, "answer: 'maybe' is none of yes, no, unknown, apart."),
    ],
)
def test_what_is_wrong_is_told(client: Client, path: str, status: int, why: str) -> None:
    assert why in get(client, path, status)["detail"]


def test_it_is_only_read(client: Client) -> None:
    response = client.post(PATH)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
