"""Turn what a phone sends into what a page shows: upright, without metadata, no larger than needed, in sRGB."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from registry.files.inspect import decoded, opened
from registry.files.kinds import MediaType
from registry.files.metadata import jpeg_without_metadata, png_without_metadata, webp_without_metadata

LONGEST = 2400
"""Pixels along the longer side of the picture that is kept: a full page of print at 200 dots per inch."""
SIZES = (160, 480, 1200)
"""Pixels along the longer side of the thumbnails: row of a list, card, page."""
_QUALITY = {MediaType.JPEG: 88, MediaType.WEBP: 80}
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture encoded by us."""

    data: bytes
    media_type: MediaType
    width: int
    height: int


def without_metadata(data: bytes, kind: MediaType) -> tuple[bytes, MediaType]:
    """Return a photo of a paper as it may be kept: every pixel as sent, nothing about place, person or device.

    HEIC becomes JPEG in full size, since browsers and offices cannot open it.

    Raises:
        Refused: when a HEIC picture is damaged or too large.
    """
    if kind is MediaType.JPEG:
        return jpeg_without_metadata(data), kind
    if kind is MediaType.PNG:
        return png_without_metadata(data), kind
    if kind is MediaType.WEBP:
        return webp_without_metadata(data), kind
    if kind is MediaType.HEIC:
        return encoded(upright(data, kind), MediaType.JPEG, quality=92).data, MediaType.JPEG
    raise ValueError(kind)


def upright(data: bytes, kind: MediaType, *, longest: int | None = None) -> Image.Image:
    """Decode a picture, turn it as its camera says, put it on white, in sRGB, at most ``longest`` pixels a side.

    Raises:
        Refused: when it is damaged or too large.
    """
    picture = opened(data, kind)
    if longest and kind is MediaType.JPEG:
        # The decoder itself can leave out detail: a photo of 50 million pixels needs a quarter of the memory.
        picture.draft("RGB", (longest, longest))
    picture = ImageOps.exif_transpose(decoded(picture))
    profile = picture.info.get("icc_profile")
    picture = _on_white(picture)
    if longest:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _in_srgb(picture, profile) if profile else picture


def shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """Return a copy at most ``longest`` pixels a side; a smaller picture keeps its size."""
    copy = picture.copy()
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return copy


def encoded(picture: Image.Image, kind: MediaType, *, quality: int | None = None) -> Rendered:
    """Encode ``picture`` as JPEG or WebP, without any metadata; the same pixels give the same bytes."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    buffer = io.BytesIO()
    quality = quality or _QUALITY[kind]
    if kind is MediaType.JPEG:
        clean.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        clean.save(buffer, "WEBP", quality=quality, method=4)
    return Rendered(buffer.getvalue(), kind, clean.width, clean.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        ground.alpha_composite(layer)
        return ground.convert("RGB")
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, _SRGB) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that contradicts the picture (CMYK, grey, or damaged): the colours stay as decoded.
        return picture
