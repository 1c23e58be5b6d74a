"""What the stand-ins of the forges and of the index have in common: a server that counts.

    class Echo(Server):
        def reply_to(self, request: Request) -> Reply:
            return status(200, request.body)

    with Echo(latency_s=0.02) as server:
        server.trouble(status(502), truncated)      # for the next two requests, whatever they ask
        server.answer("/x", moved_to("/y"))         # for this path from now on
        ...
        assert server.count == 3

The replies are those of tests.standins.registry.
"""

import contextlib
import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.standins import registry
from tests.standins.registry import Reply, conditional, status


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; names in `headers` are in lower case, `path` is still quoted."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    connection: int
    """The client's port: two requests with the same one came over the same connection."""


class Server:
    """A server on a free port of 127.0.0.1, from `start` (or `with`) to `stop`.

    Every answer waits for `latency_s`, as over a long line; connections wait side by side.
    """

    def __init__(self, *, latency_s: float = 0) -> None:
        self.latency_s = latency_s
        self.requests: list[Request] = []
        self._troubles: deque[Reply] = deque()
        self._answers: dict[str, list[Reply]] = {}
        self._server = _Listener(("127.0.0.1", 0), Handler)
        self._server.standin = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def count(self) -> int:
        """How many requests came."""
        return len(self.requests)

    def trouble(self, *replies: Reply) -> None:
        """Give these to the next requests, one each, whatever they ask."""
        self._troubles.extend(replies)

    def answer(self, path: str, *replies: Reply) -> None:
        """Give these to the requests for `path` (quoted), the last one from then on."""
        self._answers[path] = list(replies)

    def reply_to(self, request: Request) -> Reply:
        """What this server says when nobody told it otherwise."""
        return status(404, method=request.method)

    def next_reply(self, request: Request) -> Reply:
        """The reply that is due now."""
        self.requests.append(request)
        if self.latency_s:
            time.sleep(self.latency_s)
        if self._troubles:
            return self._troubles.popleft()
        if told := self._answers.get(request.path):
            return told.pop(0) if len(told) > 1 else told[0]
        return self.reply_to(request)

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


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """Connections that may wait to be accepted; five are too few for a sweep by many threads."""


class Handler(registry.Handler):
    """One connection to such a server."""

    disable_nagle_algorithm = True
    """An answer is two writes; the second would wait for the client to acknowledge the first."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            connection=self.client_address[1],
        )
        with contextlib.suppress(OSError):  # the client has had enough
            self.server.standin.next_reply(request)(self)  # type: ignore[attr-defined]
            return
        self.close_connection = True

    do_GET = do_POST = _serve  # noqa: N815  http.server looks for these names


def document(value: Any, **headers: str) -> Reply:
    """`value` as JSON with an ETag of its content, or 304 to whoever has that."""
    body = json.dumps(value).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    if headers:
        return status(200, body, etag=etag, content_type="application/json", **headers)
    return conditional(body, etag)
