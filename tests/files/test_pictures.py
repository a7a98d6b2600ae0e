"""A photo is turned upright, loses what it says about place and person, and comes in the sizes pages need."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from registry.files.inspect import inspect
from registry.files.kinds import MediaType
from registry.files.pictures import encoded, shrunk, upright, without_metadata
from tests.files import made

KINDS = {"JPEG": MediaType.JPEG, "PNG": MediaType.PNG, "WEBP": MediaType.WEBP, "HEIF": MediaType.HEIC}
PLACE = 0x8825


def opened(data):
    return Image.open(io.BytesIO(data))


def corner(picture):
    """Which corner holds the black mark."""
    width, height = picture.size
    spots = {"upper left": (2, 2), "upper right": (width - 3, 2), "lower left": (2, height - 3)}
    spots["lower right"] = (width - 3, height - 3)
    return [name for name, at in spots.items() if sum(picture.convert("RGB").getpixel(at)) < 150]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("orientation", "where", "size"),
    [
        (1, "upper left", (64, 48)),
        (3, "lower right", (64, 48)),
        (6, "upper right", (48, 64)),
        (8, "lower left", (48, 64)),
    ],
)
def test_a_photo_is_turned_as_the_camera_says(kind, orientation, where, size):
    data = made.picture(kind, exif=made.exif(orientation=orientation))
    picture = upright(data, KINDS[kind])
    assert (corner(picture), picture.size) == ([where], size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("into", [MediaType.JPEG, MediaType.WEBP])
def test_what_we_encode_holds_no_metadata_at_all(kind, into):
    data = made.picture(kind, exif=made.exif())
    assert PLACE in opened(data).getexif()
    result = encoded(upright(data, KINDS[kind]), into).data
    assert dict(opened(result).getexif()) == {}
    assert [word for word in (b"Exif", b"EXIF", b"XMP", b"ICC", b"ICCP") if word in result] == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_a_paper_keeps_every_pixel_and_its_turn_but_not_its_place(kind):
    extra = {"comment": b"nha toi o Trieu Co"} if kind == "JPEG" else {}
    data = made.picture(kind, exif=made.exif(orientation=6), **extra)
    clean, clean_kind = without_metadata(data, KINDS[kind])
    before, after = opened(data), opened(clean)
    assert clean_kind is KINDS[kind]
    assert after.tobytes() == before.tobytes()
    assert dict(after.getexif()) == ({0x0112: 6} if kind == "JPEG" else {})
    assert b"Trieu Co" not in clean
    assert b"m\xc3\xa1y" not in clean
    assert inspect(clean).media_type is KINDS[kind]


def test_a_progressive_photo_with_a_profile_and_a_second_picture_behind_it_keeps_only_the_first():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = made.picture(size=(640, 480), progressive=True, icc_profile=profile, exif=made.exif())
    behind = made.picture(exif=made.exif())
    clean, _kind = without_metadata(photo + behind, MediaType.JPEG)
    assert opened(clean).tobytes() == opened(photo).tobytes()
    assert opened(clean).info["icc_profile"] == profile
    assert b"Exif" not in clean
    assert clean.endswith(b"\xff\xd9")
    assert len(clean) < len(photo)


def test_heic_becomes_a_jpeg_of_full_size_without_metadata():
    clean, kind = without_metadata(made.picture("HEIF", exif=made.exif(orientation=6)), MediaType.HEIC)
    result = opened(clean)
    assert (kind, result.format, result.size, dict(result.getexif())) == (MediaType.JPEG, "JPEG", (48, 64), {})
    assert corner(result) == ["upper right"]


@pytest.mark.parametrize(
    ("size", "expected"), [((5000, 3000), (2400, 1440)), ((3000, 5000), (1440, 2400)), ((800, 600), (800, 600))]
)
def test_a_photo_is_made_at_most_2400_pixels_long_and_never_larger_than_it_was(size, expected):
    picture = upright(made.picture(size=size), MediaType.JPEG, longest=2400)
    assert picture.size == expected
    assert shrunk(picture, 160).size[0 if size[0] > size[1] else 1] == 160


def test_what_is_transparent_becomes_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    assert upright(buffer.getvalue(), MediaType.PNG).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "RGBA"])
def test_every_mode_of_colour_can_be_shown(mode):
    buffer = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 10)).save(buffer, kind)
    result = encoded(upright(buffer.getvalue(), KINDS[kind]), MediaType.WEBP)
    assert (result.width, result.height, opened(result.data).mode) == (20, 10, "RGB")


def test_a_damaged_profile_does_not_keep_a_photo_out():
    data = made.picture("PNG", icc_profile=b"khong phai ho so mau")
    assert upright(data, MediaType.PNG).size == (64, 48)


def test_the_same_photo_gives_the_same_bytes():
    data = made.picture(exif=made.exif())
    first, second = (encoded(upright(data, MediaType.JPEG), MediaType.WEBP) for _ in range(2))
    assert first == second
