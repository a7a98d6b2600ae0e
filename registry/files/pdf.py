"""Ask a bounded process about a PDF (pdf_child.py says why it is a process of its own)."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

WAIT = 40
"""Seconds we wait for the process; it has 20 of processor time, on a busy machine twice that by the clock."""
_CHILD = str(Path(__file__).with_name("pdf_child.py"))


class TooHeavy(Exception):
    """The document asked for more memory or time than any honest document needs, or broke its reader."""


def check(data: bytes, *, max_pages: int) -> dict[str, Any]:
    """Return ``{"pages": n}`` or ``{"fault": "encrypted" | "broken" | "pages" | "active" | "attachments" | "heavy"}``."""
    try:
        answer: dict[str, Any] = json.loads(_ask(data, "check", str(max_pages)))
    except TooHeavy:
        return {"fault": "heavy"}
    return answer


def draw(data: bytes, *, width: int, pages: list[int]) -> list[bytes]:
    """Return one WebP picture, ``width`` pixels wide, for each of ``pages`` (counted from 1).

    Raises:
        TooHeavy: when the limits of memory or time were reached, or the pages cannot be drawn.
    """
    answer = _ask(data, "draw", str(width), *(str(page) for page in pages))
    pictures = []
    offset = 0
    while offset < len(answer):
        (length,) = struct.unpack_from(">Q", answer, offset)
        pictures.append(answer[offset + 8 : offset + 8 + length])
        offset += 8 + length
    return pictures


def cut(data: bytes, *, first: int, last: int) -> bytes:
    """Return a PDF of pages ``first`` to ``last`` (from 1, both included).

    Raises:
        TooHeavy: when the limits of memory or time were reached.
    """
    return _ask(data, "cut", str(first), str(last))


def _ask(data: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-I", _CHILD, *arguments]
    try:
        # The command is ours in every part; the document only goes in through standard input.
        done = subprocess.run(command, input=data, capture_output=True, timeout=WAIT, check=True, env={})  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise TooHeavy from error
    return done.stdout
