"""A v4 service on loopback: lists in pages, newest first, well or badly.

    with V4Service(packages=[...]) as service:
        service.disturb("packages", 100, status(503))     # once, at the page with offset 100
        service.when("packages", 100, lambda: service.add("packages", {...}))
        load(Service(service_address(service.origin), pause=None, say=print))

Replies are those of the registry's stand-in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from http.server import ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.standins import registry
from tests.standins.registry import Reply, Seen, hung_up, moved_to, status, truncated

__all__ = ["V4Service", "hung_up", "moved_to", "status", "truncated"]

Object = dict[str, Any]
KINDS = ("packages", "search", "grids", "categories")


class V4Service:
    """The server, inside a `with` block. It listens on a free port of 127.0.0.1."""

    def __init__(
        self,
        *,
        packages: Iterable[Object] = (),
        grids: Iterable[Object] = (),
        categories: Iterable[Object] = (),
    ) -> None:
        self.requests: list[Seen] = []
        self.objects = {
            kind: {value["id"]: value for value in values}
            for kind, values in (
                ("packages", packages),
                ("grids", grids),
                ("categories", categories),
            )
        }
        self.named_origin = ""  # what its links begin with, where that is not where it is
        self._replies: dict[tuple[str, int], list[Reply]] = {}
        self._hooks: dict[tuple[str, int], list[Callable[[], object]]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.service = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, kind: str, value: Object) -> None:
        """Have one object more, or another one with that id."""
        self.objects[kind][value["id"]] = value

    def remove(self, kind: str, ident: int) -> None:
        """Have one object less."""
        del self.objects[kind][ident]

    def disturb(self, kind: str, offset: int, *replies: Reply) -> None:
        """Reply so to the next requests for the page at `offset`; kind "" is the API's root."""
        self._replies.setdefault((kind, offset), []).extend(replies)

    def when(self, kind: str, offset: int, *hooks: Callable[[], object]) -> None:
        """Do this before the next requests for the page at `offset` are answered, one each."""
        self._hooks.setdefault((kind, offset), []).extend(hooks)

    def paths(self, kind: str) -> list[str]:
        """The paths of a list that were asked for, in order."""
        return [seen.path for seen in self.requests if f"/v4/{kind}/" in seen.path]

    def reply(self, handler: registry.Handler) -> None:
        """Answer a request."""
        parts = urlsplit(handler.path)
        query = parse_qs(parts.query)
        kind = parts.path.removeprefix("/api/v4/").strip("/")
        place = (kind, int(query.get("offset", ["0"])[0]))
        if hooks := self._hooks.get(place):
            hooks.pop(0)()
        if replies := self._replies.get(place):
            replies.pop(0)(handler)
        elif parts.path == "/api/v4/":
            named = self.named_origin or self.origin
            self._send(handler, {kind: f"{named}/api/v4/{kind}/" for kind in KINDS})
        elif kind in self.objects:
            self._send(handler, self._page(*place, int(query.get("limit", ["20"])[0])))
        else:
            handler.respond(404, b'{"detail":"Not found."}')

    def _page(self, kind: str, offset: int, limit: int) -> Object:
        ids = sorted(self.objects[kind], reverse=True)
        following = f"{self.named_origin or self.origin}/api/v4/{kind}/?limit={limit}&offset="
        return {
            "count": len(ids),
            "next": f"{following}{offset + limit}" if offset + limit < len(ids) else None,
            "previous": f"{following}{max(0, offset - limit)}" if offset else None,
            "results": [self.objects[kind][ident] for ident in ids[offset : offset + limit]],
        }

    def _send(self, handler: registry.Handler, value: Object) -> None:
        handler.respond(200, json.dumps(value).encode(), content_type="application/json")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(registry.Handler):
    """One connection to the stand-in."""

    def do_GET(self) -> None:  # noqa: N802 - named by the base class
        service: V4Service = self.server.service  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        service.requests.append(Seen(self.path, headers, self.client_address[1]))
        try:
            service.reply(self)
        except OSError:  # the client has had enough, or was killed
            self.close_connection = True
