"""Hand files out. The caller has asked whether this person may have this file; nothing here asks again."""

from __future__ import annotations

import re
import unicodedata

from django.http import FileResponse

from registry.files.models import PagePicture, Picture, PictureSize, StoredFile

_UNWANTED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""What no system takes in a name, and marks that turn the direction of writing to hide an extension."""
LONGEST_NAME = 120


def as_attachment(stored: StoredFile, filename: str) -> FileResponse:
    """Answer with the original, to be saved and not shown; ``filename`` may be Vietnamese, its extension is ours.

    ``nosniff`` comes from the security middleware as well; it stands here because this is where it matters most.
    """
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=safe_name(filename, stored.extension),
        content_type=str(stored.media_type),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def as_inline_picture(picture: Picture | PictureSize | PagePicture, *, public: bool = False) -> FileResponse:
    """Answer with a picture to be shown inside a page. Only pictures that we drew ourselves have these types.

    Content at an address never changes, so a browser need not ask again; ``public`` lets shared caches keep it too.
    """
    stored = file_of(picture)
    response = FileResponse(stored.content.open("rb"), filename=str(stored), content_type=str(stored.media_type))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"{'public' if public else 'private'}, max-age=31536000, immutable"
    return response


def file_of(picture: Picture | PictureSize | PagePicture) -> StoredFile:
    if isinstance(picture, Picture):
        return picture.original
    return picture.file if isinstance(picture, PictureSize) else picture.picture


def safe_name(filename: str, extension: str) -> str:
    """Return a name every system can save, ending in the extension of the content."""
    name = _UNWANTED.sub(" ", unicodedata.normalize("NFC", filename))
    name = re.sub(r"\s+", " ", name).strip(" .")
    if name.lower().endswith(f".{extension}"):
        name = name[: -len(extension) - 1]
    return f"{name[:LONGEST_NAME].strip(' .') or 'tai-lieu'}.{extension}"
