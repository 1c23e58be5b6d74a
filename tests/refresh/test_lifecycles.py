"""Lifecycles are renewed as a whole, and never by somebody who knows less."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from packdex.catalog import judged, lifecycles
from packdex.core.lifecycles.file import LifecyclesError, shipped
from packdex.refresh.lifecycles import renew
from packdex.sources.http import Door
from tests.standins.endoflife import EndOfLife, release, releases_of
from tests.standins.registry import Reply, status, truncated

pytestmark = pytest.mark.loopback
NOW = datetime(2027, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[EndOfLife]:
    with EndOfLife() as running:
        running.publish_all(shipped())
        yield running


@pytest.fixture
def door() -> Iterator[Door]:
    with Door("packdex-tests", timeout_s=2, allow_private=True, wait_s=0.01) as opened:
        yield opened


@pytest.fixture(autouse=True)
def own(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Where the instance's own file is."""
    settings.PACKDEX_DATA = tmp_path
    lifecycles.forget()
    yield tmp_path / "lifecycles.toml"
    lifecycles.forget()


def test_a_new_version_counts_from_then_on(service: EndOfLife, door: Door, own: Path) -> None:
    assert lifecycles.products() is shipped()
    before = judged.method()
    assert judged.method() is before
    new = release("6.2", "2027-04-07", eolFrom="2030-04-30")
    service.publish("django", new, *releases_of(shipped(), "django"), release("1.0", "2008-09-03"))
    found = renew(service.origin, door, NOW)
    assert found.changes == ("Django 6.2: not known -> out 2027-04-07, until 2030-04-30",)
    assert lifecycles.products().updated == NOW.date()
    assert [one.version for one in lifecycles.products().django][::8] == ["3.2", "6.1"]
    assert lifecycles.products().django[-1].until == date(2030, 4, 30)
    assert judged.method().products is lifecycles.products()
    assert [file.name for file in own.parent.iterdir()] == [own.name]
    assert renew(service.origin, door, NOW).changes == ()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (status(404), "answered with status 404"),
        (status(500), "answered with status 500"),
        (status(429, retry_after="60"), "wants no question before"),
        (status(200, b'{"result": {"name": "django"'), "not JSON"),
        (status(200, b'{"result": {"name": "django"}}'), "result.releases"),
        (truncated, "not complete|connection|broke|ended"),
    ],
)
def test_a_broken_answer_leaves_all_as_it_is(
    service: EndOfLife, door: Door, own: Path, reply: Reply, why: str
) -> None:
    service.answer("/api/v1/products/django/", reply)
    with pytest.raises(LifecyclesError, match=why):
        renew(service.origin, door, NOW)
    assert list(own.parent.iterdir()) == []


def test_whoever_tells_less_than_is_known_is_refused(
    service: EndOfLife, door: Door, own: Path
) -> None:
    renew(service.origin, door, NOW)
    kept = own.read_bytes()
    service.publish("django", *releases_of(shipped(), "django")[1:-1])
    with pytest.raises(LifecyclesError, match=r"Django 3\.2, 6\.1 are missing"):
        renew(service.origin, door, NOW)
    assert own.read_bytes() == kept


def test_a_broken_file_does_not_count_and_is_written_over(
    service: EndOfLife, door: Door, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own.write_text("updated = 3", "utf-8")
    assert lifecycles.products() is shipped()
    assert "lifecycles.toml: updated is 3; expected a day" in caplog.text
    with pytest.raises(LifecyclesError, match="updated is 3"):
        lifecycles.read_own()
    renew(service.origin, door, NOW)
    assert lifecycles.read_own() == lifecycles.products()
