"""Put documents from outside into one: run as a process of its own, with limits on memory and processor time.

Why a process of its own says ``files/pdf_child.py``. It knows nothing of Django, the database or the storage; files come
in and go out in one folder. The job comes as JSON on standard input.

``binding_child.py prepare FOLDER`` takes ``[{"name", "kind", "width", "height"}, ...]`` and writes for each file
``NAME.a4.pdf``, whose pages are A4 with a free foot, and one line of JSON: the pages as ``{"pages": "PPL"}`` (portrait
or landscape), or ``{"fault": name}``. ``binding_child.py merge FOLDER`` takes ``{"files", "codes", "outline", "target"}``
and writes ``target``: the pages of all files, each with the page of ``codes`` of the same place laid over it.

Every page is set as a picture of vectors onto a sheet of ours: sheets are of one size whatever was scanned, nothing of a
document is covered by the page code, and what a page shows besides its content (stamps, signatures) is made part of it.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, OutlineItem, Pdf, Rectangle

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 120
"""Seconds of processor time for all files together."""
WIDE, HIGH = 595.28, 841.89
"""A4 in points."""
EDGE, FOOT = 14.0, 34.0
"""Points kept free at the sides and the head, and at the foot for the page code."""


def main(arguments: list[str]) -> None:
    limit()
    folder = Path(arguments[1])
    job = json.load(sys.stdin)
    if arguments[0] == "prepare":
        for each in job:
            sys.stdout.write(json.dumps(prepared(folder, each)) + "\n")
            sys.stdout.flush()
    else:
        merge(folder, job)


def limit() -> None:
    """Bound this process; a system that cannot bound memory still bounds time (the caller waits only so long)."""
    for kind, amount in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def prepared(folder: Path, each: dict[str, Any]) -> dict[str, str]:
    """Set one file onto A4; return its pages or the fault that kept it out."""
    source, target = folder / each["name"], folder / f"{each['name']}.a4.pdf"
    try:
        if each["kind"] == "jpeg":
            return {"pages": picture_on_a4(source, target, each["width"], each["height"])}
        return {"pages": pages_on_a4(source, target, ours=each["kind"] == "ours")}
    except pikepdf.PasswordError:
        return {"fault": "encrypted"}
    except MemoryError:
        return {"fault": "heavy"}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, OSError):
        return {"fault": "broken"}


def pages_on_a4(source: Path, target: Path, *, ours: bool) -> str:
    """Set every page of a PDF; papers of ours have a margin at their foot and keep their size."""
    turned = ""
    with pikepdf.open(source) as document, pikepdf.new() as made:
        document.flatten_annotations("all")
        for page in document.pages:
            wide, high = shown_size(page)
            landscape = wide > high
            size = (HIGH, WIDE) if landscape else (WIDE, HIGH)
            room = Rectangle(0, 0, *size) if ours else Rectangle(EDGE, FOOT, size[0] - EDGE, size[1] - EDGE)
            sheet = made.add_blank_page(page_size=size)
            sheet.add_overlay(page, room)
            turned += "L" if landscape else "P"
        if not turned:
            raise ValueError("no pages")
        made.save(target)
    return turned


def shown_size(page: pikepdf.Page) -> tuple[float, float]:
    """Return width and height of a page as a reader sees it, turned as it asks to be."""
    box = [float(value) for value in page.trimbox]
    wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
    return (high, wide) if page.rotation % 180 else (wide, high)


def picture_on_a4(source: Path, target: Path, width: int, height: int) -> str:
    """Set a picture (JPEG in RGB) as large as the sheet takes it, never larger than at 72 dots per inch."""
    landscape = width > height
    size = (HIGH, WIDE) if landscape else (WIDE, HIGH)
    scale = min((size[0] - 2 * EDGE) / width, (size[1] - EDGE - FOOT) / height, 1.0)
    left, bottom = (size[0] - width * scale) / 2, FOOT + (size[1] - EDGE - FOOT - height * scale) / 2
    with pikepdf.new() as made:
        sheet = made.add_blank_page(page_size=size)
        picture = pikepdf.Stream(
            made, source.read_bytes(), Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        name = sheet.add_resource(made.make_indirect(picture), Name.XObject)
        drawn = f"q {width * scale:.2f} 0 0 {height * scale:.2f} {left:.2f} {bottom:.2f} cm {name} Do Q"
        sheet.contents_add(drawn.encode())
        made.save(target)
    return "L" if landscape else "P"


def merge(folder: Path, job: dict[str, Any]) -> None:
    """Write all prepared files after one another; sources stay open until the end, read as they are written."""
    with contextlib.ExitStack() as stack:
        made = stack.enter_context(pikepdf.new())
        for name in job["files"]:
            made.pages.extend(stack.enter_context(pikepdf.open(folder / f"{name}.a4.pdf")).pages)
        codes = stack.enter_context(pikepdf.open(folder / job["codes"]))
        for sheet, code in zip(made.pages, codes.pages, strict=True):
            sheet.add_overlay(code, Rectangle(*[float(value) for value in sheet.mediabox]))
        name_parts(made, job["outline"])
        made.docinfo[Name.Title] = job["title"]
        made.save(folder / job["target"], object_stream_mode=pikepdf.ObjectStreamMode.generate)


def name_parts(made: Pdf, outline: list[list[Any]]) -> None:
    with made.open_outline() as tree:
        tree.root.extend(OutlineItem(title, page) for title, page in outline)


if __name__ == "__main__":
    main(sys.argv[1:])
