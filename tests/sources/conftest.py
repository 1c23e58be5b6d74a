"""A registry on loopback and a door that may go there, quick to give up."""

from collections.abc import Iterator

import pytest

from packdex.sources.http import Door
from tests.standins.registry import Registry


@pytest.fixture
def registry() -> Iterator[Registry]:
    with Registry() as server:
        yield server


@pytest.fixture
def door() -> Iterator[Door]:
    with Door(
        "packdex-tests", timeout_s=2, deadline_s=5, allow_private=True, wait_s=0.01, max_wait_s=1.5
    ) as opened:
        yield opened
