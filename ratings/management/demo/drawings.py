"""Pictures and papers of the demonstration, drawn here so that nothing shows a real firm. Pure."""

from __future__ import annotations

import io
import math
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(settings.BASE_DIR) / "registry" / "documents" / "fonts"
MARK = "TÀI LIỆU MINH HỌA"
PHOTO = (960, 720)
PAGE = (620, 877)
"""A4 at 75 dots per inch: enough to read, small to keep."""
_INK, _PALE, _STAMP = (38, 43, 48), (120, 128, 134), (176, 58, 46)
_GROUNDS = {
    "amber": ((253, 243, 224), (222, 150, 62)),
    "green": ((236, 245, 233), (92, 148, 84)),
    "red": ((252, 236, 232), (190, 84, 66)),
    "blue": ((231, 241, 248), (78, 130, 172)),
    "brown": ((246, 238, 230), (128, 88, 58)),
}
Colour = tuple[int, int, int]


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / ("BeVietnamPro_700Bold.ttf" if bold else "BeVietnamPro_400Regular.ttf"), size)


def photo(name: str, *, shape: str, tone: str) -> bytes:
    """Return a JPEG: a soft ground, a simple shape, the product's name, and the mark of illustration."""
    light, strong = _GROUNDS[tone]
    picture = _ground(light, strong)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((240, 560, 720, 620), fill=_mix(light, strong, 0.45))
    _SHAPES[shape](draw, strong, _mix(light, strong, 0.25))
    lines = _wrapped(draw, name, _font(40, bold=True), 840)
    for number, line in enumerate(lines):
        draw.text((480, 34 + number * 50), line, font=_font(40, bold=True), fill=_INK, anchor="ma")
    draw.text((480, 690), "Hình minh họa", font=_font(26), fill=_INK, anchor="ms")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=86)
    return buffer.getvalue()


def paper(title: str, *, owner: str, facts: tuple[str, ...], pages: int = 2) -> bytes:
    """Return a PDF of ``pages`` pages that says it is an illustration; the same words give the same bytes."""
    sheets = [_page(title, owner, facts, number, pages) for number in range(1, pages + 1)]
    buffer = io.BytesIO()
    sheets[0].save(
        buffer, "PDF", resolution=75, save_all=True, append_images=sheets[1:], quality=70, title=title,
        creationDate=_CREATED, modDate=_CREATED,
    )  # fmt: skip
    return buffer.getvalue()


_CREATED = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))


def _page(title: str, owner: str, facts: tuple[str, ...], number: int, pages: int) -> Image.Image:
    width, height = PAGE
    picture = Image.new("RGB", PAGE, (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 30, width - 30, height - 30), outline=_PALE, width=2)
    draw.text((width / 2, 50), MARK, font=_font(20, bold=True), fill=_STAMP, anchor="ma")
    top = 125
    for line in _wrapped(draw, title.upper(), _font(23, bold=True), width - 130):
        draw.text((width / 2, top), line, font=_font(23, bold=True), fill=_INK, anchor="ma")
        top += 33
    top += 22
    said = (owner, *facts) if number == 1 else (owner, f"Phụ lục kèm theo, trang {number}")
    for fact in said:
        for line in _wrapped(draw, fact, _font(17), width - 150):
            draw.text((75, top), line, font=_font(17), fill=_INK)
            top += 26
        top += 9
    for row in range(12):
        y = top + 30 + row * 26
        draw.line((75, y, width - 75 - (row * 41) % 120, y), fill=(214, 218, 221), width=5)
    draw.ellipse((410, 680, 530, 800), outline=_STAMP, width=3)
    draw.text((470, 740), "MINH HỌA", font=_font(17, bold=True), fill=_STAMP, anchor="mm")
    draw.text((width / 2, height - 44), f"Trang {number}/{pages}", font=_font(14), fill=_PALE, anchor="ms")
    return picture


def _wrapped(draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(tried, font=font) <= width:
            lines[-1] = tried
        else:
            lines.append(word)
    return lines


def _mix(light: Colour, strong: Colour, share: float) -> Colour:
    mixed = [round(a + (b - a) * share) for a, b in zip(light, strong, strict=True)]
    return (mixed[0], mixed[1], mixed[2])


def _ground(light: Colour, strong: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 64))
    for row in range(64):
        column.putpixel((0, row), _mix(light, strong, 0.35 * row / 63))
    return column.resize(PHOTO, Image.Resampling.BILINEAR)


def _bottle(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.rounded_rectangle((395, 270, 565, 590), 44, fill=strong)
    draw.rounded_rectangle((445, 170, 515, 320), 18, fill=strong)
    draw.rectangle((440, 150, 520, 186), fill=_INK)
    draw.rounded_rectangle((410, 380, 550, 510), 12, fill=soft)


def _jar(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.rounded_rectangle((350, 250, 610, 590), 60, fill=strong)
    draw.rounded_rectangle((370, 200, 590, 264), 16, fill=_INK)
    draw.rounded_rectangle((380, 350, 580, 500), 14, fill=soft)


def _bag(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.polygon(((340, 210), (620, 210), (650, 590), (310, 590)), fill=strong)
    for notch in range(14):
        draw.polygon(((340 + notch * 20, 210), (350 + notch * 20, 190), (360 + notch * 20, 210)), fill=strong)
    draw.rounded_rectangle((380, 320, 580, 490), 14, fill=soft)


def _bowl(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.ellipse((280, 300, 680, 430), fill=soft)
    draw.pieslice((270, 170, 690, 590), 0, 180, fill=strong)
    for step in range(7):
        angle = math.pi * (step + 1) / 8
        x, y = 480 - 150 * math.cos(angle), 370 - 70 * math.sin(angle)
        draw.ellipse((x - 34, y - 34, x + 34, y + 34), fill=_mix(soft, strong, 0.4 + 0.08 * (step % 3)))


def _hat(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.polygon(((480, 200), (730, 520), (230, 520)), fill=strong)
    draw.ellipse((230, 480, 730, 570), fill=strong)
    for ring in range(1, 5):
        half = ring * 55
        draw.line((480 - half, 210 + ring * 70, 480 + half, 210 + ring * 70), fill=soft, width=6)


def _hills(draw: ImageDraw.ImageDraw, strong: Colour, soft: Colour) -> None:
    draw.polygon(((180, 590), (400, 260), (600, 590)), fill=_mix(soft, strong, 0.6))
    draw.polygon(((420, 590), (640, 320), (800, 590)), fill=strong)
    draw.rectangle((430, 480, 560, 590), fill=soft)
    draw.polygon(((410, 490), (495, 410), (580, 490)), fill=_INK)


_SHAPES = {"bottle": _bottle, "jar": _jar, "bag": _bag, "bowl": _bowl, "hat": _hat, "hills": _hills}
SHAPES, TONES = tuple(_SHAPES), tuple(_GROUNDS)
