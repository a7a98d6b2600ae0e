"""The kinds of file the programme takes, and the limits that hold for all of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20 * 1024 * 1024
"""A file may have 20 MB: a scan of a hundred pages, a photo of any phone."""
MAX_PAGES = 300
MAX_PHOTOS = 40
"""Photos put together as one document; together they still have to stay below ``MAX_BYTES``."""
MAX_PIXELS = 50_000_000
"""50 million pixels: more than phones make, and a decoded picture still fits into 200 MB of memory."""
MAX_SIDE = 30_000
"""Pixels along one side; a strip of 1 x 50,000,000 pixels is no picture."""


class MediaType(models.TextChoices):
    """Kinds by content, never by name."""

    PDF = "application/pdf", _("PDF document")
    JPEG = "image/jpeg", _("JPEG picture")
    PNG = "image/png", _("PNG picture")
    WEBP = "image/webp", _("WebP picture")
    HEIC = "image/heic", _("HEIC picture")


EXTENSIONS = {
    MediaType.PDF: "pdf",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.HEIC: "heic",
}
PICTURES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.HEIC})
"""Accepted where a photo is asked for."""
DOCUMENTS = PICTURES | {MediaType.PDF}
"""Accepted as evidence: scans, and photos of papers."""
ONLY_PDF = frozenset({MediaType.PDF})
"""Accepted as the scan of a signed paper."""
