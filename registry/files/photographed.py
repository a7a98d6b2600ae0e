"""Photos of the pages of one paper, put together as one PDF: a phone photographs what an office would scan."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from registry.files.pictures import Rendered

PAGE_LONGEST = 1800
"""Pixels along the longer side of a photographed page: A4 at 150 dots per inch."""
PAGE_QUALITY = 80
A4 = (595, 842)
"""Points."""


def bound(photos: Sequence[Rendered]) -> bytes:
    """Return a PDF with each JPEG of ``photos`` in the middle of an A4 sheet, lying where the photo lies.

    The pixels go in as they are, and the same photos give the same bytes.
    """
    document = pikepdf.new()
    for number, photo in enumerate(photos):
        wide, high = A4 if photo.height >= photo.width else reversed(A4)
        scale = min(wide / photo.width, high / photo.height)
        across, up = photo.width * scale, photo.height * scale
        document.add_blank_page(page_size=(wide, high))
        page = document.pages[number]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=_image(document, photo)))
        place = f"q {across:.2f} 0 0 {up:.2f} {(wide - across) / 2:.2f} {(high - up) / 2:.2f} cm /Photo Do Q"
        page.Contents = document.make_stream(place.encode())
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _image(document: pikepdf.Pdf, photo: Rendered) -> pikepdf.Object:
    return pikepdf.Stream(
        document,
        photo.data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=photo.width,
        Height=photo.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
