"""Every captured record is answered byte for byte."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.contract.conftest import CAPTURED_ORIGIN, RECORDS, Record

IDS = [record["slug"] for record in RECORDS]


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("record", RECORDS, ids=IDS)
def test_a_record_is_answered_as_it_was_captured(
    record: Record, captured: list[Record], client: Client
) -> None:
    by_id = client.get(f"/api/v4/packages/{record['id']}/")
    assert by_id.content == compact(record)
    assert client.get(f"/api/v4/packages/{record['slug']}/").content == by_id.content


@pytest.mark.parametrize("record", RECORDS, ids=IDS)
def test_a_format_that_was_asked_for_is_carried_into_each_link(
    record: Record, captured: list[Record], client: Client
) -> None:
    answer = client.get(f"/api/v4/packages/{record['id']}/?format=json").json()
    assert answer["category"] == record["category"] + "?format=json"
    assert answer["grids"] == [link + "?format=json" for link in record["grids"]]
    del answer["category"], answer["grids"]
    assert answer.items() <= record.items()


def test_the_list_holds_each_record_newest_id_first(captured: list[Record], client: Client) -> None:
    answer = client.get("/api/v4/packages/?limit=1000")
    newest_first = sorted(captured, key=lambda record: -record["id"])
    envelope = {"count": 114, "next": None, "previous": None, "results": newest_first}
    assert answer.content == compact(envelope)


def test_following_next_meets_each_record_once(captured: list[Record], client: Client) -> None:
    address, seen = f"{CAPTURED_ORIGIN}/api/v4/packages/", []
    while address:
        page = client.get(address.removeprefix(CAPTURED_ORIGIN)).json()
        seen += [record["id"] for record in page["results"]]
        address = page["next"]
    assert seen == sorted((record["id"] for record in captured), reverse=True)


def test_previous_leads_back_to_the_first_page(captured: list[Record], client: Client) -> None:
    page = client.get("/api/v4/packages/?limit=50&offset=100").json()
    assert page["previous"] == f"{CAPTURED_ORIGIN}/api/v4/packages/?limit=50&offset=50"
    page = client.get(page["previous"].removeprefix(CAPTURED_ORIGIN)).json()
    assert page["previous"] == f"{CAPTURED_ORIGIN}/api/v4/packages/?limit=50"
