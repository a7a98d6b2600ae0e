"""What an uploaded workbook really is, read from its content before openpyxl sees it. Its name is never asked.

An .xlsx file is a zip archive of XML parts. Python reads no more of a part than its directory states, so that limits on
the stated sizes hold; DTDs (by which a small text unfolds to a large one) have no place in a workbook and are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 150
"""Times smaller than its content; registers are some ten times smaller, a bomb a thousand times."""
RATIO_COUNTS_FROM = 8 * 1024 * 1024
MAX_PARTS = 1_000
MAX_ROWS = 30_000
MAX_MERGES = 60_000
_CHUNK = 1024 * 1024
_OVERLAP = 256
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_UNFOLDING = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TWO_BYTES_A_SIGN = frozenset({b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00"})
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

EMPTY = refuse(_("The file is empty."), remedy=_("Choose the file again."))
TOO_LARGE = refuse(
    _("The file is larger than 20 MB."),
    remedy=_("Remove pictures and sheets that are not needed, or divide the register into several files."),
)
NO_WORKBOOK = refuse(
    _("This is no Excel workbook (.xlsx), whatever its name says."),
    remedy=_("Open the register in Excel or LibreOffice, choose Save as, Excel Workbook (.xlsx), and send that file."),
)
OLD_WORKBOOK = refuse(
    _("This is a workbook of the old kind (.xls)."),
    remedy=_("Open it in Excel, choose Save as, Excel Workbook (.xlsx), and send that file."),
)
ENCRYPTED = refuse(
    _("The workbook asks for a password."), remedy=_("Save a copy without a password, then send the copy.")
)
MACROS = refuse(
    _("The workbook holds a program (macros)."),
    remedy=_("Save it as Excel Workbook (.xlsx) without macros and send that."),
)
BROKEN = refuse(
    _("The workbook is damaged or was not sent completely."),
    remedy=_("Open it in Excel, let Excel repair it, save it anew, and send it again."),
)
TOO_HEAVY = refuse(
    _("The workbook unfolds to more than any register needs; it is not opened."),
    remedy=_("Copy the rows of the register into a new workbook and send that."),
)
TOO_MANY_ROWS = refuse(_("A sheet has more than 30,000 rows."), remedy=_("Divide the register into several files."))
NO_SHEET = refuse(_("The workbook has no sheet with rows."), remedy=_("Choose the file that holds the register."))
FAULTS = (zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, ValueError, EOFError, OSError, RuntimeError,
          NotImplementedError)  # fmt: skip
"""What a damaged archive makes its readers raise."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: rows from 1, columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A visible sheet: how many rows it writes down, and its merged cells."""

    name: str
    rows: int
    merges: tuple[Merge, ...]


def inspect(data: bytes) -> list[SheetFacts]:
    """Return the visible sheets that have rows.

    Raises:
        Refused: when ``data`` is no workbook, damaged, over a limit, or not safe to open.
    """
    if not data:
        raise Refused(EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(ENCRYPTED if _ENCRYPTED in data else OLD_WORKBOOK)
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(NO_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive.infolist())
            scanned = {part.filename: _scan(archive, part.filename) for part in archive.infolist()}
            sheets = [SheetFacts(name, *scanned[path]) for name, path in _visible(archive) if scanned[path][0]]
    except FAULTS as error:
        raise Refused(BROKEN) from error
    if not sheets:
        raise Refused(NO_SHEET)
    return sheets


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(NO_WORKBOOK)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(ENCRYPTED)
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        raise Refused(MACROS)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or len(names) != len(parts) or unpacked > MAX_UNPACKED:
        raise Refused(TOO_HEAVY)
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise Refused(TOO_HEAVY)


def _visible(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and part of each visible sheet, in the order of the workbook."""
    targets = {
        one.attrib["Id"]: one.attrib["Target"]
        for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no DTD in it
        if one.attrib.get("Type", "").endswith("/worksheet")
    }
    for one in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - no DTD in it
        if _local(one.tag) != "sheet" or one.attrib.get("state", "visible") != "visible":
            continue
        key = next((value for name, value in one.attrib.items() if _local(name) == "id"), "")
        if key in targets:
            target = targets[key]
            yield one.attrib["name"], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan(archive: zipfile.ZipFile, path: str) -> tuple[int, tuple[Merge, ...]]:
    """Look through a part: count the rows of a sheet and gather its merged cells, which stand behind the rows."""
    if path.startswith("xl/media/"):
        return 0, ()
    rows, merges, before = 0, [], b""
    with archive.open(path) as part:
        while data := part.read(_CHUNK):
            if not before and data[:2] in _TWO_BYTES_A_SIGN:
                raise Refused(BROKEN)  # what we look for would not be seen
            chunk = before + data
            if _UNFOLDING.search(chunk):
                raise Refused(TOO_HEAVY)
            # What ends within the repeated beginning was counted with the chunk before.
            rows += sum(1 for found in _ROW.finditer(chunk) if found.end() > len(before))
            merges += [found for found in _MERGE.finditer(chunk) if found.end() > len(before)]
            before = chunk[-_OVERLAP:]
            if rows > MAX_ROWS:
                raise Refused(TOO_MANY_ROWS)
            if len(merges) > MAX_MERGES:
                raise Refused(TOO_HEAVY)
    return rows, tuple(Merge(int(one[2]), int(one[4]), _column(one[1]), _column(one[3])) for one in merges)


def _column(letters: bytes) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + sign - ord("A") + 1
    return number - 1


def _local(name: str) -> str:
    return name.rpartition("}")[2]
