"""A package about which much is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from packdex.catalog.models import Package, PackageHistory, Release, SourceState
from packdex.core.daily import encode
from tests import make


def known(slug: str, **fields: Any) -> Package:
    """A package of which registry, forge and git told at NOON."""
    facts = {
        "registry_version": "2.0",
        "requires_python": ">=3.9",
        "classifiers": [
            "Development Status :: 5 - Production/Stable",
            "Framework :: Django :: 4.2",
        ],
        "licence": "MIT",
        "owners": ["ada"],
        "bot_commits": 0,
        "has_tests": True,
        "has_ci": False,
        "last_updated": make.NOON,
        "stars": 987654,
    } | fields.pop("facts", {})
    package = make.package(slug, facts=facts, pypi_url="https://pypi.example/x/", **fields)
    for source in ("registry", "forge", "git"):
        SourceState.objects.create(
            package=package,
            source=source,
            succeeded_at=make.NOON,
            origin=f"https://{source}.example/{slug}",
        )
    days = {(make.NOON - timedelta(days=14 * n)).date(): 1 for n in range(1, 60)}
    PackageHistory.objects.create(
        package=package,
        head="0" * 40,
        days=encode(days),
        bot_days=encode({}),
        contributors=[["ada", 59, False]],
        taken_at=make.NOON,
    )
    Release.objects.create(package=package, version="2.0", uploaded_at=make.NOON)
    return package


@pytest.fixture
def oak() -> Package:
    return known("django-oak", title="Django Oak")
