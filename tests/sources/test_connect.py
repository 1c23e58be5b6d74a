"""The address that was checked is the one connected to; the name stays the one asked for."""

import ssl
from typing import Any

import httpcore2
import pytest

from packdex.sources.connect import CheckedBackend, Meter
from packdex.sources.errors import TimedOutError, TooLargeError, UnreachableError
from packdex.sources.guard import Guard

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Recorder(httpcore2.MockBackend):
    """Keeps what it was asked to connect to; addresses in `dead` take no connection."""

    def __init__(self, dead: frozenset[str] = frozenset()) -> None:
        super().__init__([])
        self.dead = dead
        self.connected: list[str] = []
        self.streams: list[RecordingStream] = []

    def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        self.connected.append(host)
        if host in self.dead:
            raise httpcore2.ConnectError("no route")
        self.streams.append(RecordingStream())
        return self.streams[-1]


class RecordingStream(httpcore2.MockStream):
    def __init__(self) -> None:
        super().__init__([ANSWER])
        self.server_hostname: str | None = None
        self.written = b""

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        self.server_hostname = server_hostname
        return self

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written += buffer


class Resolver:
    """Answers differently each time, as a name does whose owner means harm."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.count = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.count += 1
        return self.answers.pop(0)


def ask(recorder: Recorder, resolver: Resolver, url: str) -> None:
    meter = Meter()
    meter.start_request(10_000)
    backend = CheckedBackend(Guard(resolve=resolver), meter, recorder)
    with httpcore2.ConnectionPool(network_backend=backend) as pool:
        assert pool.request("GET", url).content == b"{}"


def test_the_name_is_resolved_once_so_that_rebinding_gains_nothing() -> None:
    recorder, resolver = Recorder(), Resolver(["8.8.8.8"], ["127.0.0.1"])
    ask(recorder, resolver, "http://rebind.example/")
    assert recorder.connected == ["8.8.8.8"]
    assert resolver.count == 1


def test_host_header_and_tls_name_are_those_of_the_url() -> None:
    recorder = Recorder()
    ask(recorder, Resolver(["8.8.8.8"]), "https://forge.example:8443/x")
    assert recorder.connected == ["8.8.8.8"]
    assert recorder.streams[0].server_hostname == "forge.example"
    assert b"Host: forge.example:8443\r\n" in recorder.streams[0].written


def test_the_next_address_is_tried_when_one_is_dead() -> None:
    recorder = Recorder(dead=frozenset({"8.8.8.8"}))
    ask(recorder, Resolver(["8.8.8.8", "9.9.9.9"]), "http://forge.example/")
    assert recorder.connected == ["8.8.8.8", "9.9.9.9"]


def test_the_last_failure_is_told_when_all_are_dead() -> None:
    recorder = Recorder(dead=frozenset({"8.8.8.8", "9.9.9.9"}))
    with pytest.raises(httpcore2.ConnectError, match="no route"):
        ask(recorder, Resolver(["8.8.8.8", "9.9.9.9"]), "http://forge.example/")


def test_a_name_without_an_address() -> None:
    with pytest.raises(UnreachableError, match="no address"):
        ask(Recorder(), Resolver([]), "http://forge.example/")


def test_a_meter_ends_by_time_and_by_bytes() -> None:
    meter = Meter()
    meter.start_request(10)
    meter.count(10)
    with pytest.raises(TooLargeError):
        meter.count(1)
    meter.deadline = 0
    assert not meter.has_time_for(0)
    with pytest.raises(TimedOutError):
        meter.time_left()
