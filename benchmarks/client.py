"""One keep-alive connection over a raw socket, so that driving costs little beside serving."""

import socket
from dataclasses import dataclass


class BadAnswerError(Exception):
    """The server answered something else than the measurement is about."""


@dataclass(frozen=True)
class Answer:
    """An answer as it came: the status, the bytes of the head, and the body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Give the first value of a header named in lower case; b"" when there is none."""
        start = self.head.lower().find(b"\r\n" + name + b":")
        if start < 0:
            return b""
        return self.head[start + len(name) + 3 :].partition(b"\r\n")[0].strip()


def request(path: str, accept: str, extra: str = "") -> bytes:
    """Write a GET; extra is one more header line without its end."""
    more = extra + "\r\n" if extra else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n{more}\r\n".encode()


class Connection:
    """Asks one server, one request after the other."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._buffer = b""

    @classmethod
    def to(cls, port: int) -> "Connection":
        """Connect to a port of 127.0.0.1."""
        connected = socket.create_connection(("127.0.0.1", port), timeout=60)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(connected)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, raw: bytes) -> Answer:
        """Send one request and read its whole answer; raises BadAnswerError when cut short."""
        self._socket.sendall(raw)
        head = self._until(b"\r\n\r\n")
        status = int(head[9:12])
        return Answer(status, head, self._body(status, head.lower()))

    def _body(self, status: int, head: bytes) -> bytes:
        if status in (204, 304):
            return b""
        _, found, rest = head.partition(b"content-length:")
        if found:
            return self._exactly(int(rest.partition(b"\r\n")[0]))
        if b"transfer-encoding: chunked" in head:
            return self._chunks()
        raise BadAnswerError("an answer tells neither its length nor that it comes in chunks")

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n"), 16):
            parts.append(self._exactly(size))
            self._exactly(2)
        self._exactly(2)
        return b"".join(parts)

    def _until(self, mark: bytes) -> bytes:
        while (end := self._buffer.find(mark)) < 0:
            self._receive()
        end += len(mark)
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        return taken

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._receive()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _receive(self) -> None:
        received = self._socket.recv(262_144)
        if not received:
            raise BadAnswerError("the server closed the connection within an answer")
        self._buffer += received
