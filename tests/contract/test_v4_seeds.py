"""The five captured pages: what a browser shows is what the service showed."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from packdex.core.registry import expand, public_origin, registry_hosts
from tests.contract.conftest import Record

SEEDS = sorted((Path(__file__).parent / "seeds").glob("package_*.txt"))


def test_there_are_five_seeds() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_browsable_page_shows_the_captured_text(
    seed: Path, captured: list[Record], client: Client
) -> None:
    text = expand(seed.read_text("utf-8"), registry_hosts(public_origin()))
    lines = text.strip().splitlines()
    description = lines[0]
    address = next(line for line in lines if line.startswith("GET ")).removeprefix("GET ")
    answer = client.get(address, headers={"accept": "text/html"})
    page = html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))
    assert answer.status_code == 200
    assert description in page
    for line in head_of(text):
        assert line in page
    shown = json.loads(page[page.index("{\n") : page.rindex("\n}") + 2])
    body = json.loads(text[text.index("{\n") :])
    assert shown == body
    assert list(shown) == list(body)


def head_of(text: str) -> list[str]:
    """The lines from the status to the last header."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("HTTP "))
    return lines[first : lines.index("", first)]
