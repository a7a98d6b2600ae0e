"""Fifty files that must not be kept, as people send them by mistake or on purpose, with the sentence each is refused by."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image

from registry.files.kinds import MAX_BYTES, MAX_PAGES
from tests.files import made

KIND = "Không nhận loại tệp này."
PROGRAM = "Đây là tệp chương trình, dù tên tệp ghi gì."
OFFICE = "Đây là tệp Word, Excel hoặc PowerPoint."
PACKED = "Đây là tệp nén (ZIP, RAR…)."
OTHER_PICTURE = "Không nhận ảnh GIF, BMP, TIFF, AVIF hoặc SVG."
FILM = "Đây là tệp phim hoặc ghi âm."
PAGE = "Đây là trang web đã lưu."
EMPTY = "Tệp không có nội dung."
TOO_LARGE = "Tệp lớn hơn 20 MB."
BROKEN_PHOTO = "Ảnh bị hỏng hoặc gửi chưa trọn vẹn."
PIXELS = "Ảnh có hơn 50 triệu điểm ảnh."
BROKEN_PDF = "Tệp PDF bị hỏng hoặc gửi chưa trọn vẹn."
PASSWORD = "Tệp PDF có đặt mật khẩu."
PAGES = "Tệp PDF có hơn 300 trang."
ACTIVE = "Tệp PDF có chứa chương trình, biểu mẫu gửi dữ liệu hoặc phim."
ATTACHED = "Tệp PDF có đính kèm tệp khác bên trong."
ONLY_PHOTOS = "Mục này chỉ nhận ảnh."


def packed(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def tape(suffix: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{suffix}") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return buffer.getvalue()


def noise(kind: str, share: float) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 150), 80).convert("RGB").save(buffer, kind)
    data = buffer.getvalue()
    return data[: int(len(data) * share)]


def bomb_of_text() -> bytes:
    body = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    data = made.picture("PNG")
    return data[:33] + chunk + data[33:]


def running(**action: object) -> bytes:
    return made.pdf(change=lambda document: setattr(document.Root, "OpenAction", pikepdf.Dictionary(**action)))


def _scripts_by_name(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    names = pikepdf.Array([pikepdf.String("a"), document.make_indirect(script)])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def _form_of_scripts(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp/>"))


def _film(document: pikepdf.Pdf) -> None:
    film = pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 1, 1])
    document.pages[0].Annots = pikepdf.Array([film])


def _script_on_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ\x90\x00")


def _encrypted() -> bytes:
    return made.pdf(encryption=pikepdf.Encryption(owner="chủ", user="khách"))


MOVIE = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\0" * 400
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", EMPTY),
    "one sign": (lambda: b"x", KIND),
    "text": ("Giấy chứng nhận".encode, KIND),
    "text that begins with a space before %PDF": (lambda: b" " + made.pdf(), KIND),
    "picture with a byte before it": (lambda: b"\0" + made.picture(), KIND),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", KIND),
    "program for Windows": (lambda: b"MZ\x90\x00" + b"\0" * 500, PROGRAM),
    "program with a PDF behind it": (lambda: b"MZ\x90\x00" + made.pdf(), PROGRAM),
    "program for Linux": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 500, PROGRAM),
    "script of a shell": (lambda: b"#!/bin/sh\nrm -rf ~\n", PROGRAM),
    "Java": (lambda: b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + b"\0" * 200, PROGRAM),
    "Word of today": (lambda: packed("[Content_Types].xml", b"<Types/>") + b"word/document.xml", OFFICE),
    "Excel": (lambda: packed("xl/workbook.xml", b"<workbook/>"), OFFICE),
    "Word of 2003": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, OFFICE),
    "rich text": (lambda: b"{\\rtf1\\ansi Gi\\u7845?y}", OFFICE),
    "ZIP": (lambda: packed("giay.pdf", made.pdf()), PACKED),
    "bomb in a ZIP": (lambda: packed("a", b"\0" * 50_000_000), PACKED),
    "bomb in a Word file": (made.zip_bomb, OFFICE),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100, PACKED),
    "7-Zip": (lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 100, PACKED),
    "gzip": (lambda: tape("gz"), PACKED),
    "bzip2": (lambda: tape("bz2"), PACKED),
    "GIF": (lambda: made.picture("GIF"), OTHER_PICTURE),
    "TIFF": (lambda: made.picture("TIFF"), OTHER_PICTURE),
    "BMP": (lambda: made.picture("BMP"), OTHER_PICTURE),
    "AVIF": (lambda: made.picture("AVIF"), OTHER_PICTURE),
    "SVG with a script": (
        lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        OTHER_PICTURE,
    ),
    "film of a phone": (lambda: MOVIE, FILM),
    "sound": (lambda: b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\0" * 300, FILM),
    "page": (lambda: b"<!doctype html><html><body>%PDF-1.7</body></html>", PAGE),
    "scan over 20 MB": (lambda: b"%PDF-" + b"\0" * (MAX_BYTES - 4), TOO_LARGE),
    "photo over 20 MB": (lambda: made.picture() + b"\0" * MAX_BYTES, TOO_LARGE),
    "JPEG cut off": (lambda: noise("JPEG", 0.6), BROKEN_PHOTO),
    "PNG cut off": (lambda: noise("PNG", 0.6), BROKEN_PHOTO),
    "WebP cut off": (lambda: noise("WEBP", 0.6), BROKEN_PHOTO),
    "HEIC cut off": (lambda: noise("HEIF", 0.6), BROKEN_PHOTO),
    "JPEG of three bytes": (lambda: b"\xff\xd8\xff", BROKEN_PHOTO),
    "PNG without its pixels": (lambda: made.png_header(8_000, 6_250), BROKEN_PHOTO),
    "PNG with a bomb of text": (bomb_of_text, BROKEN_PHOTO),
    "ten thousand million pixels": (lambda: made.png_header(100_000, 100_000), PIXELS),
    "one pixel more than 50 million": (lambda: made.png_header(8_000, 6_251), PIXELS),
    "strip of one pixel": (lambda: made.png_header(30_001, 1), PIXELS),
    "PDF cut off": (lambda: made.pdf(5)[: len(made.pdf(5)) // 2], BROKEN_PDF),
    "PDF of a head and a foot": (lambda: b"%PDF-1.7\n%%EOF\n", BROKEN_PDF),
    "PDF of rubbish": (lambda: b"%PDF-1.7\n" + b"\xde\xad\xbe\xef" * 100 + b"\n%%EOF", BROKEN_PDF),
    "PDF with a password": (_encrypted, PASSWORD),
    "PDF with a password of the old way": (
        lambda: made.pdf(encryption=pikepdf.Encryption(owner="chu", user="khach", R=4)),
        PASSWORD,
    ),
    "PDF of 301 pages": (lambda: made.pdf(MAX_PAGES + 1), PAGES),
    "PDF that runs a script": (lambda: running(S=pikepdf.Name.JavaScript, JS="app.alert(1)"), ACTIVE),
    "PDF that starts a program": (lambda: running(S=pikepdf.Name.Launch, F="cmd.exe"), ACTIVE),
    "PDF that sends a form": (lambda: running(S=pikepdf.Name.SubmitForm, F="https://example.com"), ACTIVE),
    "PDF with scripts by name": (lambda: made.pdf(change=_scripts_by_name), ACTIVE),
    "PDF with a form of scripts": (lambda: made.pdf(change=_form_of_scripts), ACTIVE),
    "PDF with a film": (lambda: made.pdf(change=_film), ACTIVE),
    "PDF with a script on a page": (lambda: made.pdf(change=_script_on_a_page), ACTIVE),
    "PDF with a program attached": (lambda: made.pdf(change=_attached), ATTACHED),
}


def as_photo(sentence: str) -> str:
    """What the same file is told where only a photo is taken."""
    pdf = {BROKEN_PDF, PASSWORD, PAGES, ACTIVE, ATTACHED}
    return ONLY_PHOTOS if sentence in pdf | {KIND} else sentence


def all_of_them() -> Iterator[tuple[str, bytes, str]]:
    for name, (make, sentence) in FILES.items():
        yield name, make(), sentence
