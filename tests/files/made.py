"""Real bytes of every kind of file people send, and of those they should not."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind="JPEG", size=(64, 48), *, colour=(200, 60, 30), **options):
    image = Image.new("RGB", size, colour)
    # A mark in the upper left corner tells whether a picture was turned.
    image.paste((0, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    if "exif" in options:
        options["exif"] = options["exif"].tobytes()
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(*, orientation=1, place=True):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Hãng máy ảnh"
    if place:
        data[0x8825] = {1: "N", 2: (16.0, 49.0, 12.0), 3: "E", 4: (107.0, 5.0, 55.0)}
    return data


def png_header(width, height):
    """A PNG of some dozen bytes that says it is as large as asked."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def pdf(pages=1, *, change=None, **options):
    document = pikepdf.new()
    for number in range(pages):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[number]
        page.Contents = document.make_stream(f"0.9 0.2 0.1 rg {50 + number} 700 200 80 re f".encode())
    if change:
        change(document)
    buffer = io.BytesIO()
    # Otherwise the name that a PDF gives itself holds the second at which it was made, and the same one is another.
    document.save(buffer, deterministic_id="encryption" not in options, **options)
    return buffer.getvalue()


def heavy_pdf(size, pages=1):
    """A scan of about ``size`` bytes that nothing can pack."""

    def change(document):
        document.pages[0].obj.Scan = document.make_stream(os.urandom(size))

    return pdf(pages, change=change)


def zip_bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    return buffer.getvalue()


def pdf_bomb():
    """A PDF whose list of objects lies in a stream of 2 GB, packed twice."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(b"\0" * 1_000_000) for _ in range(2_000)), packer.flush()])
    twice = zlib.compress(packed, 9)
    head = b"%PDF-1.5\n"
    stream = (
        b"1 0 obj\n<</Type/ObjStm/N 1/First 5/Filter[/FlateDecode/FlateDecode]/Length "
        + str(len(twice)).encode()
        + b">>stream\n"
        + twice
        + b"\nendstream endobj\n"
    )
    at = len(head) + len(stream)
    rows = b"".join(
        struct.pack(">BIH", *row) for row in ((0, 0, 65535), (1, len(head), 0), (2, 1, 0), (2, 1, 0), (1, at, 0))
    )
    table = (
        b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 2 0 R/Length "
        + str(len(rows)).encode()
        + b">>stream\n"
        + rows
        + b"\nendstream endobj\nstartxref\n"
        + str(at).encode()
        + b"\n%%EOF\n"
    )
    return head + stream + table


def upload(data, name="tep.bin", kind="application/octet-stream"):
    return SimpleUploadedFile(name, data, content_type=kind)
