"""Scripts of other sites read the API and write with tokens, never with cookies."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

ORIGIN = {"origin": "https://other.example"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/v4/packages/oak/",
        "/api/v4/packages/",
        "/api/v4/search/?q=x",
        "/api/v3/packages/nothing/",
        "/api/v4/packages/?format=json",
        "/api/v5/nothing/",
    ],
)
def test_everybody_may_read(path: str, client: Client) -> None:
    make.package("oak")
    answer = client.get(path, headers=ORIGIN)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    again = client.get(path, headers=ORIGIN | {"if-none-match": answer.get("ETag", "*")})
    assert again["Access-Control-Allow-Origin"] == "*"


def test_writes_are_asked_for_before(client: Client) -> None:
    asked = {"access-control-request-method": "PATCH"}
    answer = client.options("/api/v4/packages/oak/", headers=ORIGIN | asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "PATCH" in answer["Access-Control-Allow-Methods"]
    for name in ("Authorization", "Content-Type", "If-Match", "Idempotency-Key"):
        assert name in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" in client.options("/api/v4/packages/", headers=ORIGIN)


def test_who_writes_may_read_what_writing_needs(client: Client) -> None:
    make.package("oak")
    for answer in (
        client.get("/api/v4/packages/oak/", headers=ORIGIN | {"authorization": "Bearer x"}),
        client.patch("/api/v4/packages/oak/", headers=ORIGIN),
        client.get("/api/v4/packages/nothing/", headers=ORIGIN),
    ):
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Retry-After" in answer["Access-Control-Expose-Headers"]


def test_pages_are_not_for_other_sites(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/packages/", headers=ORIGIN)
