"""Kinds of file that are often sent and never taken, told by their first bytes so that the refusal can name them.

Nothing is opened or unpacked: a packed file is known by its first bytes and stays packed.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from registry.access.answers import Answer, refuse

PROGRAM = refuse(
    _("This is a program, whatever its name says."),
    remedy=_("Do not open it. Ask whoever gave it to you for the document itself."),
)
OFFICE = refuse(
    _("This is a Word, Excel or PowerPoint file."), remedy=_("Open it, choose Save as PDF, and send the PDF.")
)
PACKED = refuse(
    _("This is a packed file (ZIP, RAR or the like)."), remedy=_("Unpack it and send the documents in it one by one.")
)
OTHER_PICTURE = refuse(
    _("Pictures as GIF, BMP, TIFF, AVIF or SVG are not taken."),
    remedy=_("Send a PDF, or a photo as JPEG, PNG, WebP or HEIC."),
)
FILM = refuse(_("This is a film or a sound recording."), remedy=_("Take a photo of what it shows, and send the photo."))
PAGE = refuse(_("This is a saved web page."), remedy=_("Open it, choose Print, Save as PDF, and send the PDF."))

_LOOKED_AT = 4096
"""Bytes from the start in which an office file names its parts."""
_STARTS: tuple[tuple[bytes, Answer], ...] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"#!", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"dex\n", PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"{\\rtf", OFFICE),
    (b"Rar!\x1a\x07", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
    (b"GIF8", OTHER_PICTURE),
    (b"BM", OTHER_PICTURE),
    (b"II*\x00", OTHER_PICTURE),
    (b"MM\x00*", OTHER_PICTURE),
    (b"\x1aE\xdf\xa3", FILM),
    (b"ID3", FILM),
    (b"OggS", FILM),
    (b"fLaC", FILM),
)
_MARKUP: tuple[tuple[bytes, Answer], ...] = (
    (b"<svg", OTHER_PICTURE),
    (b"<!doctype html", PAGE),
    (b"<html", PAGE),
    (b"<script", PAGE),
)


def foreign(data: bytes, *, otherwise: Answer) -> Answer:
    """Return the refusal that names this kind; ``otherwise`` when it is not one of those known here."""
    if data.startswith(b"PK\x03\x04"):
        head = data[:_LOOKED_AT]
        office = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
        return OFFICE if any(part in head for part in office) else PACKED
    if data[4:8] == b"ftyp":
        return OTHER_PICTURE if data[8:12] in {b"avif", b"avis"} else FILM
    if data[:4] == b"RIFF":
        return FILM
    for start, answer in _STARTS:
        if data.startswith(start):
            return answer
    text = data[:_LOOKED_AT].lower()
    if text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return next((answer for word, answer in _MARKUP if word in text), otherwise)
    return otherwise
