"""Who owns a project on its registry is kept, and a change of that is an event."""

from __future__ import annotations

from typing import Any

import pytest

from packdex.catalog.models import Event, PackageFacts
from packdex.refresh.context import Context
from packdex.refresh.planning import plan_packages
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins import registry as standin

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


def owned_by(*users: str) -> dict[str, Any]:
    roles = [{"role": "Owner", "user": user} for user in users]
    return standin.document("alpha") | {"ownership": {"roles": roles, "organization": None}}


def test_a_change_of_owners_is_an_event() -> None:
    with (
        standin.Registry() as registry,
        Door("packdex-tests", allow_private=True, attempts=1, timeout_s=2) as door,
    ):
        package = make.package("alpha", pypi_url=f"{registry.origin}/project/alpha/")
        context = Context(door=door, registry=registry.origin, now=lambda: make.NOON)
        plan_packages([package], context)
        for document in (standin.document("alpha"), owned_by("a", "b"), owned_by("b", "c")):
            registry.publish("alpha", document)
            work(Wish(["registry"], [package.pk]), context, lambda report: None)
    assert PackageFacts.objects.get(package=package).owners == ["b", "c"]
    (event,) = Event.objects.filter(kind="owner changed")
    assert event.evidence == {"joined": ["c"], "left": ["a"]}
