"""Make any text printable with our fonts.

PDF/A forbids a character without a glyph, and people write anything into a name: emoji, invisible marks, letters of
other scripts, words of two hundred characters. A document must come out all the same, and say what was written as far
as it can be said.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
REPLACEMENT = "□"
"""Stands where a character has no glyph in our fonts."""
LONGEST_RUN = 30
"""Characters without a space after which a line may be broken inside a word."""
_STEP = 15
_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_BREAK = "\u200b"


def printable(value: Any) -> Any:
    """Return ``value`` (a string, or lists and dictionaries of them) as our fonts can print it."""
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ").replace("\u00a0", " ")
    text = "".join(_shown(character) for character in text)
    return _RUN.sub(lambda run: _BREAK.join(_pieces(run.group())), text)


def _shown(character: str) -> str:
    if character == "\n" or ord(character) in covered():
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me", "Cs", "Co", "Cn"}:
        return ""
    return " " if character.isspace() else REPLACEMENT


def _pieces(run: str) -> Iterable[str]:
    return (run[at : at + _STEP] for at in range(0, len(run), _STEP))


@cache
def covered() -> frozenset[int]:
    """Return the code points that any of our fonts can print; typst takes the next font where one has no glyph.

    Marks that show nothing are not among them: a mark that turns the direction of writing has no place in a name.
    """
    points: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        points |= code_points(path.read_bytes())
    return frozenset(
        point
        for point in points
        if unicodedata.category(chr(point)) not in {"Cc", "Cf"} and not 0xE000 <= point < 0xF900
    )


def code_points(font: bytes) -> set[int]:
    """Return the code points of a TrueType font by its ``cmap`` table (formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for number in range(tables):
        tag, _check, start, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            return _of_cmap(font, start)
    return set()


def _of_cmap(font: bytes, start: int) -> set[int]:
    points: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if platform not in {0, 3}:
            continue
        at = start + offset
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            points |= _of_format_4(font, at)
        elif kind == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
                points.update(range(first, last + 1))
    return points


def _of_format_4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    points = set()
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offset:
                glyph = struct.unpack_from(">H", font, offsets_at + 2 * index + offset + 2 * (point - first))[0]
                if glyph == 0:
                    continue
            if (glyph + delta) % 0x10000:
                points.add(point)
    return points
