"""Registers as provinces keep them: workbooks with two rows of headings, and every fault that was seen in one."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Iterable, Mapping, Sequence

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.worksheet.cell_range import CellRange

from ratings.register_import.states import HEADINGS, Field

HEAD_ROWS = 4
"""Title, empty row, two rows of headings: the first product stands in row 5."""
FIRST_ROW = HEAD_ROWS + 1
COLUMNS = tuple(HEADINGS)

PLAIN: Mapping[Field, object] = {
    Field.NUMBER: 1,
    Field.PRODUCT: "Nước mắm Gia Đẳng (minh họa)",
    Field.GROUP: "Tương, nước mắm, gia vị dạng lỏng khác",
    Field.KIND: "Hợp tác xã",
    Field.PRODUCER: "HTX Nước mắm Gia Đẳng (minh họa)",
    Field.COMMUNE: "Xã Triệu Cơ",
    Field.ADDRESS: "Thôn 1",
    Field.REPRESENTATIVE: "Lê Thị Hạnh",
    Field.PHONE: "0912 345 678",
    Field.STARS_NOW: 4,
    Field.EXPIRY: dt.date(2027, 6, 21),
    Field.FIRST_STARS: 3,
    Field.FIRST_DATE: dt.date(2021, 6, 21),
    Field.FIRST_YEAR: 2021,
    Field.FIRST_DECISION: "412/QĐ-UBND",
    Field.FIRST_AUTHORITY: "Chủ tịch UBND tỉnh Quảng Trị",
    Field.SECOND_STARS: 4,
    Field.SECOND_DATE: dt.date(2024, 6, 21),
    Field.SECOND_YEAR: 2024,
    Field.SECOND_DECISION: "1388/QĐ-UBND",
    Field.SECOND_AUTHORITY: "Chủ tịch UBND tỉnh Quảng Trị",
}
"""A row without any fault: two recognitions, the second takes over where the first ends."""
ONCE = dict.fromkeys((f for f in Field if f.value.startswith("second_")), None)
"""Changes that leave only the first recognition."""


def row(**changes: object) -> dict[Field, object]:
    """Return the plain row with changes: ``row(phone=None, first_date="31/02/2021")``."""
    return {**PLAIN, **{Field(name): value for name, value in changes.items()}}


def once(**changes: object) -> dict[Field, object]:
    """Return a row of one recognition, of 21/06/2024, with changes."""
    first = {
        Field.FIRST_DATE: dt.date(2024, 6, 21), Field.FIRST_YEAR: 2024, Field.STARS_NOW: 3, Field.EXPIRY: None,
    }  # fmt: skip
    return {**PLAIN, **ONCE, **first, **{Field(name): value for name, value in changes.items()}}


def workbook(
    rows: Iterable[Mapping[Field, object]],
    *,
    merges: Sequence[str] = (),
    columns: Sequence[Field] = COLUMNS,
    sheet: str = "Sổ theo dõi",
    headings: Mapping[Field, tuple[str, str]] = HEADINGS,
) -> bytes:
    """Return an .xlsx with merged headings in two rows below a title."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(["SỔ THEO DÕI SẢN PHẨM OCOP TỈNH QUẢNG TRỊ (MINH HỌA)"])
    page.append([])
    page.append([top or leaf for top, leaf in (headings[field] for field in columns)])
    page.append([leaf if top else None for top, leaf in (headings[field] for field in columns)])
    for one in rows:
        page.append([one.get(field) for field in columns])
    for area in (*_head_merges(columns, headings), *merges):
        page.merged_cells.add(CellRange(area))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head_merges(columns: Sequence[Field], headings: Mapping[Field, tuple[str, str]]) -> list[str]:
    letters = [openpyxl.utils.get_column_letter(number) for number in range(1, len(columns) + 1)]
    tops = [headings[field][0] for field in columns]
    areas = [f"{letter}3:{letter}4" for letter, top in zip(letters, tops, strict=True) if not top]
    for top in dict.fromkeys(filter(None, tops)):
        own = [letter for letter, one in zip(letters, tops, strict=True) if one == top]
        areas.append(f"{own[0]}3:{own[-1]}3")
    return areas


def upload(data: bytes, name: str = "Sổ theo dõi OCOP.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


# ------------------------------------------------------------ many rows


KINDS = (
    ("Nước mắm", "Tương, nước mắm, gia vị dạng lỏng khác"),
    ("Mật ong", "Mật ong, mật khác và nông sản thực phẩm khác"),
    ("Hạt tiêu", "Gia vị"),
    ("Bún khô", "6"),
    ("Tinh dầu tràm", "Thảo dược"),
    ("Gạo nếp", "Gạo, ngũ cốc, hạt sơ chế khác"),
)
FAULTS: tuple[dict[str, object], ...] = (
    {"first_date": "31/02/2021"},
    {"first_decision": "#REF!"},
    {"first_stars": "tiềm năng 5 sao"},
    {"first_authority": None},
    {"commune": "Xã Triệu Lăng", "address": "Thôn 4, xã Triệu Lăng, huyện Triệu Phong, tỉnh Quảng Trị"},
    {"first_year": 2019},
    {"stars_now": 5},
    {"kind": "???"},
    {"second_date": dt.date(2020, 1, 1), "second_year": 2020},
    {"commune": "Xã Bình Minh, tỉnh Quảng Ngãi"},
)
HARMLESS: tuple[dict[str, object], ...] = (
    {"first_date": "21/06/2021"},
    {"first_date": 44368},
    {"phone": 912345678},
    {"stars_now": "#REF!"},
)


def faulty_rows(count: int, communes: Sequence[str], *, seed: int = 2026) -> Iterable[dict[Field, object]]:
    """Yield ``count`` rows of which about one in seven needs a person and one in five is written carelessly.

    ``communes`` are places as written, of today and of before.
    """
    chance = random.Random(seed)  # noqa: S311 - the same rows every time
    for number in range(1, count + 1):
        name, group = KINDS[number % len(KINDS)]
        producer = number // 3
        values: dict[str, object] = {
            "number": number,
            "product": f"{name} số {number}",
            "group": group,
            "producer": f"HTX Dịch vụ nông nghiệp số {producer} (minh họa)",
            "commune": communes[producer % len(communes)],
            "address": f"Thôn {producer % 9 + 1}",
            "representative": f"Nguyễn Văn {producer}",
            "phone": f"09{producer:08d}",
            "code": f"45-464-{19_000 + producer % 700}-{number}-2021" if number % 50 == 0 else None,
            "first_decision": f"{number % 900 + 1}/QĐ-UBND",
        }
        drawn = chance.random()
        if drawn < 0.12:
            values |= chance.choice(FAULTS)
        elif drawn < 0.32:
            values |= chance.choice(HARMLESS)
        made = row(**values)
        if number % 2 and not any(name.startswith("second") for name in values):
            made |= ONCE | {Field.EXPIRY: None, Field.STARS_NOW: values.get("stars_now", 3)}
        yield made
