"""A second Packdex that imports from a first one over HTTP answers the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import instance, run, serving

pytestmark = pytest.mark.loopback


def answers(origin: str) -> dict[str, Any]:
    """What an instance answers on the lists of both APIs, wherever it stands."""
    addresses = [
        f"/api/{version}/{table}/?limit=1000"
        for version in ("v4", "v3")
        for table in ("packages", "grids", "categories")
    ]
    addresses += ["/api/v4/search/?q=django", "/api/v3/grids/authentication/packages/"]
    with httpx.Client(base_url=origin, trust_env=False, timeout=30) as client:
        return {
            address: json.loads(client.get(address).text.replace(origin, "http://instance"))
            for address in addresses
        }


def test_both_answer_the_same(tmp_path: Path) -> None:
    with instance(tmp_path / "one", "starter") as one, instance(tmp_path / "two", "tables") as two:
        with serving(one) as first:
            done = run(two, "import", first, "--json")
            assert done.returncode == 0, done.stderr
            expected = answers(first)
            again = run(two, "import", first)
            assert "Nothing changed" in again.stdout + again.stderr
        with serving(two) as second:
            found = answers(second)
    assert len(expected["/api/v4/packages/?limit=1000"]["results"]) == 114
    for address, answer in expected.items():
        assert found[address] == answer, address
