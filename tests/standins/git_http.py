"""A forge's git on loopback: git's own `http-backend` behind the stand-ins' server, and its daemon.

    with GitServer(folder) as server:           # serves every folder/NAME.git
        server.trouble(status(503))             # and whatever else tests.standins.server has
        fetch(GitRef(server.url("name")), …)
        assert server.count == 5                # requests; `sent` counts the bytes of the answers

It speaks protocol v2 and v0, as the client asks, and knows filters where a repository's own
configuration allows them (uploadpack.allowFilter).
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlencode

from tests.serving import free_port
from tests.standins.registry import Handler, Reply, status
from tests.standins.server import Request, Server

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class GitServer(Server):
    """Serves the repositories below `folder`. `change` is done to each answer's body.

    An `old` one knows only the first version of the protocol.
    """

    def __init__(self, folder: Path, *, latency_s: float = 0, old: bool = False) -> None:
        super().__init__(latency_s=latency_s)
        self.folder = folder
        self.old = old
        self.sent = 0
        self.change: Callable[[bytes], bytes] = lambda body: body

    def url(self, name: str) -> str:
        """The address of the repository in NAME.git."""
        return f"{self.origin}/{name}.git"

    def reply_to(self, request: Request) -> Reply:
        """What git says to the request."""

        def change(body: bytes) -> bytes:
            body = self.change(body)
            self.sent += len(body)
            return body

        return git_reply(self.folder, request, change, old=self.old)


def git_reply(
    folder: Path,
    request: Request,
    change: Callable[[bytes], bytes] = lambda body: body,
    *,
    old: bool = False,
) -> Reply:
    """What git says to a request about the repositories below `folder`."""
    head, _, body = _http_backend(folder, request, old=old).partition(b"\r\n\r\n")
    body = change(body)
    fields = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n"))
    code = int(fields.pop("Status", "200").split()[0])

    def reply(handler: Handler) -> None:
        handler.respond(code, body, **{k.replace("-", "_"): v for k, v in fields.items()})

    return reply


class FileServer(Server):
    """Serves the files of repositories as they lie in `folder`, and knows nothing of git."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def reply_to(self, request: Request) -> Reply:
        """The file, or that there is none."""
        file = self.folder / unquote(request.path).lstrip("/")
        if request.method != "GET" or not file.is_file():
            return status(404)
        return status(200, file.read_bytes())


def _http_backend(folder: Path, request: Request, *, old: bool) -> bytes:
    """The answer of the CGI program (RFC 3875), its headers first."""
    told = {
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "HTTP_CONTENT_ENCODING": request.headers.get("content-encoding", ""),
        "GIT_PROTOCOL": "" if old else request.headers.get("git-protocol", ""),
    }
    done = subprocess.run(
        ["git", "http-backend"],
        input=request.body,
        env={
            **ENVIRONMENT,
            "GIT_PROJECT_ROOT": str(folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": request.method,
            "PATH_INFO": unquote(request.path),
            "QUERY_STRING": urlencode(request.query),
            "CONTENT_LENGTH": str(len(request.body)),
            "REMOTE_ADDR": "127.0.0.1",
            **{name: value for name, value in told.items() if value},
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout


@contextmanager
def git_daemon(folder: Path) -> Iterator[str]:
    """The origin of a `git daemon` that serves the repositories below `folder`, while it runs."""
    port = free_port()
    process = subprocess.Popen(
        [
            *("git", "daemon", "--export-all", "--reuseaddr", "--informative-errors"),
            *("--listen=127.0.0.1", f"--port={port}", f"--base-path={folder}", str(folder)),
        ],
        env=ENVIRONMENT,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"git://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("git daemon does not answer")
