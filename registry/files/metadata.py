"""Take out of a picture what it says about place, person and device, without touching its pixels.

A photo of a paper is evidence: it keeps every pixel it came with. Only the way it is turned stays, since without it
the paper would lie on its side. Colour profiles stay too: they say how to show the pixels, not where they were taken.
"""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_JPEG_KEPT_APPS = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF header, colour profile, colour transform."""
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04
"""In the VP8X header: has EXIF, has XMP."""


def jpeg_without_metadata(data: bytes) -> bytes:
    """Return the JPEG without EXIF (but how it is turned), XMP, IPTC, comments and what follows its end."""
    kept = [b"\xff\xd8"]
    orientation = 1
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            break
        length = struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation_of(segment[10:]) or orientation
        elif (
            (marker == 0xE2 and not segment.startswith(b"ICC_PROFILE\0", 4))
            or marker == 0xFE
            or (0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT_APPS)
        ):
            continue
        else:
            kept.append(segment)
    if orientation != 1:
        kept.insert(1, _exif_of(orientation))
    return b"".join(kept) + _first_picture(data, at)


def _first_picture(data: bytes, start: int) -> bytes:
    """Return the scans of the first picture. Phones hang further pictures (depth, film) behind it, with metadata."""
    at = start
    while at + 4 <= len(data):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            break
        marker = data[at + 1]
        if marker == 0xD9:
            return data[start : at + 2]
        if marker == 0xFF:
            at += 1
        elif marker == 0x00 or 0xD0 <= marker <= 0xD7:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return data[start:]


def _orientation_of(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 0
    at = struct.unpack_from(order + "I", tiff, 4)[0]
    if at + 2 > len(tiff):
        return 0
    for number in range(struct.unpack_from(order + "H", tiff, at)[0]):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            return 0
        tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else 0
    return 0


def _exif_of(orientation: int) -> bytes:
    tiff = b"MM\0\x2a\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def png_without_metadata(data: bytes) -> bytes:
    """Return the PNG without texts, EXIF and time, and without what follows its end."""
    kept = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(kept)


def webp_without_metadata(data: bytes) -> bytes:
    """Return the WebP without EXIF and XMP, and without what follows its end."""
    kept = []
    at = 12
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= end:
        kind = data[at : at + 4]
        length = struct.unpack_from("<I", data, at + 4)[0]
        chunk = data[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            kept.append(chunk)
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
