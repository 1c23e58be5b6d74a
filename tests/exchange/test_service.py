"""A running service is read page by page: politely, whatever it does, and never another one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from packdex import __version__
from packdex.catalog.models import Category, Grid, Package
from packdex.exchange import asking
from packdex.exchange import service as reading
from packdex.exchange.addresses import KINDS, service_address
from packdex.exchange.items import NothingFoundError, UnusableSourceError
from packdex.exchange.load import Summary, load
from packdex.exchange.service import PAGE, Service
from tests.exchange.objects import category, grid, package
from tests.standins.v4 import V4Service, hung_up, moved_to, status, truncated

pytestmark = [pytest.mark.loopback, pytest.mark.django_db]


def full(number: int = 50) -> V4Service:
    return V4Service(
        categories=[category(1)],
        grids=[grid(n) for n in range(1, 4)],
        packages=[package(n, grids=[1 + n % 3]) for n in range(1, number + 1)],
    )


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, instead of waiting."""
    waited: list[float] = []
    monkeypatch.setattr(asking, "sleep", waited.append)
    return waited


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 20)


def import_from(
    service: V4Service, path: str = "/", pause: float | None = None
) -> tuple[Summary, list[str]]:
    said: list[str] = []
    address = service_address(service.origin + path)
    return load(Service(address, pause=pause, say=said.append)), said


def ids(model: Any) -> set[int]:
    return set(model.objects.values_list("pk", flat=True))


# Addresses


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("https://packages.example", "https://packages.example/api/v4/"),
        ("https://packages.example/", "https://packages.example/api/v4/"),
        ("https://packages.example/api/v4", "https://packages.example/api/v4/"),
        ("http://[::1]:8000/api/v4/", "http://[::1]:8000/api/v4/"),
        ("https://example.org/packages", "https://example.org/packages/api/v4/"),
    ],
)
def test_a_service_is_named_by_its_site_or_its_api(typed: str, root: str) -> None:
    assert service_address(typed).root == root
    assert service_address(typed).kinds == KINDS


def test_one_list_may_be_named() -> None:
    assert service_address("https://packages.example/api/v4/grids/").kinds == ("grids",)


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://packages.example/",
        "https://",
        "https://packages.example:x/",
        "https://[::1/",
        "https://packages.example/?q=a",
        "https://packages.example/#a",
        "https://ann:secret@packages.example/",
        "https://packages.example/api/v4/packages/7/",
    ],
)
def test_other_addresses_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NothingFoundError, match="expected one such as https://"):
        service_address(typed)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("http://localhost:8000/", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://10.0.0.1/", False),
        ("https://packages.example/", False),
    ],
)
def test_only_services_elsewhere_are_spared_by_default(typed: str, local: bool) -> None:
    assert service_address(typed).is_this_machine == local


# Reading


def test_all_lists_are_read_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", PAGE)
    with full(250) as service:
        summary, said = import_from(service)
    assert [list(counts.values()) for counts in summary.counts.values()] == [
        [1, 0, 0, 0],
        [3, 0, 0, 0],
        [250, 0, 0, 0],
    ]
    assert (len(ids(Category)), len(ids(Grid)), len(ids(Package))) == (1, 3, 250)
    assert said == []


def test_a_second_time_changes_nothing() -> None:
    with full() as service:
        import_from(service)
        summary, _ = import_from(service)
    assert not summary.changed_anything
    assert not summary.resumed


def test_one_list_alone_is_read() -> None:
    with full() as service:
        import_from(service, "/api/v4/grids/")
        assert service.paths("packages") == []
    assert (len(ids(Grid)), len(ids(Package))) == (3, 0)


def test_it_asks_over_one_connection_by_name_and_with_pauses(waits: list[float]) -> None:
    with full() as service:
        import_from(service, pause=0.3)
    assert len({seen.connection for seen in service.requests}) == 1
    assert {seen.headers["user-agent"] for seen in service.requests} == {f"packdex/{__version__}"}
    assert waits == [0.3] * (len(service.requests) - 1)


def test_a_wrong_object_is_reported_by_page_number_and_field() -> None:
    with full(30) as service:
        service.add("packages", package(6, title=5))
        summary, _ = import_from(service)
    [problem] = summary.problems
    assert str(problem["file"]).endswith("/api/v4/packages/?limit=20&offset=20")
    assert (problem["line"], problem["field"]) == (5, "title")
    assert len(ids(Package)) == 29


# Pages shift while they are read


def test_packages_that_come_meanwhile_are_read_too() -> None:
    with full() as service:
        for offset in (20, 40):
            service.when("packages", offset, lambda: _grow(service, 12))
        import_from(service)
    assert ids(Package) == set(range(1, 75))


def _grow(service: V4Service, number: int) -> None:
    highest = max(service.objects["packages"])
    for ident in range(highest + 1, highest + 1 + number):
        service.add("packages", package(ident))


def test_packages_deleted_before_a_resumption_hide_none() -> None:
    with full(90) as service:
        steps = _steps(service)
        at = next(step for step in steps if "offset=40" in step.position["url"])
        steps.close()
        for ident in range(80, 90):
            service.remove("packages", ident)
        seen = {item.value["id"] for step in _steps(service, at.position) for item in step.items}
    assert seen >= set(range(1, 41))


def _steps(service: V4Service, position: dict[str, Any] | None = None) -> Any:
    source = Service(service_address(service.origin), pause=0, say=print)
    return source.steps(position)


# Services that are busy


def test_a_busy_service_is_asked_again_later(waits: list[float]) -> None:
    with full() as service:
        service.disturb("packages", 20, status(503), status(500), hung_up, truncated)
        summary, said = import_from(service)
    assert len(ids(Package)) == 50
    assert waits == [1, 2, 4, 8]
    assert len(said) == 4
    assert summary.problem_count == 0


def test_it_waits_as_long_as_the_service_wants(waits: list[float]) -> None:
    with full() as service:
        service.disturb("packages", 0, status(429, retry_after="7"), status(503, retry_after="90"))
        import_from(service)
    assert waits == [7, 90]


def test_it_gives_up_in_the_end_and_continues_the_next_time(waits: list[float]) -> None:
    with full() as service:
        service.disturb("packages", 40, *[status(503)] * 6)
        with pytest.raises(UnusableSourceError, match="answered 503, 6 times"):
            import_from(service)
        assert len(ids(Package)) == 40
        before = len(service.paths("packages"))
        summary, _ = import_from(service)
    assert summary.resumed
    assert [path.split("offset=")[-1] for path in service.paths("packages")[before:-1]] == [
        "20",
        "40",
    ]
    assert len(ids(Package)) == 50


def test_it_does_not_wait_for_an_hour() -> None:
    with full() as service:
        service.disturb("packages", 0, status(429, retry_after="3600"))
        with pytest.raises(UnusableSourceError, match="wants to be asked in 3600 s again"):
            import_from(service)


# Services that are none


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (status(404), "answered 404; expected the API v4"),
        (status(200, b"<!doctype html><title>Hello</title>"), "did not answer with JSON"),
        (status(200, b"[]"), r"answered \[\]; expected"),
        (status(200, b'{"packages": 1}'), "expected"),
        (status(200, b'{"count": ' + b"[" * 100_000), "did not answer with JSON"),
    ],
)
def test_what_is_no_service_is_said(reply: Any, words: str) -> None:
    with full() as service:
        service.disturb("", 0, reply)
        with pytest.raises(UnusableSourceError, match=words):
            import_from(service)
    assert ids(Category) == set()


def test_html_in_the_midst_ends_it_without_loss() -> None:
    with full() as service:
        service.disturb("packages", 20, status(200, b"<html>Down for maintenance</html>"))
        with pytest.raises(UnusableSourceError, match="did not answer with JSON"):
            import_from(service)
        assert len(ids(Package)) == 20
        import_from(service)
    assert len(ids(Package)) == 50


def test_links_that_name_another_origin_are_read_where_the_service_is() -> None:
    with full() as other, full() as service:
        service.named_origin = other.origin
        import_from(service)
        assert other.requests == []
    assert (len(ids(Category)), len(ids(Grid)), len(ids(Package))) == (1, 3, 50)
    assert Package.objects.get(pk=7).grids.get().pk == 2


def test_such_an_import_is_resumed_where_the_service_is() -> None:
    with full() as service:
        service.named_origin = "https://packages.example"
        service.disturb("packages", 40, *[status(503)] * 6)
        with pytest.raises(UnusableSourceError, match="answered 503"):
            import_from(service)
        summary, _ = import_from(service)
    assert summary.resumed
    assert len(ids(Package)) == 50


@pytest.mark.parametrize(
    "following",
    [
        "/api/v4/",
        5,
        "http://[",
        "\ud800",
        "{origin}/\ud800",
        "",
        "{origin}/elsewhere/packages/?offset=20",
        "https://packages.example/",
        "https://packages.example/api/v4/../../admin/",
        "https://packages.example/api/v4/%2e%2e/%2E%2E/admin/",
        "ftp://packages.example/api/v4/packages/?offset=20",
    ],
)
def test_a_next_page_that_is_no_address_ends_it(following: object) -> None:
    with full() as service:
        if isinstance(following, str):
            following = following.replace("{origin}", service.origin)
        page = json.dumps({"count": -1, "next": following, "results": [category(1)]})
        service.disturb("categories", 0, status(200, page.encode()))
        with pytest.raises(UnusableSourceError, match="says that the next page is"):
            import_from(service)


def test_a_redirect_elsewhere_is_not_taken_for_the_service() -> None:
    with full() as other, full() as service:
        service.disturb("grids", 0, moved_to(f"{other.origin}/api/v4/grids/"))
        with pytest.raises(UnusableSourceError, match="redirects to"):
            import_from(service)
    assert ids(Grid) == set()


def test_a_list_that_leads_in_a_circle_ends() -> None:
    with full() as service:
        service.named_origin = f"{service.origin}/api/v4/packages/?limit=20&offset=0&rest="
        import_from(service)
    assert len(ids(Package)) >= 20
