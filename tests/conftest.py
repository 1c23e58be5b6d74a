"""What all tests share: the project's folder, and who may use sockets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Enough to find what is easily broken, on machines of any speed. HYPOTHESIS_PROFILE=thorough looks
# longer, for a change to a parser.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needs_server = {"live_server", "page", "browser"} & set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("loopback") or needs_server:
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent
