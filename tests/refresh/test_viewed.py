"""A page that is looked at is asked about by whoever refreshes, without anybody's doing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from packdex.catalog import viewed
from packdex.catalog.models import PackageFacts, SourceState
from packdex.refresh.context import Context
from packdex.refresh.planning import plan_packages
from packdex.refresh.watch import PAUSE_S, watch
from packdex.refresh.worker import Wish, work
from packdex.sources.http import Door
from tests import make
from tests.standins.index import Index

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.loopback]

SUMMARY = "What is new since"


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    viewed.forget()
    viewed._waiting.clear()
    yield
    viewed.forget()
    viewed._waiting.clear()


def test_a_look_at_stale_facts_has_them_refreshed(client: Client) -> None:
    with Index() as index, Door("packdex-tests", allow_private=True, attempts=1) as door:
        index.publish("alpha", summary="As it was")
        package = make.package("alpha", pypi_url=f"{index.origin}/project/alpha/")
        context = Context(door=door, registry=index.origin)
        plan_packages([package], context)
        work(Wish(["registry"]), context, lambda _: None)
        index.publish("alpha", summary=SUMMARY)
        now = datetime.now(UTC)
        stale = {"succeeded_at": now - timedelta(days=2), "due_at": now + timedelta(days=5)}
        SourceState.objects.update(**stale)
        late = time.monotonic() + 20

        def done() -> bool:
            summary = PackageFacts.objects.get(package=package).registry_summary
            return summary == SUMMARY or time.monotonic() > late

        def refresh() -> None:
            try:
                watch(context, ["registry"], 1, lambda _: None, done, pause_s=0.05)
            finally:
                connection.close()

        end, refreshing = viewed.keep_flushing(pause_s=0.05), Thread(target=refresh)
        refreshing.start()
        try:
            assert client.get("/packages/p/alpha/").status_code == 200
        finally:
            refreshing.join()
            end()
        assert PackageFacts.objects.get(package=package).registry_summary == SUMMARY


def test_both_pauses_together_are_half_a_minute() -> None:
    assert viewed.PAUSE_S + PAUSE_S <= 35
