"""A package registry on loopback that speaks the JSON document of a project, well or badly.

    with Registry() as registry:
        registry.publish("sampleproject", document("sampleproject"))
        registry.answer("lost", status(404))
        fetch(ProjectRef("sampleproject", registry.origin), door)
        assert registry.requests[-1].path == "/pypi/sampleproject/json"

What a project answers with is a Reply: any function that writes to the connection. Those below
cover what registries and the networks before them really do. Several replies are given one after
another, the last one for ever.
"""

import contextlib
import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote

Reply = Callable[["Handler"], None]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived; names in `headers` are in lower case."""

    path: str
    headers: Mapping[str, str]
    connection: int
    """The client's port: two requests with the same one came over the same connection."""


class Registry:
    """The server, from `start` (or `with`) to `stop`. It listens on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self.requests: list[Seen] = []
        self._replies: dict[str, list[Reply]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.registry = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def publish(self, name: str, project: dict[str, Any] | bytes) -> str:
        """Answer for `name` with this document, conditionally; gives its ETag."""
        body = project if isinstance(project, bytes) else json.dumps(project).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        self.answer(name, conditional(body, etag))
        return etag

    def answer(self, name: str, *replies: Reply) -> None:
        """Answer for `name` with these, one a request, the last one from then on."""
        self._replies[name] = list(replies)

    def reply_to(self, name: str) -> Reply:
        """The next reply for `name`; 404 for a project that nobody published."""
        replies = self._replies.get(name, [status(404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()


class Handler(BaseHTTPRequestHandler):
    """One connection to the stand-in."""

    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds; an idle connection does not outlive a test run

    @property
    def registry(self) -> Registry:
        return self.server.registry  # type: ignore[attr-defined,no-any-return]

    def handle(self) -> None:
        """Serve until either side ends it; a client that hangs up is no error here."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.registry.requests.append(Seen(self.path, headers, self.client_address[1]))
        name = unquote(self.path.removeprefix("/pypi/").removesuffix("/json"))
        try:
            self.registry.reply_to(name)(self)
        except OSError:  # the client has had enough
            self.close_connection = True

    def respond(self, code: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; `retry_after="3"` is the header Retry-After."""
        self.start(code, content_length=str(len(body)), **headers)
        self.wfile.write(body)

    def start(self, code: int, **headers: str) -> None:
        """Status and headers only."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def conditional(body: bytes, etag: str) -> Reply:
    """The document with its ETag, or 304 to whoever has it."""

    def reply(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.respond(304, etag=etag)
        elif "gzip" in handler.headers.get("Accept-Encoding", ""):
            handler.respond(200, gzip.compress(body), etag=etag, content_encoding="gzip")
        else:
            handler.respond(200, body, etag=etag)

    return reply


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    """Just a status: `status(429, retry_after="30")`, `status(503)`, `status(200, b"<html>")`."""
    return lambda handler: handler.respond(code, body, **headers)


def moved_to(address: str, code: int = 301) -> Reply:
    """A redirect to a path of the registry or to another address."""
    return status(code, location=address)


def truncated(handler: Handler) -> None:
    """Half of what was promised, then the connection's end."""
    handler.start(200, content_length="1000")
    handler.wfile.write(b'{"info": {')
    handler.close_connection = True


def truncated_gzip(handler: Handler) -> None:
    """Correct HTTP around the first half of a gzip stream."""
    whole = gzip.compress(json.dumps(document("half")).encode())
    handler.respond(200, whole[: len(whole) // 2], content_encoding="gzip")


def hung_up(handler: Handler) -> None:
    """No answer at all."""
    handler.close_connection = True


def not_http(handler: Handler) -> None:
    """Something else listens on that port."""
    handler.wfile.write(b"220 mail service ready\r\n")
    handler.close_connection = True


def slow_body(pause_s: float, count: int = 100) -> Reply:
    """A byte every `pause_s` seconds, so that no single read is ever late."""

    def reply(handler: Handler) -> None:
        handler.start(200, content_length=str(count))
        for _ in range(count):
            handler.wfile.write(b" ")
            time.sleep(pause_s)

    return reply


def slow_headers(pause_s: float, count: int = 100) -> Reply:
    """The same, before the answer has begun."""

    def reply(handler: Handler) -> None:
        for _ in range(count):
            handler.wfile.write(b"H")
            time.sleep(pause_s)

    return reply


def silent(seconds: float) -> Reply:
    """A connection on which nothing comes for a while."""

    def reply(handler: Handler) -> None:
        time.sleep(seconds)
        handler.respond(200, b"{}")

    return reply


def huge(size: int = 50 * MIB, *, announced: bool = True) -> Reply:
    """A body of so many bytes, its length announced or only found out while reading."""

    def reply(handler: Handler) -> None:
        if announced:
            handler.start(200, content_length=str(size))
        else:
            handler.start(200, connection="close")
        for _ in range(size // MIB):
            handler.wfile.write(b" " * MIB)
        handler.close_connection = True

    return reply


def gzip_bomb(size: int = 200 * MIB) -> Reply:
    """A small body that inflates to so many bytes."""
    body = gzip.compress(b" " * size)
    return status(200, body, content_encoding="gzip")


def document(name: str, **info: Any) -> dict[str, Any]:
    """A project's document with two releases, of the shape that the documentation shows."""
    return {
        "info": {
            "name": name,
            "version": "1.1",
            "summary": "A sample project",
            "license": "",
            "license_expression": None,
            "requires_python": ">=3.9",
            "classifiers": ["Framework :: Django", "License :: OSI Approved :: MIT License"],
            "home_page": "https://example.org/home",
            "project_urls": {"Source": "https://example.org/source"},
            "yanked": False,
            "yanked_reason": None,
            **info,
        },
        "last_serial": 25862117,
        "releases": {
            "1.0": [upload("2024-01-02T03:04:05.678901Z")],
            "1.1": [upload("2024-11-06T22:37:10.868088Z"), upload("2024-11-06T22:37:09.220617Z")],
        },
        "urls": [],
        "vulnerabilities": [],
    }


def upload(when: str, **values: Any) -> dict[str, Any]:
    """One file of a release, uploaded at `when` (ISO 8601)."""
    return {
        "filename": "sample.tar.gz",
        "requires_python": ">=3.9",
        "size": 3148,
        "upload_time_iso_8601": when,
        "yanked": False,
        "yanked_reason": None,
        **values,
    }
