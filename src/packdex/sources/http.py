"""The one door to the network: every rule about asking other machines lives here and nowhere else.

Built on httpx2's own engine, httpcore2, because only there can it be said which address a
connection goes to (connect.py). What httpx2's client would add, cookies, credentials from addresses
and files, proxies from the environment and unbounded decoding, is what a door must not do.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Self

import httpcore2
import httpx2
import stamina

from packdex.sources.address import checked, origin, redirected
from packdex.sources.answer import Answer
from packdex.sources.body import ACCEPTED_ENCODING, read_body
from packdex.sources.connect import CheckedBackend, Meter
from packdex.sources.errors import (
    DoorError,
    GarbledError,
    RefusedError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
)
from packdex.sources.guard import Guard
from packdex.sources.retry_after import retry_after

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({502, 503, 504})
"""Answers after which the same question is asked again, a few times."""

HEADER_BYTES = 1024 * 1024
"""What an answer may have on the wire beyond its body: headers, and a chunked body's frames."""

TRAVELLING = frozenset({"accept", "if-none-match", "if-modified-since"})
"""The headers that follow a redirect to another host. A token, in whichever header, does not."""


@dataclass(eq=False)
class Door:
    """Gets addresses of the web, politely and on our terms. Usable from several threads at once.

    `agent` names us to the other side. `timeout_s` bounds one connection or read, `deadline_s` one
    `get` with all of its redirects, retries and waits (name resolution apart, which has the
    system's own bound), both in seconds. `max_bytes` bounds a body, as sent and once decompressed.
    Private addresses are refused unless `allow_private` is true or the host is in `allowed_hosts`
    (no port). `attempts` counts the first one; `wait_s` is the first wait between two, doubled each
    time, and `max_wait_s` the longest that `Retry-After` is waited for, in seconds. `backend` opens
    the connections, the system's sockets by default.

    Certificates are always verified, against the system's authorities or those of SSL_CERT_FILE.
    Connections are kept open and used again until `close`, or the end of the `with` block.
    """

    agent: str
    _: KW_ONLY
    timeout_s: float = 10
    deadline_s: float = 60
    max_bytes: int = 20 * 1024 * 1024
    allow_private: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    attempts: int = 3
    wait_s: float = 0.2
    max_wait_s: float = 5
    backend: httpcore2.NetworkBackend | None = None

    def __post_init__(self) -> None:
        guard = Guard(self.allow_private, frozenset(map(str.lower, self.allowed_hosts)))
        self._meter = Meter()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_connections=20,
            keepalive_expiry=15,
            network_backend=CheckedBackend(guard, self._meter, self.backend),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection. A closed door may not be used again."""
        self._pool.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to GET `url`, of whatever status.

        502, 503 and 504 come only after further attempts. Redirects are followed, five at most,
        each checked like the first address. Raises RefusedError for an address that we do not ask,
        and UnreachableError, TimedOutError, TooLargeError, UntrustedError or GarbledError for what
        comes of asking; all are DoorError.
        """
        address = checked(url)
        self._meter.deadline = time.monotonic() + self.deadline_s
        try:
            for attempt in stamina.retry_context(
                on=self._wait_before_retry,
                attempts=self.attempts,
                timeout=None,
                wait_initial=self.wait_s,
                wait_max=self.max_wait_s,
                wait_jitter=self.wait_s,
            ):
                with attempt:
                    return self._attempt(address, dict(headers or {}))
        except _BusyError as busy:
            return busy.answer
        raise AssertionError("stamina makes at least one attempt")

    def _wait_before_retry(self, error: Exception) -> bool | float:
        """Whether to try again: False, True (after the usual wait), or after so many seconds."""
        if isinstance(error, UnreachableError):
            return self._meter.has_time_for(self.max_wait_s)
        if not isinstance(error, _BusyError):
            return False
        until = retry_after(error.answer.headers, error.answer.taken_at)
        if until is None:
            return self._meter.has_time_for(self.max_wait_s)
        wait = (until - error.answer.taken_at).total_seconds()
        return wait if wait <= self.max_wait_s and self._meter.has_time_for(wait) else False

    def _attempt(self, address: httpx2.URL, headers: dict[str, str]) -> Answer:
        answer = self._follow(address, headers)
        if answer.status in BUSY:
            raise _BusyError(answer)
        return answer

    def _follow(self, address: httpx2.URL, headers: dict[str, str]) -> Answer:
        for _ in range(1 + MAX_REDIRECTS):
            answer = self._ask(address, headers)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or not target:
                return answer
            following = redirected(address, target)
            if origin(following) != origin(address):
                headers = {k: v for k, v in headers.items() if k.lower() in TRAVELLING}
            address = following
        raise RefusedError(f"{address.host}: more than {MAX_REDIRECTS} redirects")

    def _ask(self, address: httpx2.URL, headers: Mapping[str, str]) -> Answer:
        self._meter.start_request(self.max_bytes + HEADER_BYTES)
        try:
            return self._exchange(address, headers)
        except httpcore2.TimeoutException as error:
            raise TimedOutError(f"{address.host}: no answer in time") from error
        except (TimedOutError, TooLargeError, GarbledError) as error:
            # The meter and the decoder do not know whose answer they have before them.
            raise type(error)(f"{address.host}: {error.why}") from error
        except httpcore2.LocalProtocolError as error:
            raise RefusedError(f"{address.host}: this cannot be sent ({error})") from error
        except (httpcore2.NetworkError, httpcore2.RemoteProtocolError) as error:
            raise _broken(address, error) from error

    def _exchange(self, address: httpx2.URL, headers: Mapping[str, str]) -> Answer:
        sent = {
            "Host": address.netloc.decode("ascii"),
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODING,
        }
        given = {name.title(): value for name, value in headers.items()}
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout_s)
        target = httpcore2.URL(
            scheme=address.raw_scheme,
            host=address.raw_host,
            port=address.port,
            target=address.raw_path,
        )
        with self._pool.stream(
            "GET",
            target,
            headers=_encoded(sent | given),
            extensions={"timeout": timeouts},
        ) as response:
            received = _decoded(response.headers)
            encoding = received.get("content-encoding", "")
            body = read_body(response.iter_stream(), encoding, self.max_bytes)
            return Answer(response.status, received, body, str(address), datetime.now(UTC))


class _BusyError(Exception):
    """An answer that says "not now"; it becomes the answer when the attempts are used up."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@cache
def _tls() -> ssl.SSLContext:
    """The system's certificate authorities, or those that SSL_CERT_FILE and SSL_CERT_DIR name."""
    return ssl.create_default_context()


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    try:
        return [(k.encode("ascii"), v.encode("latin-1")) for k, v in headers.items()]
    except UnicodeEncodeError as error:
        raise RefusedError(f"a header that cannot be sent ({error.reason})") from error


def _decoded(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers, names in lower case; those that come twice are joined (RFC 9110, section 5.3)."""
    received: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("ascii").lower(), raw_value.decode("latin-1")
        received[name] = f"{received[name]}, {value}" if name in received else value
    return received


def _broken(address: httpx2.URL, error: Exception) -> DoorError:
    """What a connection's end means: worth another attempt, or not."""
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return UntrustedError(f"{address.host}: its certificate is not valid ({error.__cause__})")
    return UnreachableError(f"{address.host}: the connection failed ({error})")
