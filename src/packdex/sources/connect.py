"""Connections to checked addresses only, each read within a request's time and bytes.

httpcore2 asks its network backend for every connection and names the host of the URL. That host
stays the one of the `Host` header, of TLS's server name and of the certificate's check; only the
address that the socket connects to is chosen here, after the guard has seen it. So a name that
answers differently the second time (DNS rebinding) gains nothing: there is no second time.
"""

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from packdex.sources.errors import TimedOutError, TooLargeError, UnreachableError
from packdex.sources.guard import Guard


class Meter(threading.local):
    """What is left to the request that this thread is making: time, and bytes on the wire.

    A timeout of a single read does not end a server that sends a byte every few seconds; this does.
    """

    def __init__(self) -> None:
        self.deadline = float("inf")
        self.bytes_left = 0

    def start_request(self, wire_bytes: int) -> None:
        """Allow the next answer `wire_bytes`, headers and TLS-decrypted body as sent."""
        self.bytes_left = wire_bytes

    def time_left(self) -> float:
        """Seconds until the deadline, more than 0; raises TimedOutError when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimedOutError("no answer in time")
        return left

    def has_time_for(self, seconds: float) -> bool:
        """Whether the deadline is further away than `seconds`."""
        return self.deadline - time.monotonic() > seconds

    def count(self, received: int) -> None:
        """Take `received` bytes off; raises TooLargeError when more came than was allowed."""
        self.bytes_left -= received
        if self.bytes_left < 0:
            raise TooLargeError("the answer is too large")


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects where the guard allows it."""

    def __init__(
        self, guard: Guard, meter: Meter, inner: httpcore2.NetworkBackend | None = None
    ) -> None:
        self._guard = guard
        self._meter = meter
        self._inner = inner or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of `host` that takes one.

        Raises RefusedError, UnreachableError, TimedOutError, or httpcore2's own errors.
        """
        last: Exception = UnreachableError(f"{host}: the name has no address")
        for address in self._guard.addresses(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._within(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
            else:
                return _MeteredStream(stream, self._meter)
        raise last

    def _within(self, timeout: float | None) -> float:
        left = self._meter.time_left()
        return left if timeout is None else min(timeout, left)


class _MeteredStream(httpcore2.NetworkStream):
    """A connection whose reads and writes count against the meter."""

    def __init__(self, inner: httpcore2.NetworkStream, meter: Meter) -> None:
        self._inner = inner
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._within(timeout))
        self._meter.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._within(timeout))
        return _MeteredStream(secured, self._meter)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _within(self, timeout: float | None) -> float:
        left = self._meter.time_left()
        return left if timeout is None else min(timeout, left)
