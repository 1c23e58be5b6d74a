"""The captured records, and a catalogue that holds them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from packdex.core.registry import expand, public_origin, registry_hosts

CAPTURED_ORIGIN = "https://djangopackages.org"
Record = dict[str, Any]


def captured_records() -> list[Record]:
    """The 114 captured packages as the service answered them, with the registry's hosts."""
    file = resources.files("packdex.exchange").joinpath("starter", "packages.ndjson")
    hosts = registry_hosts(public_origin())
    return [json.loads(expand(line, hosts)) for line in file.read_text("utf-8").splitlines()]


RECORDS = captured_records()


def at(origin: str, value: Any) -> Any:
    """`value` with the links of the captured service led to `origin`."""
    return json.loads(json.dumps(value).replace(CAPTURED_ORIGIN, origin))


@pytest.fixture(scope="module")
def starter(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The starter catalogue, loaded once for all tests of a module."""
    from django.db import transaction

    from packdex.exchange.starter import load_if_empty

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        load_if_empty(lambda line: None)
        yield
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture
def captured(starter: None, db: None, settings: Any) -> list[Record]:
    """The records, with an instance that stands where the captured service stood."""
    settings.TIME_ZONE = "America/New_York"
    settings.PACKDEX_SITE_URL = CAPTURED_ORIGIN
    return RECORDS
