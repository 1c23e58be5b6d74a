"""Every operation of the OpenAPI document, asked by everybody with whatever comes to mind."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.schemas import APIOperation

from packdex.accounts.tokens import personal
from packdex.api import limits
from packdex.api.openapi import views
from packdex.catalog.models import Example, Feature, Flag
from packdex.core.allowance import Allowance
from packdex.core.roles import Role, scopes_of
from tests import make

pytestmark = pytest.mark.django_db

EXAMPLES = settings().max_examples // 20
"""Of each operation for each role; HYPOTHESIS_PROFILE=thorough has fifty times as many."""

DOCUMENT = json.loads(views.document())


def catalogue() -> dict[str, Any]:
    """A little of everything; gives the keys by which addresses name it."""
    oak = make.package("oak")
    trees = make.grid("trees", oak, make.package("elm"))
    leaves = Feature.objects.create(grid=trees, title="Leaves", position=0)
    flag = Flag.objects.create(package=oak, kind="spam", reason="x", created=make.NOON)
    Example.objects.create(package=oak, title="x", url="https://x.example", created=make.NOON)
    return {
        "key": "oak",
        "package": "oak",
        "slug": "oak",
        "grid": "trees",
        "account": "admin",
        "product": "python",
        "version": "3.13",
        "features": leaves.pk,
        "elements": leaves.pk,
        "flags": flag.pk,
        "packages": "oak",
        "grids": "trees",
        "categories": "apps",
    }


def real(path: str, name: str, keys: dict[str, Any]) -> Any:
    """A key of something that there is: ids are named by what stands before them."""
    before = path.split("{" + name, maxsplit=1)[0].rstrip("/").rsplit("/")[-1]
    return keys[before] if name == "id" or (name == "slug" and before in keys) else keys[name]


def send(client: Client, case: Any, headers: dict[str, str]) -> HttpResponse:
    """What is answered; whatever it changed is as it was afterwards."""
    told = case.as_transport_kwargs(base_url="http://testserver")
    names = ("method", "url", "params", "json", "data", "headers", "cookies", "files")
    asked = requests.Request(**{name: told[name] for name in names if name in told}).prepare()
    sent = {**asked.headers, **headers}
    kind = sent.pop("Content-Type", "")
    sent.pop("Content-Length", None)
    body = asked.body or b""
    with transaction.atomic():
        answer: HttpResponse = client.generic(
            asked.method or "", asked.path_url, body, content_type=kind, headers=sent
        )
        transaction.set_rollback(True)
    return answer


def ask_about(
    operation: APIOperation[Any, Any, Any], client: Client, headers: dict[str, str], keys: Any
) -> None:
    """Ask for one operation in several ways; mostly about things that there are."""

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=EXAMPLES < 10,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(), st.sampled_from([True, True, False]))
    def ask(case: Any, known: bool) -> None:
        for name in case.path_parameters or {} if known else {}:
            case.path_parameters[name] = real(operation.path, name, keys)
        answer = send(client, case, headers)
        how = (case.as_curl_command(), answer.content[:500])
        assert answer.status_code < 500, how
        assert str(answer.status_code) in operation.definition.raw["responses"], how

    ask()


ROLES = [
    pytest.param(role, marks=[] if role is Role.ADMIN else pytest.mark.only_on("sqlite"))
    for role in Role
]
"""On the second database those who may least and most: between them stands the table of rights."""


@pytest.mark.parametrize("role", [None, *ROLES])
def test_nobody_gets_a_server_error(role: Role | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITES", {"person": 10**9, "token": 10**9})
    monkeypatch.setattr(limits, "_reads", Allowance(10**9, 1))
    keys, headers = catalogue(), {}
    if role is not None:
        person = make.user("admin" if role is Role.ADMIN else "somebody", role)
        token = personal.make(person, "x", scopes_of(person.actor), 1, timezone.now())[1]
        headers["Authorization"] = f"Bearer {token}"
    client = Client(raise_request_exception=False)
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations():
        ask_about(found.ok(), client, headers, keys)
