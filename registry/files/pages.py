"""Pictures of the pages of a file, drawn in a bounded process.

A file from outside is never shown inside a page of ours: its reader would be the browser of an officer. What is shown
is a picture of each page. Limits: 20 seconds of processor time and 1 GB of memory for a batch of pages, 6,000 pixels
of height (pdf_child.py), 10 pages a batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse
from registry.files import pdf
from registry.files.inspect import decoded, opened
from registry.files.kinds import MediaType
from registry.files.pictures import Rendered, encoded, upright

THUMBNAIL = 240
"""Pixels of width: the strip of pages beside a document."""
READING = 1400
"""Pixels of width: a page that can be read, also zoomed in on a phone."""
WIDTHS = (THUMBNAIL, READING)
BATCH = 10

NO_SUCH_PAGE = refuse(_("The document has no such page."))
CANNOT_BE_DRAWN = refuse(
    _("This page cannot be shown as a picture."), remedy=_("Download the document and open it on your device.")
)


def draw(data: bytes, kind: MediaType, *, width: int, pages: Sequence[int]) -> Iterator[tuple[int, Rendered]]:
    """Yield the number and the picture of each of ``pages`` (counted from 1).

    A page that cannot be drawn is left out; its neighbours are not.

    Raises:
        Refused: when ``kind`` is a picture and it is damaged.
    """
    if kind is not MediaType.PDF:
        for page in pages:
            yield page, encoded(upright(data, kind, longest=width), MediaType.WEBP)
        return
    for start in range(0, len(pages), BATCH):
        batch = list(pages[start : start + BATCH])
        try:
            drawn = pdf.draw(data, width=width, pages=batch)
        except pdf.TooHeavy:
            drawn = [_alone(data, width, page) for page in batch] if len(batch) > 1 else [b""]
        for page, picture in zip(batch, drawn, strict=True):
            if picture:
                yield page, _measured(picture)


def draw_one(data: bytes, kind: MediaType, *, width: int, page: int) -> Rendered:
    """Return the picture of one page.

    Raises:
        Refused: when it cannot be drawn.
    """
    for _page, picture in draw(data, kind, width=width, pages=[page]):
        return picture
    raise Refused(CANNOT_BE_DRAWN)


def _alone(data: bytes, width: int, page: int) -> bytes:
    try:
        return pdf.draw(data, width=width, pages=[page])[0]
    except pdf.TooHeavy:
        return b""


def _measured(data: bytes) -> Rendered:
    picture = decoded(opened(data, MediaType.WEBP))
    return Rendered(data, MediaType.WEBP, picture.width, picture.height)
