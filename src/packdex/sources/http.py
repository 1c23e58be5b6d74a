"""The one door to the network: every rule about asking other machines lives here and nowhere else.

Built on httpx2's own engine, httpcore2, because only there can it be said which address a
connection goes to (connect.py). What httpx2's client would add, cookies, credentials from addresses
and files, proxies from the environment and unbounded decoding, is what a door must not do.
"""

import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpcore2
import httpx2
import stamina

from packdex.sources.address import checked, origin, redirected
from packdex.sources.answer import Answer, Streamed
from packdex.sources.body import ACCEPTED_ENCODING, decoded, read_body
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
from packdex.sources.pace import Pace
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
    """Asks addresses of the web, politely and on our terms. Usable from several threads at once.

    `agent` names us to the other side. `timeout_s` bounds one connection or read, `deadline_s` one
    question with all of its redirects, retries and waits (name resolution apart, which has the
    system's own bound), both in seconds. `max_bytes` bounds a body, as sent and once decompressed.
    `pace_s` are the seconds that lie between two requests to the same host, `paces` those of single
    hosts (names in lower case, no port) for which another number holds.
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
    pace_s: float = 0
    paces: Mapping[str, float] = field(default_factory=dict)
    backend: httpcore2.NetworkBackend | None = None

    def __post_init__(self) -> None:
        guard = Guard(self.allow_private, frozenset(map(str.lower, self.allowed_hosts)))
        self._meter = Meter()
        self._pace = Pace(self.pace_s, self.paces)
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
        sent = dict(headers or {})
        return self._patiently(lambda: _not_busy(self._follow(address, sent)))

    def post(self, url: str, document: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer, of whatever status, to `document` as JSON posted to `url`.

        See `send` for what is so of all that is posted.
        """
        content = json.dumps(document).encode("ascii")
        sent = {"Accept": "application/json", **(headers or {}), "Content-Type": "application/json"}
        return self.send(url, content, sent)

    def send(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer, of whatever status, to `content` posted to `url`; `headers` name its type.

        For questions that do not fit into an address, and only for those: when the connection
        fails, the content is sent again. "Not now" (502, 503, 504) is an answer at once, since who
        asks much can ask for less. A redirect is an answer too and is never followed, so a token in
        `headers` and the content go to `url` alone. Raises what `get` raises.
        """
        address = checked(url)
        self._meter.deadline = time.monotonic() + self.deadline_s
        sent = dict(headers)
        return self._patiently(lambda: self._ask("POST", address, sent, content))

    @contextmanager
    def stream(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        max_bytes: int,
        deadline_s: float,
    ) -> Iterator[Streamed]:
        """The answer to GET `url` with a body too large to hold, read while the `with` block runs.

        `max_bytes` and `deadline_s` (seconds) take the place of the door's own, for each request on
        the way and for all of it. Asked once, since what was read cannot be taken back. Raises what
        `get` raises, inside the block too, where this thread may not ask the door anything else.
        """
        address, sent = checked(url), dict(headers or {})
        self._meter.deadline = time.monotonic() + deadline_s
        for _ in range(1 + MAX_REDIRECTS):
            with self._open("GET", address, sent, wire_bytes=max_bytes + HEADER_BYTES) as response:
                received = _decoded(response.headers)
                following = _target(response.status, received)
                if following is None:
                    encoding = received.get("content-encoding", "")
                    chunks = decoded(response.iter_stream(), encoding, max_bytes)
                    yield Streamed(response.status, received, chunks, str(address))
                    return
            address, sent = _redirected(address, following, sent)
        raise _astray(address)

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, after further attempts where a passing trouble was in the way."""
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
                    return ask()
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

    def _follow(self, address: httpx2.URL, headers: dict[str, str]) -> Answer:
        for _ in range(1 + MAX_REDIRECTS):
            answer = self._ask("GET", address, headers)
            following = _target(answer.status, answer.headers)
            if following is None:
                return answer
            address, headers = _redirected(address, following, headers)
        raise _astray(address)

    def _ask(
        self, method: str, address: httpx2.URL, headers: Mapping[str, str], content: bytes = b""
    ) -> Answer:
        limit = self.max_bytes + HEADER_BYTES
        with self._open(method, address, headers, content, wire_bytes=limit) as response:
            received = _decoded(response.headers)
            encoding = received.get("content-encoding", "")
            body = read_body(response.iter_stream(), encoding, self.max_bytes)
            return Answer(response.status, received, body, str(address), datetime.now(UTC))

    @contextmanager
    def _open(
        self,
        method: str,
        address: httpx2.URL,
        headers: Mapping[str, str],
        content: bytes = b"",
        *,
        wire_bytes: int,
    ) -> Iterator[httpcore2.Response]:
        """One exchange; whatever ends it, also while its body is read, is a DoorError."""
        self._pace.wait(address.host, self._meter.time_left)
        self._meter.start_request(wire_bytes)
        try:
            with self._exchange(method, address, headers, content) as response:
                yield response
        except httpcore2.TimeoutException as error:
            raise TimedOutError(f"{address.host}: no answer in time") from error
        except (TimedOutError, TooLargeError, GarbledError) as error:
            # The meter and the decoder do not know whose answer they have before them.
            raise type(error)(f"{address.host}: {error.why}") from error
        except httpcore2.LocalProtocolError as error:
            raise RefusedError(f"{address.host}: this cannot be sent ({error})") from error
        except (httpcore2.NetworkError, httpcore2.RemoteProtocolError) as error:
            raise _broken(address, error) from error

    def _exchange(
        self, method: str, address: httpx2.URL, headers: Mapping[str, str], content: bytes
    ) -> AbstractContextManager[httpcore2.Response]:
        sent = {
            "Host": address.netloc.decode("ascii"),
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODING,
        }
        if method == "POST":
            sent["Content-Length"] = str(len(content))
        given = {name.title(): value for name, value in headers.items()}
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout_s)
        target = httpcore2.URL(
            scheme=address.raw_scheme,
            host=address.raw_host,
            port=address.port,
            target=address.raw_path,
        )
        return self._pool.stream(
            method,
            target,
            headers=_encoded(sent | given),
            content=content or None,
            extensions={"timeout": timeouts},
        )


class _BusyError(Exception):
    """An answer that says "not now"; it becomes the answer when the attempts are used up."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def _not_busy(answer: Answer) -> Answer:
    if answer.status in BUSY:
        raise _BusyError(answer)
    return answer


def _target(status: int, headers: Mapping[str, str]) -> str | None:
    """Where an answer sends us, None when it does not."""
    return headers.get("location") or None if status in REDIRECTS else None


def _redirected(
    address: httpx2.URL, target: str, headers: dict[str, str]
) -> tuple[httpx2.URL, dict[str, str]]:
    """Where to ask next, and what goes there."""
    following = redirected(address, target)
    if origin(following) != origin(address):
        headers = {k: v for k, v in headers.items() if k.lower() in TRAVELLING}
    return following, headers


def _astray(address: httpx2.URL) -> RefusedError:
    return RefusedError(f"{address.host}: more than {MAX_REDIRECTS} redirects")


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
