"""A whole dossier in one file: as an archive with the originals, or bound as one PDF.

Both hold the same: the forms, the signed papers of the commune, and the evidence that the self-score cites, by the 15
kinds. What cannot be given is named in the contents; nothing is left out in silence.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation

from ratings.dossiers.models import Citation, Dossier
from registry.access.answers import Refused
from registry.calendar.phrases import dmy
from registry.documents.binding import Bound, Contents, ContentsPart, ContentsRow, PageCodes, Piece, bind
from registry.evidence.kinds import KINDS
from registry.files.kinds import MediaType
from registry.files.models import StoredFile
from registry.files.pictures import LONGEST, encoded, upright
from registry.files.serving import safe_name

FORMS, SIGNED = "Biểu mẫu", "Văn bản đã ký của UBND cấp xã"
FAULTS = {
    "missing": "Không có tệp trong kho lưu trữ.",
    "encrypted": "Không ghép được: tệp đòi mật khẩu. Xem bản gốc trong tệp nén.",
    "broken": "Không ghép được: tệp không đọc được. Xem bản gốc trong tệp nén.",
    "heavy": "Không ghép được: tệp quá nặng. Xem bản gốc trong tệp nén.",
    "many": "Không ghép được: hồ sơ quá 1.000 trang. Xem bản gốc trong tệp nén.",
}
LONGEST_FOLDER = 50
"""Some systems take no more than 260 characters for folders and name together."""
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the dossier: made by ``make``, or kept as ``stored``."""

    section: str
    title: str
    stored: StoredFile | None = None
    make: Callable[[], bytes] | None = None

    @property
    def extension(self) -> str:
        return self.stored.extension if self.stored else "pdf"

    @property
    def is_there(self) -> bool:
        return self.stored is None or default_storage.exists(str(self.stored.content.name))


def parts_of(
    forms: Sequence[tuple[str, Callable[[], bytes]]], scan: StoredFile | None, citations: Collection[Citation]
) -> list[Part]:
    """Return every document in its order: forms, signed papers, each cited file once under its kind of evidence."""
    parts = [Part(FORMS, title, make=make) for title, make in forms]
    if scan:
        parts.append(Part(SIGNED, "Báo cáo đánh giá và văn bản đề nghị đã ký (bản quét)", stored=scan))
    versions = {citation.version_id: citation.version for citation in citations}
    for kind in KINDS:
        for version in versions.values():
            document = version.document
            if document.kind == kind.no:
                number = f" số {document.number}" if document.number else ""
                parts.append(Part(f"{kind.no}. {kind.name}", f"{document.title}{number}", stored=version.file))
    return parts


# ---------------------------------------------------------------- one archive


def archive(dossier: Dossier, parts: Sequence[Part], *, today: dt.date) -> Iterator[bytes]:
    """Yield a .zip as it is made: a contents file, the forms, the evidence in a folder for each kind.

    Names and what is missing are settled before the first byte; nothing is read before its turn.
    """
    names = [_name_in_archive(dossier, number, part) for number, part in enumerate(parts, 1)]
    there = [part.is_there for part in parts]
    rows = [
        ContentsRow(
            title=part.title,
            where=name.partition("/")[2] if present else "",
            pages=str(part.stored.page_count) if part.stored else "",
            note="" if present else FAULTS["missing"],
        )
        for part, name, present in zip(parts, names, there, strict=True)
    ]
    contents = _contents(dossier, parts, rows, today, where_title="Tệp", closing=f"Lập ngày {dmy(today)}.").pdf()
    members: list[tuple[str, Callable[[], IO[bytes]]]] = [
        (f"{dossier.number}/00 Mục lục.pdf", lambda: io.BytesIO(contents))
    ]
    members += [(name, _opener(part)) for part, name, present in zip(parts, names, there, strict=True) if present]
    return _zipped(members, today)


def _opener(part: Part) -> Callable[[], IO[bytes]]:
    make, stored = part.make, part.stored
    if make is not None:
        return lambda: io.BytesIO(make())
    if stored is None:
        raise AssertionError("a part is made or kept")
    return lambda: default_storage.open(str(stored.content.name), "rb")


def _name_in_archive(dossier: Dossier, number: int, part: Part) -> str:
    """Return folder and file: the number keeps the order and makes every name the only one."""
    folder = "" if part.section in {FORMS, SIGNED} else f"Minh chứng {_plain(part.section)}/"
    return f"{dossier.number}/{folder}{safe_name(f'{number:02d} {part.title}', part.extension)}"


def _plain(section: str) -> str:
    """Return a name of a folder that sorts by number: "05. Sử dụng lao động địa phương", cut between words."""
    number, _dot, kind = section.partition(". ")
    name = safe_name(kind, "x").removesuffix(".x")
    short = name if len(name) <= LONGEST_FOLDER else name[:LONGEST_FOLDER].rpartition(" ")[0].rstrip(" ,")
    return f"{int(number):02d}. {short}"


def _zipped(members: Sequence[tuple[str, Callable[[], IO[bytes]]]], day: dt.date) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, opens in members:
            info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with opens() as source, made.open(info, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Where the archive is written to: it is sent on at once and cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


# ---------------------------------------------------------------- one PDF


def bound(dossier: Dossier, parts: Sequence[Part], *, today: dt.date) -> IO[bytes]:
    """Return the dossier as one PDF, opened; its file is gone from the disk once it is closed.

    Raises:
        NotBound: when the whole is more than the binding process may use.
    """
    with tempfile.TemporaryDirectory(prefix="ocop-") as folder:
        pieces = [_piece(Path(folder), number, part) for number, part in enumerate(parts, 1)]
        path, _placed = bind(
            pieces,
            Path(folder),
            contents=lambda placed: _bound_contents(dossier, parts, placed, today),
            codes=lambda sheets: PageCodes(made_on=today, code=dossier.number, sheets=sheets),
            title=f"{dossier.number} {dossier.product.name}",
        )
        # The folder goes at once; what is open stays readable until it has been sent.
        return path.open("rb")


def _piece(folder: Path, number: int, part: Part) -> Piece:
    """Lay the file of a part into the folder, a photo as a page can take it."""
    name = f"{number:04d}"
    target, stored = folder / name, part.stored
    if stored is None:
        if part.make is None:
            raise AssertionError("a part is made or kept")
        target.write_bytes(part.make())
        return Piece(name, part.title, "ours")
    if not part.is_there:
        return Piece(name, part.title, "pdf", fault="missing")
    if stored.kind is MediaType.PDF:
        with default_storage.open(str(stored.content.name), "rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
        return Piece(name, part.title, "pdf")
    try:
        picture = encoded(upright(stored.read(), stored.kind, longest=LONGEST), MediaType.JPEG)
    except Refused:
        return Piece(name, part.title, "jpeg", fault="broken")
    target.write_bytes(picture.data)
    return Piece(name, part.title, "jpeg", width=picture.width, height=picture.height)


def _bound_contents(dossier: Dossier, parts: Sequence[Part], placed: Sequence[Bound], today: dt.date) -> Contents:
    rows = [
        ContentsRow(
            title=part.title,
            where=str(each.first) if each.first else "",
            pages=str(each.pages) if each.first else "",
            note=FAULTS[each.fault] if each.fault else "",
        )
        for part, each in zip(parts, placed, strict=True)
    ]
    left_out = sum(1 for each in placed if each.fault)
    closing = f"Lập ngày {dmy(today)}. " + (f"{left_out} tài liệu không ghép được." if left_out else "Đủ tài liệu.")
    return _contents(dossier, parts, rows, today, where_title="Trang", closing=closing)


def _contents(
    dossier: Dossier,
    parts: Sequence[Part],
    rows: Sequence[ContentsRow],
    today: dt.date,
    *,
    where_title: str,
    closing: str,
) -> Contents:
    sections: dict[str, list[ContentsRow]] = {}
    for part, row in zip(parts, rows, strict=True):
        heading = part.section if part.section in {FORMS, SIGNED} else f"Minh chứng {part.section}"
        sections.setdefault(heading, []).append(row)
    with translation.override(settings.LANGUAGE_CODE):
        state = str(dossier.current.label)
    return Contents(
        made_on=today,
        dossier_number=dossier.number,
        product=dossier.product.name,
        producer=dossier.producer.name,
        commune=f"UBND {dossier.commune.name[:1].lower()}{dossier.commune.name[1:]}",
        state=state,
        where_title=where_title,
        parts=tuple(ContentsPart(title=title, rows=tuple(found)) for title, found in sections.items()),
        closing=closing,
    )
