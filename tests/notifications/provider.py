"""A provider of e-mail for tests: a real SMTP server on a free port that remembers every key it accepted."""

from __future__ import annotations

import re
import socketserver
import threading
import time

_KEY = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE)


class Provider(socketserver.ThreadingTCPServer):
    """``accepted`` holds the Message-ID of each message in the order of acceptance, repeats included.

    ``pause`` is the time in seconds between accepting a message and saying so: a worker killed in it has sent without
    knowing.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, pause: float) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.pause = pause
        self.accepted: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Provider:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address) -> None:
        """A killed worker leaves its conversation in the middle."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Provider

    def handle(self) -> None:
        self._say("220 provider")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO":
                    self._say("250 provider")
                case b"DATA":
                    self._say("354 go on")
                    self._accept()
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _accept(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line)
        self.server.accepted.append(_KEY.search(b"".join(lines))[1].decode())
        time.sleep(self.server.pause)
        self._say("250 accepted")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
