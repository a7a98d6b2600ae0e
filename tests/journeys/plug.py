"""A network that can be pulled: a door before the server that lets nothing through while it is closed."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Plug:
    """``address`` leads to the server as long as ``connected`` holds."""

    def __init__(self, server: str) -> None:
        self.target = urlsplit(server).port
        self.connected = True
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self.door.getsockname()[1]}"
        self.open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def pull(self) -> None:
        self.connected = False
        for one in self.open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def push(self) -> None:
        self.connected = True

    def close(self) -> None:
        self.pull()
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            if not self.connected:
                caller.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self.open += [caller, server]
            for source, sink in ((caller, server), (server, caller)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextlib.contextmanager
def plugged(server: str) -> Iterator[Plug]:
    plug = Plug(server)
    try:
        yield plug
    finally:
        plug.close()
