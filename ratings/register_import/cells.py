"""What a cell says: text, dates, stars, phone numbers, as people and Excel write them. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from registry.accounts.phones import normalise_phone
from registry.documents.workbook import FORMULA_SIGNS
from registry.places.folding import fold

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""What openpyxl gives for a cell."""

EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_UNSEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DAY_ZERO = dt.date(1899, 12, 30)
"""Excel counts days from here (it takes 1900 for a leap year)."""
_SERIALS = range(36_526, 73_051)
"""Numbers that can be a date: 01/01/2000 to 31/12/2099."""
_WRITTEN = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_ISO = re.compile(r"(20\d{2})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]+)?")


def text_of(value: Cell) -> str:
    """Return a cell as one line of text; a date as dd/mm/yyyy, a whole number without ".0"."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value
        if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_SIGNS:
            text = text[1:]  # how the workbook of remaining rows makes a formula harmless
        if text.isascii() and text.isprintable():
            return " ".join(text.split())
        return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


class How(StrEnum):
    """How a date was written."""

    DATE = "date"
    TEXT = "text"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class ReadDate:
    day: dt.date
    how: How


def read_date(value: Cell) -> ReadDate | None:
    """Return the date that a cell means, day before month, or None."""
    if isinstance(value, dt.datetime):
        return ReadDate(value.date(), How.DATE)
    if isinstance(value, dt.date):
        return ReadDate(value, How.DATE)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(int(value))
    return _written_date(value.strip()) if isinstance(value, str) else None


def _written_date(text: str) -> ReadDate | None:
    if written := _WRITTEN.fullmatch(text):
        return _dated(written[1], written[2], written[3])
    if text.isascii() and text.isdigit() and len(text) <= len(str(_SERIALS.stop)):
        return _serial(int(text))
    if iso := _ISO.fullmatch(text):
        return _dated(iso[3], iso[2], iso[1])
    if words := _IN_WORDS.fullmatch(fold(text)):
        return _dated(words[1], words[2], words[3])
    return None


def date_within(text: str) -> dt.date | None:
    """Return the date that stands somewhere in a longer text: "QĐ số 12/QĐ-UBND ngày 30/11/2022"."""
    found = _WRITTEN.search(text)
    if found and len(found[3]) == len("2022"):
        read = _dated(found[1], found[2], found[3])
        return read.day if read else None
    words = _IN_WORDS.search(fold(text))
    read = _dated(words[1], words[2], words[3]) if words else None
    return read.day if read else None


def decision_alone(text: str) -> str:
    """Return the number of a decision without "Quyết định số" before it and the date after it."""
    text = re.sub(r"(?i)[,;(]?\s*ngày\s+.*$", "", text)
    return re.sub(r"(?i)^(?:quyết\s+định|qđ)?\s*(?:số)?\s*[:.]?\s*(?=\d)", "", text).strip(" ,;.")


def _serial(number: int) -> ReadDate | None:
    return ReadDate(_DAY_ZERO + dt.timedelta(days=number), How.SERIAL) if number in _SERIALS else None


def _dated(day: str, month: str, year: str) -> ReadDate | None:
    full = int(year) if len(year) == len("2022") else 2000 + int(year)
    try:
        return ReadDate(dt.date(full, int(month), int(day)), How.TEXT)
    except ValueError:
        return None


def read_year(text: str) -> int | None:
    """Return the year that stands in a cell ("2022", "Năm 2022"), or None."""
    found = re.search(r"(?<!\d)(20\d{2})(?!\d)", text)
    return int(found[1]) if found else None


def read_stars(text: str) -> int | None:
    """Return how many stars a text means, 1 to 5: "4", "4 sao", "Hạng 4 sao", "★★★★"; else None."""
    drawn = re.fullmatch(r"[★*⭐\s]+", text)
    if drawn:
        count = sum(text.count(sign) for sign in "★*⭐")
        return count if 1 <= count <= 5 else None
    found = re.fullmatch(r"(?:hang |dat |ocop |san pham )*0?([1-5])(?: sao)?(?: ocop)?", fold(text))
    return int(found[1]) if found else None


def is_potential(text: str) -> bool:
    """Whether stars are only hoped for: "tiềm năng 5 sao"."""
    folded = fold(text)
    return "tiem nang" in folded or "de nghi" in folded or "de xuat" in folded


def read_phone(text: str) -> tuple[str, bool]:
    """Return the first phone number of a text ("" when there is none), and whether its leading 0 was put back.

    Excel takes 0912345678 for a number and drops the 0.
    """
    for part in re.split(r"[;,/]|\s-\s", text):
        if phone := normalise_phone(part.strip()):
            return phone, False
        digits = re.sub(r"[\s.\-()]", "", part)
        if re.fullmatch(r"[1-9]\d{8}", digits):
            return f"0{digits}", True
    return "", False
