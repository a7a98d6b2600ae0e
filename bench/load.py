"""Requests over one kept connection, written to the socket as bytes: a client that costs far less than the server.

Runs in processes of its own, so nothing of Django is imported here.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence

_END = b"\r\n\r\n"


def get(port: int, path: str) -> tuple[bytes, bytes]:
    """Ask once; return head and body."""
    with _connect(port) as connection:
        return _ask(connection, _request(path))


def ask_all(port: int, paths: Sequence[str]) -> tuple[float, float]:
    """Ask for ``paths`` one after the other; return when that began and ended (``time.monotonic``).

    Raises RuntimeError when an answer is not 200.
    """
    requests = [_request(path) for path in paths]
    with _connect(port) as connection:
        begin = time.monotonic()
        for request in requests:
            head, _body = _ask(connection, request)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
        return begin, time.monotonic()


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: vi\r\n\r\n".encode()


def _ask(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    connection.sendall(request)
    read = b""
    while (end := read.find(_END)) < 0:
        read += _some(connection)
    head, body = read[:end], read[end + len(_END) :]
    length = _length(head)
    while len(body) < length:
        body += _some(connection)
    return head, body


def _some(connection: socket.socket) -> bytes:
    read = connection.recv(65536)
    if not read:
        raise ConnectionError("the server closed the connection")
    return read


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError(f"no length: {head!r}")
