"""How people write names of places: with or without the kind of unit, abbreviated, in capitals, without accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from registry.places.folding import fold
from registry.places.sortkey import sort_key

_KINDS = {
    ("xa",): "xã",
    ("x",): "xã",
    ("phuong",): "phường",
    ("p",): "phường",
    ("thi", "tran"): "thị trấn",
    ("tt",): "thị trấn",
    ("dac", "khu"): "đặc khu",
    ("huyen",): "huyện",
    ("h",): "huyện",
    ("quan",): "quận",
    ("q",): "quận",
    ("thi", "xa"): "thị xã",
    ("tx",): "thị xã",
    ("thanh", "pho"): "thành phố",
    ("tp",): "thành phố",
    ("tinh",): "tỉnh",
    ("t",): "tỉnh",
}
COMMUNE_KINDS = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
DISTRICT_KINDS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
_PROVINCE_SHORT = {
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "hochiminhcity": "hochiminh",
    "saigon": "hochiminh",
    "hn": "hanoi",
    "brvt": "bariavungtau",
    "tthue": "hue",
    "thuathienhue": "hue",
}
_SMALLER = frozenset(
    ["thôn", "thon", "ấp", "xóm", "xom", "khóm", "khom", "khu", "tổ", "số", "ngõ", "hẻm", "đội", "kp", "tdp"]
)
"""First words of what is smaller than a commune; with accents where a commune begins like it ("Tô Múa", "Sơ Pai")."""
_FUSED = re.compile(r"^(p|q)(\d+)$")
_FINAL_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y$|(?<=qu)y$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written name: ``kind`` of unit ("" when not written), ``key`` without accents, ``accents``."""

    kind: str
    key: str
    accents: str


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A place as written: each part may be empty, abbreviated or misspelt."""

    commune: str
    district: str = ""
    province: str = ""


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read a name, the longest kind of unit taken off first, the text as it stands last.

    Several, since a first word may be a kind or a part of the name: "H'Nol" is no district ("huyện Nol").
    """
    words = _words(text)
    found = []
    for length in (2, 1):
        kind = _KINDS.get(tuple(fold(word) for word in words[:length]))
        if kind and len(words) > length:
            found.append(_reading(kind, words[length:]))
    return (*found, _reading("", words))


def bare(name: str) -> Reading:
    """Return the reading of an official name, which always begins with its kind ("Thị trấn Ái Tử")."""
    return readings(name)[0]


def province_keys(text: str) -> frozenset[str]:
    """Return what a province may be meant by ``text``: "TP.HCM", "Sài Gòn" and "Hồ Chí Minh" are one."""
    keys = {reading.key for reading in readings(text)}
    return frozenset(_PROVINCE_SHORT.get(key, key) for key in keys)


def written_place(text: str) -> WrittenPlace:
    """Take an address of one line apart: "Thôn 1, xã Triệu Lăng, huyện Triệu Phong, tỉnh Quảng Trị".

    Parts are told apart by commas or semicolons, without any by " - " (some names hold one); a kind of unit decides over the position; house numbers and
    hamlets before the commune are left out.
    """
    parts = [part.strip(" .") for part in re.split(r"[,;\n]" if re.search(r"[,;\n]", text) else r"\s[-–]\s", text)]
    parts = [part for part in parts if part and fold(part) not in ("viet nam", "vietnam", "vn")]
    while len(parts) > 1 and _is_smaller(parts[0]):
        parts.pop(0)
    if not parts:
        return WrittenPlace("")
    commune = next((part for part in parts if kind_written(part) in COMMUNE_KINDS), "")
    province = parts[-1] if len(parts) > 1 and parts[-1] != commune else ""
    between = [part for part in parts if part not in (commune, province)]
    district = next((part for part in between if kind_written(part) in DISTRICT_KINDS), "")
    if not district and commune and between and parts.index(between[-1]) > parts.index(commune):
        district = between[-1]
    if not commune:
        rest = [part for part in between if part != district]
        district = district or (rest.pop() if len(rest) > 1 else "")
        commune = rest[-1] if rest else ""
    return WrittenPlace(commune, district, province)


def kind_written(text: str) -> str:
    """Return the kind of unit with which a name is written ("huyện" of "H. Triệu Phong"), or ""."""
    return readings(text)[0].kind


def likeness(one: str, other: str) -> float:
    """Return how much two keys share of their groups of three signs: 0.0 nothing, 1.0 all."""
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


@lru_cache(maxsize=32768)
def _trigrams(key: str) -> frozenset[str]:
    padded = f"  {key} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)
    words: list[str] = []
    for word in "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in composed).split():
        fused = _FUSED.match(word.casefold())
        words.extend(fused.groups() if fused else (word,))
    return words


def _reading(kind: str, words: list[str]) -> Reading:
    return Reading(kind, "".join(_plain(fold(word)) for word in words), sort_key(" ".join(words)))


def _plain(word: str) -> str:
    """Make spellings of one name equal: Mỹ and Mĩ, Đắk and Đắc, Phường 1 and Phường 01."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    word = _FINAL_Y.sub("i", word)
    return word[:-1] + "k" if word.endswith("c") else word


def _is_smaller(part: str) -> bool:
    first = _words(part)[:1]
    return bool(first) and (first[0].casefold() in _SMALLER or first[0][0].isdecimal()) and not kind_written(part)


def name_without_kind(name: str) -> str:
    """Return an official name without its kind: "Thị trấn Ái Tử" -> "Ái Tử"."""
    words = name.split()
    for length in (2, 1):
        if tuple(fold(word) for word in words[:length]) in _KINDS and len(words) > length:
            return " ".join(words[length:])
    return name
