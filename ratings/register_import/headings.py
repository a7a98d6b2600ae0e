"""Which column is which, guessed from the words above it. Pure.

A heading has one or two rows: "Đánh giá lần đầu" over "Số sao", or all of it in one cell. What the province said the
last time about the same heading goes before any guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ratings.register_import.states import FIRST, OBLIGATORY, SECOND, Field, Recognition
from registry.places.folding import fold

_SECOND = re.compile(
    r"lan (?:thu )?(?:hai|2)\b|\b(?:danh gia|phan hang|cong nhan|xep hang) lai\b|nang hang|tai (?:cong nhan|danh gia)"
)
_FIRST = re.compile(r"lan (?:thu )?(?:nhat|dau|1|mot)\b|ban dau")
_NOW = re.compile(r"\b(?:hien tai|hien nay|hien hanh)\b")
_EXPIRY = re.compile(r"het (?:han|hieu luc)|gia tri den|hieu luc den|thoi han")
_OF_RECOGNITION: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"co quan|cap (?:cong nhan|quyet dinh|ban hanh)|noi cap|don vi (?:ban hanh|cong nhan|cap)|tham quyen"), "authority"),
    (re.compile(r"^(?:ngay|thoi gian|thoi diem)\b|\bngay (?:thang|ky|ban hanh|quyet dinh|qd|cong nhan|cap)"), "date"),
    (re.compile(r"\bso (?:qd|quyet dinh)|\b(?:qd|quyet dinh) so|^(?:qd|quyet dinh)\b|\bso hieu\b|\bquyet dinh$"), "decision"),
    (re.compile(r"^nam\b|\bnam (?:cong nhan|danh gia|xep hang|phan hang|dat)"), "year"),
    (re.compile(r"\bsao\b|^(?:xep |phan )?hang\b|\bket qua\b|\bhang (?:san pham|dat)"), "stars"),
)  # fmt: skip
_PLAIN: tuple[tuple[re.Pattern[str], Field], ...] = (
    (re.compile(r"^(?:stt|tt|so thu tu|so tt)\b"), Field.NUMBER),
    (re.compile(r"^ghi chu"), Field.NOTE),
    (re.compile(r"\bma (?:so )?(?:san pham|sp|ocop|so)|^ma$|^ma so$"), Field.CODE),
    (re.compile(r"\b(?:dien thoai|sdt|so dt|dt|lien he|lien lac)\b"), Field.PHONE),
    (re.compile(r"\b(?:dai dien|giam doc|chu nhiem|nguoi dung dau)\b"), Field.REPRESENTATIVE),
    (re.compile(r"\bloai hinh|\bloai chu the|\bhinh thuc to chuc"), Field.KIND),
    (re.compile(r"^(?:nhom|bo|nganh|phan nhom|loai)\b|\b(?:nhom|bo|nganh) (?:hang|san pham)\b"), Field.GROUP),
    (re.compile(r"\bdia chi\b|\btru so\b"), Field.ADDRESS),
    (re.compile(r"^(?:ten )?(?:xa|phuong|don vi hanh chinh|dia phuong|dia ban)\b|\bcap xa\b"), Field.COMMUNE),
    (re.compile(r"^(?:ten )?(?:huyen|quan|thi xa)\b|\bcap huyen\b"), Field.DISTRICT),
    (re.compile(r"\bchu the\b|\bco so (?:sx|san xuat)|\b(?:ten )?don vi\b|\bdoanh nghiep\b"), Field.PRODUCER),
    (re.compile(r"\bsan pham\b|^ten sp\b"), Field.PRODUCT),
)
MOST_HEADING_ROWS = 3
LEAST_FIELDS = 3
SEARCHED_ROWS = 20
"""A title, a place and a date may stand above the headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above one column: ``top`` is empty where one row says all. ``index`` counts columns from 0."""

    index: int
    top: str
    leaf: str

    @property
    def text(self) -> str:
        return f"{self.top} – {self.leaf}" if self.top else self.leaf

    @property
    def folded(self) -> str:
        return fold(f"{self.top} {self.leaf}")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headings stand: rows ``first`` to ``last`` (counted from 1) and what they say."""

    first: int
    last: int
    headings: tuple[Heading, ...]


def keys_of(headings: Sequence[Heading]) -> list[str]:
    """Return what a heading is remembered by; the second column of the same words is told apart."""
    seen: dict[str, int] = {}
    keys = []
    for heading in headings:
        seen[heading.folded] = seen.get(heading.folded, 0) + 1
        count = seen[heading.folded]
        keys.append(heading.folded if count == 1 else f"{heading.folded} #{count}")
    return [key[:200] for key in keys]


def guess(headings: Sequence[Heading], remembered: Mapping[str, str] | None = None) -> dict[int, Field]:
    """Return the field of each column, by its index; a field is given once, to the first column that fits."""
    known = remembered or {}
    found: dict[int, Field] = {}
    taken: set[Field] = set()
    for heading, key in zip(headings, keys_of(headings), strict=True):
        told = known.get(key)
        wanted = _candidates(heading) if told is None else [one for one in Field if one.value == told]
        field = next((one for one in wanted if one not in taken), None)
        if field is not None:
            found[heading.index] = field
            taken.add(field)
    return found


def find_head(rows: Sequence[Sequence[str]], remembered: Mapping[str, str] | None = None) -> Head | None:
    """Return the rows of headings among the first ``rows`` (texts, merged cells filled), or None.

    Those rows win in which most fields are recognised; of several those that tell most columns apart, then the fewest.
    """
    best: tuple[tuple[int, int, int], Head] | None = None
    for start in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, MOST_HEADING_ROWS + 1):
            if start + depth > len(rows):
                break
            headings = _joined(rows[start : start + depth])
            fields = set(guess(headings, remembered).values())
            recognised = len(fields) + sum(field in fields for field in OBLIGATORY)
            score = (recognised, len({heading.folded for heading in headings}), -depth)
            if len(fields) >= LEAST_FIELDS and (best is None or score > best[0]):
                best = (score, Head(start + 1, start + depth, headings))
    return best[1] if best else None


def _joined(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    width = max(len(row) for row in rows)
    above = [_spread([row[at] if at < len(row) else "" for at in range(width)], rows[-1]) for row in rows[:-1]]
    headings = []
    for at in range(width):
        leaf = rows[-1][at] if at < len(rows[-1]) else ""
        parts = list(dict.fromkeys(text for text in (*(row[at] for row in above), leaf) if text))
        if parts:
            headings.append(Heading(at, " ".join(parts[:-1])[:160], parts[-1][:160]))
    return tuple(headings)


def _spread(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """Let "Lần đầu" stand also over the columns right of it that are empty here and named below: centred, not merged."""
    filled, over = [], ""
    for at, text in enumerate(row):
        named = at < len(below) and bool(below[at])
        if text:
            over = text if _which(fold(text)) else ""
        filled.append(text or (over if named else ""))
    return filled


def _which(folded: str) -> Recognition | None:
    if _SECOND.search(folded):
        return SECOND
    return FIRST if _FIRST.search(folded) else None


def _candidates(heading: Heading) -> list[Field]:
    whole, leaf = heading.folded, fold(heading.leaf)
    if _EXPIRY.search(whole):
        return [Field.EXPIRY]
    if _NOW.search(whole):
        return [Field.STARS_NOW]
    which = _which(whole)
    part = _part_of_recognition(leaf, of=which)
    if which and (part or (part := _part_of_recognition(whole, of=which))):
        return [getattr(which, part)]
    plain = next((field for pattern, field in _PLAIN if pattern.search(leaf)), None)
    if plain:
        return [plain]
    if part:
        # The same words twice without saying which: the first column is the first recognition.
        return [getattr(FIRST, part), getattr(SECOND, part)]
    return []


def _part_of_recognition(folded: str, *, of: Recognition | None) -> str:
    text = folded
    if of:
        text = re.sub(r"\s+", " ", (_SECOND if of is SECOND else _FIRST).sub(" ", folded)).strip()
    return next((part for pattern, part in _OF_RECOGNITION if pattern.search(text)), "")
