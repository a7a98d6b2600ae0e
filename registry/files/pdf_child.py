"""Open a PDF that came from outside: run as a process of its own, with limits on memory and processor time.

A PDF is a program for its reader: a file of some kilobytes can ask for gigabytes or for hours. What this process may
use is bounded by the system, so that the worst such a file can do is end it. It knows nothing of Django, the database
or the storage: bytes come in, bytes go out.

``pdf_child.py check MAX_PAGES`` writes one line of JSON: ``{"pages": n}`` or ``{"fault": name}``.
``pdf_child.py draw WIDTH PAGE [PAGE...]`` writes for each page (counted from 1) eight bytes of length, then a WebP
picture ``WIDTH`` pixels wide. ``pdf_child.py cut FIRST LAST`` writes a PDF of these pages (both included). The document
itself comes on standard input.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import struct
import sys
from typing import Any

import pikepdf
import pypdfium2

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 20
"""Seconds of processor time."""
MAX_OBJECTS = 500_000
"""Objects in one document; a scan of 300 pages has some thousands."""
MAX_HEIGHT = 6_000
"""Pixels; a page may be a long receipt, not a ribbon."""
QUALITY = 82

ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/Movie",
    }
)
"""Actions that run, send, play or fetch something. Links to web pages and inside the document are not among them."""
ACTIVE_PARTS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


def main(arguments: list[str]) -> None:
    limit()
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    if arguments[0] == "check":
        out.write(json.dumps(check(data, int(arguments[1]))).encode())
    elif arguments[0] == "cut":
        out.write(cut(data, int(arguments[1]), int(arguments[2])))
    else:
        for picture in draw(data, int(arguments[1]), [int(page) for page in arguments[2:]]):
            out.write(struct.pack(">Q", len(picture)) + picture)


def limit() -> None:
    """Bound this process; a system that cannot bound memory still bounds time (the caller waits only so long)."""
    for kind, amount in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def check(data: bytes, max_pages: int) -> dict[str, Any]:
    """Return the number of pages, or the fault that keeps the document out."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            fault = fault_in(pdf, max_pages)
        # Both libraries must see the same pages: a document that two readers read differently is not evidence.
        if not fault and count_as_drawn(data) != pages:
            fault = "broken"
    except pikepdf.PasswordError:
        fault = "encrypted"
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError):
        fault = "broken"
    return {"fault": fault} if fault else {"pages": pages}


def count_as_drawn(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    return count


def fault_in(pdf: pikepdf.Pdf, max_pages: int) -> str:
    """Name what keeps an opened document out; "" when nothing does."""
    if len(pdf.pages) == 0:
        return "broken"
    if len(pdf.pages) > max_pages:
        return "pages"
    if len(pdf.objects) > MAX_OBJECTS:
        return "heavy"
    return next((fault for item in pdf.objects if (fault := fault_of(item))), "")


def fault_of(item: Any) -> str:
    """Name what is active in one object and in what lies directly inside it; "" when nothing is."""
    waiting = [item]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Array):
            # Indirect ones come by themselves: the caller walks every object of the document.
            waiting.extend(part for part in current if is_container(part) and not part.is_indirect)
            continue
        if not isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
            continue
        keys = set(current.keys())
        if "/EF" in keys or "/EmbeddedFiles" in keys or name(current, "/S") == "/GoToE":
            return "attachments"
        if "/JS" in keys or "/XFA" in keys or name(current, "/S") in ACTIVE_ACTIONS:
            return "active"
        if name(current, "/Subtype") in ACTIVE_PARTS:
            return "active"
        for key in keys:
            part = current.get(key)
            if part is not None and is_container(part) and not part.is_indirect:
                waiting.append(part)
    return ""


def is_container(part: Any) -> bool:
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream)


def name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def cut(data: bytes, first: int, last: int) -> bytes:
    """Return a PDF of pages ``first`` to ``last`` (from 1, both included); the same pages give the same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as piece:
        piece.pages.extend(pdf.pages[first - 1 : last])
        piece.remove_unreferenced_resources()
        buffer = io.BytesIO()
        piece.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def draw(data: bytes, width: int, pages: list[int]) -> list[bytes]:
    """Return a WebP picture of each of ``pages`` (from 1), ``width`` pixels wide, on white."""
    pictures = []
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for number in pages:
        page = document[number - 1]
        points_wide, points_high = page.get_size()
        scale = min(width / points_wide, MAX_HEIGHT / points_high)
        bitmap = page.render(scale=scale, may_draw_forms=True)
        buffer = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(buffer, "WEBP", quality=QUALITY, method=4)
        pictures.append(buffer.getvalue())
        page.close()
    document.close()
    return pictures


if __name__ == "__main__":
    main(sys.argv[1:])
