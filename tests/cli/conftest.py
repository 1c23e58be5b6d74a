"""Instances for commands that run as a user runs them: in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.serving import instance

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an instance whose database is still empty."""
    with instance(tmp_path / "data") as environment:
        yield environment


@pytest.fixture(scope="module")
def starter_env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of an instance that holds the starter catalogue."""
    with instance(tmp_path_factory.mktemp("starter"), "starter") as environment:
        yield environment
