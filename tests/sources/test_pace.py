"""Requests to one host keep their distance."""

import threading
import time

import pytest

from packdex.sources.errors import TimedOutError
from packdex.sources.http import Door
from packdex.sources.pace import MANY_HOSTS, Pace
from tests.standins.registry import status
from tests.standins.server import Server


def forever() -> float:
    return 60.0


def test_a_host_is_asked_at_its_pace_by_all_threads_together() -> None:
    pace = Pace(0.05, {})
    began = time.monotonic()
    threads = [threading.Thread(target=pace.wait, args=("a", forever)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.15 <= time.monotonic() - began < 1


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(10, {"free": 0})
    began = time.monotonic()
    for host in ("a", "b", "free", "free"):
        pace.wait(host, forever)
    assert time.monotonic() - began < 1


def test_nobody_waits_beyond_the_deadline() -> None:
    pace = Pace(10, {})
    pace.wait("a", forever)
    with pytest.raises(TimedOutError, match="a: too many questions wait"):
        pace.wait("a", lambda: 1.0)


def test_old_hosts_are_forgotten() -> None:
    pace = Pace(0.000_001, {})
    for number in range(2 * MANY_HOSTS):
        pace.wait(str(number), forever)
    assert len(pace._next) <= MANY_HOSTS


@pytest.mark.loopback
def test_a_door_keeps_the_pace_on_redirects_and_attempts_too() -> None:
    with (
        Server() as server,
        Door("tests", allow_private=True, wait_s=0.001, paces={"127.0.0.1": 0.1}) as door,
    ):
        server.trouble(status(503), status(301, location="/y"), status(200))
        began = time.monotonic()
        assert door.get(server.origin).status == 200
        assert time.monotonic() - began >= 0.2
