"""Idempotency-Key: what was sent again is done once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from packdex.api.models import Answered
from packdex.api.writing import again
from packdex.catalog.models import Grid
from tests import make
from tests.api.writers import client_of, send

pytestmark = pytest.mark.django_db

GRIDS = "/api/v4/grids/"


def test_the_same_request_gets_the_same_answer_and_is_done_once() -> None:
    ada = client_of("ada")
    told = {"title": "Trees", "description": "all"}
    first = send(ada, "post", GRIDS, told, idempotency_key='"k-1"')
    Grid.objects.update(title="Woods")
    again_ = send(ada, "post", GRIDS, dict(reversed(told.items())), idempotency_key="k-1")
    assert (first.status_code, again_.status_code) == (201, 201)
    assert first.content == again_.content
    for name in ("Location", "ETag"):
        assert first[name] == again_[name]
    assert again_["Idempotent-Replayed"] == "true"
    assert Grid.objects.count() == 1


def test_a_key_is_for_one_request_and_one_person() -> None:
    ada = client_of("ada")
    send(ada, "post", GRIDS, {"title": "Trees"}, idempotency_key="k")
    answer = send(ada, "post", GRIDS, {"title": "Woods"}, idempotency_key="k")
    assert (answer.status_code, list(answer.json())) == (422, ["detail"])
    other = send(ada, "post", "/api/v5/flags/", {"title": "Trees"}, idempotency_key="k")
    assert other.status_code == 422
    assert send(client_of("bea"), "post", GRIDS, {"title": "Woods"}, idempotency_key="k").json()
    assert Grid.objects.count() == 2


def test_what_was_refused_may_be_tried_again() -> None:
    ada = client_of("ada")
    make.grid("trees", title="Trees")
    told = {"title": "Trees"}
    assert send(ada, "post", GRIDS, told, idempotency_key="k").status_code == 400
    assert not Answered.objects.exists()
    Grid.objects.all().delete()
    assert send(ada, "post", GRIDS, told, idempotency_key="k").status_code == 201


def test_while_the_first_is_at_work_the_second_is_a_conflict() -> None:
    person = make.user("ada")
    ada = client_of(person)
    send(ada, "post", GRIDS, {"title": "Trees"}, idempotency_key="k")
    Grid.objects.all().delete()
    Answered.objects.update(status=None)
    assert send(ada, "post", GRIDS, {"title": "Trees"}, idempotency_key="k").status_code == 409
    died = timezone.now() - again.PATIENCE
    Answered.objects.update(at=died)
    assert send(ada, "post", GRIDS, {"title": "Trees"}, idempotency_key="k").status_code == 201
    assert Answered.objects.get().status == 201


def test_answers_are_kept_for_a_day_and_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "MOST", 2)
    ada = client_of("ada")
    for number in range(4):
        send(ada, "post", GRIDS, {"title": f"Grid {number}"}, idempotency_key=f"k{number}")
    assert set(Answered.objects.values_list("key", flat=True)) == {"k2", "k3"}
    Answered.objects.update(at=timezone.now() - timedelta(hours=25))
    send(ada, "post", GRIDS, {"title": "Last"}, idempotency_key="k9")
    assert Answered.objects.get().key == "k9"


@pytest.mark.parametrize("key", ["", '""', "a b", "x" * 256, "ä", '"a'])
def test_what_is_no_key(key: str) -> None:
    answer = send(client_of("ada"), "post", GRIDS, {"title": "Trees"}, idempotency_key=key)
    assert answer.status_code == (201 if key == '"a' else 400)
