"""What a file really is, read from its content; its name and declared type are never asked.

Taken: PDF, JPEG, PNG, WebP, HEIC. Everything else is refused, and each refusal has its own sentence.

A PDF with active content or attached files is *refused, not cleaned*: papers of offices and laboratories are often
signed electronically, and any change of the bytes would break the signature that makes them evidence. A PDF that
anybody can open but whose author forbids printing or copying is taken; one that asks for a password is not.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from PIL import Image
from pillow_heif import register_heif_opener

from registry.access.answers import Answer, Refused, refuse
from registry.files import pdf
from registry.files.foreign import FILM, OFFICE, OTHER_PICTURE, PACKED, PAGE, PROGRAM, foreign
from registry.files.kinds import DOCUMENTS, MAX_BYTES, MAX_PAGES, MAX_PIXELS, MAX_SIDE, PICTURES, MediaType

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register_heif_opener(thumbnails=False)

_FORMATS = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.HEIC: "HEIF",
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

EMPTY = refuse(_("The file is empty."), remedy=_("Choose the file again; if it stays empty, make the scan anew."))
TOO_LARGE = refuse(
    _("The file is larger than 20 MB."),
    remedy=_("Scan at 200 dots per inch or in shades of grey, or divide the document into parts."),
)
NOT_CUT = refuse(
    _("These pages could not be taken out of the file."), remedy=_("Scan them once more as a file of their own.")
)
NOT_TAKEN = refuse(
    _("Files of this kind are not taken."), remedy=_("Send a PDF, or a photo as JPEG, PNG, WebP or HEIC.")
)
NO_PICTURE_HERE = refuse(_("Only a PDF is taken here."), remedy=_("Scan the paper as a PDF and send it again."))
NO_DOCUMENT_HERE = refuse(_("Only a photo is taken here."), remedy=_("Send a photo as JPEG, PNG, WebP or HEIC."))
PICTURE_BROKEN = refuse(
    _("The photo is damaged or was not sent completely."), remedy=_("Take the photo again, or send it once more.")
)
PICTURE_TOO_LARGE = refuse(
    _("The photo has more than 50 million pixels."), remedy=_("Make the photo smaller, then send it again.")
)
TOO_MANY_PHOTOS = refuse(_("These are more than 40 photos."), remedy=_("Divide the document into parts."))
_PDF_FAULTS: dict[str, Answer] = {
    "encrypted": refuse(
        _("The PDF asks for a password."), remedy=_("Save a copy without a password, then send the copy.")
    ),
    "broken": refuse(
        _("The PDF is damaged or was not sent completely."), remedy=_("Make the scan again, or send it once more.")
    ),
    "pages": refuse(_("The PDF has more than 300 pages."), remedy=_("Divide the document into parts.")),
    "active": refuse(
        _("The PDF holds a program, a sending form or a film."),
        remedy=_("Open it and choose Print, Save as PDF, then send the new file."),
    ),
    "attachments": refuse(
        _("The PDF has other files attached inside it."),
        remedy=_("Send the attached files one by one, and the document without them."),
    ),
    "heavy": refuse(
        _("The PDF is too complicated to be opened safely."),
        remedy=_("Print it and scan the print, then send the scan."),
    ),
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the content says. ``pages`` is set for a PDF; ``width`` and ``height`` (pixels as stored) for a picture."""

    media_type: MediaType
    size: int
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def inspect(data: bytes, *, accept: Collection[MediaType] = DOCUMENTS) -> Inspected:
    """Return what ``data`` is.

    Raises:
        Refused: when it is none of ``accept``, damaged, over a limit, or not safe to keep.
    """
    if not data:
        raise Refused(EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    kind = kind_of(data)
    if kind is None:
        raise Refused(foreign(data, otherwise=NOT_TAKEN if MediaType.PDF in accept else NO_DOCUMENT_HERE))
    if kind not in accept:
        raise Refused(NO_DOCUMENT_HERE if kind is MediaType.PDF else NO_PICTURE_HERE)
    return _inspect_pdf(data) if kind is MediaType.PDF else _inspect_picture(data, kind)


def kind_of(data: bytes) -> MediaType | None:
    """Tell the kind by the first bytes.

    Nothing may stand before them: a file that two programs read as two kinds is a usual disguise.
    """
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return MediaType.HEIC
    return None


def opened(data: bytes, kind: MediaType) -> Image.Image:
    """Open a picture as ``kind`` and nothing else, its size checked before anything is decoded.

    Raises:
        Refused: when it is damaged or has too many pixels.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(PICTURE_TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise Refused(PICTURE_BROKEN) from error
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refused(PICTURE_TOO_LARGE)
    return picture


def decoded(picture: Image.Image) -> Image.Image:
    """Decode ``picture`` to its last row.

    Raises:
        Refused: when the content ends before the picture does, or contradicts itself.
    """
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError) as error:
        raise Refused(PICTURE_BROKEN) from error
    return picture


def _inspect_picture(data: bytes, kind: MediaType) -> Inspected:
    picture = decoded(opened(data, kind))
    return Inspected(kind, len(data), width=picture.width, height=picture.height)


def _inspect_pdf(data: bytes) -> Inspected:
    if b"%%EOF" not in data[-1024:]:
        # Readers mend a document that was cut off by leaving out what is lost: evidence would lose pages unseen.
        raise Refused(_PDF_FAULTS["broken"])
    answer = pdf.check(data, max_pages=MAX_PAGES)
    if "fault" in answer:
        raise Refused(_PDF_FAULTS[answer["fault"]])
    return Inspected(MediaType.PDF, len(data), pages=answer["pages"])


def sentences() -> list[StrOrPromise]:
    """Every refusal of this module, for the help page and the test that each is told apart."""
    pictures = [PICTURE_BROKEN, PICTURE_TOO_LARGE, TOO_MANY_PHOTOS]
    others = [PROGRAM, OFFICE, PACKED, OTHER_PICTURE, FILM, PAGE]
    answers = [
        EMPTY,
        TOO_LARGE,
        NOT_TAKEN,
        NO_PICTURE_HERE,
        NO_DOCUMENT_HERE,
        *others,
        *pictures,
        *_PDF_FAULTS.values(),
    ]
    return [answer.reason for answer in answers]


__all__ = ["DOCUMENTS", "PICTURES", "Inspected", "decoded", "inspect", "kind_of", "opened", "sentences"]
