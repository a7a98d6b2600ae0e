"""What kind of producer and which product set the words of a register mean. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from registry.places.folding import fold
from registry.producers.states import ProducerKind
from registry.products.sets import BY_NUMBER, SETS

_KINDS: tuple[tuple[re.Pattern[str], ProducerKind], ...] = (
    (re.compile(r"\b(?:lien hiep|lien minh) (?:htx|hop tac xa)\b|\bhtx|\bhop tac xa\b"), ProducerKind.COOPERATIVE),
    (re.compile(r"\btht\b|\bto hop tac\b|\bto hop\b"), ProducerKind.COOPERATIVE_GROUP),
    (re.compile(r"\bc(?:ong )?ty (?:cp|co phan)\b|\bctcp\b"), ProducerKind.JOINT_STOCK_COMPANY),
    (re.compile(r"\btnhh\b|\btrach nhiem huu han\b"), ProducerKind.LIMITED_COMPANY),
    (re.compile(r"\bdntn\b|\bdoanh nghiep tu nhan\b"), ProducerKind.PRIVATE_ENTERPRISE),
    (re.compile(r"\btrang trai\b"), ProducerKind.FARM),
    (re.compile(r"\bho (?:kinh doanh|kd|gia dinh)\b|\bhkd\b|^ca the\b"), ProducerKind.FAMILY_HOUSEHOLD),
    (re.compile(r"\bho (?:san xuat|sx)\b|\bco so\b|\bcssx\b|^ho\b"), ProducerKind.PRODUCING_HOUSEHOLD),
    (re.compile(r"\blien doan\b|\blien hiep\b"), ProducerKind.FEDERATION),
    (re.compile(r"\btrung tam\b|\bban quan ly\b"), ProducerKind.OPERATING_CENTRE),
    (re.compile(r"\bhoi\b|\bhiep hoi\b"), ProducerKind.ASSOCIATION),
)  # fmt: skip
_BARE_COMPANY = re.compile(r"\bcong ty\b|\bdoanh nghiep\b|^dn$|^cty")

_OLD_NAMES = {
    8: ("Chế biến từ thịt, trứng, sữa", "Chế biến từ thủy, hải sản", "Chế biến từ thịt, thủy sản, trứng, sữa"),
    2: ("Thịt, trứng, sữa tươi",),
    4: ("Mật ong, các sản phẩm từ mật ong, mật khác", "Mật ong"),
    10: ("Gia vị khác",),
    11: ("Chè tươi, chế biến",),
    12: ("Các sản phẩm khác từ chè, trà", "Trà từ thực vật khác"),
    13: ("Cà phê, Ca cao",),
    16: ("Nước khoáng thiên nhiên, nước uống tinh khiết", "Nước khoáng thiên nhiên, nước uống tinh khiết đóng chai"),
    17: ("Đồ uống không cồn",),
    18: (
        "Thực phẩm chức năng, thuốc từ dược liệu, thuốc Y học cổ truyền",
        "Thực phẩm chức năng, thuốc dược liệu, thuốc y học cổ truyền",
    ),
    19: ("Mỹ phẩm", "Mỹ phẩm có thành phần từ thảo dược"),
    20: ("Thảo dược khác", "Tinh dầu và thảo dược khác"),
    21: ("Thủ công mỹ nghệ gia dụng", "Thủ công mỹ nghệ, trang trí"),
    22: ("Ngành vải, may mặc",),
    26: ("Dịch vụ du lịch cộng đồng và điểm du lịch", "Du lịch cộng đồng, du lịch sinh thái và điểm du lịch"),
}
"""Names of the sets under the decisions of 2019 and 2023."""
_SETS_BY_NAME = {
    **{fold(old): number for number, names in _OLD_NAMES.items() for old in names},
    **{fold(one.name): one.number for one in SETS},
}
_GROUPS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"\bdu lich\b"), frozenset({26})),
    (re.compile(r"\bdo uong khong con\b"), frozenset({16, 17})),
    (re.compile(r"\bdo uong co con\b"), frozenset({14, 15})),
    (re.compile(r"\bdo uong\b"), frozenset({14, 15, 16, 17})),
    (re.compile(r"\b(?:duoc lieu|thao duoc)\b"), frozenset({18, 19, 20})),
    (re.compile(r"\bvai\b|\bmay mac\b"), frozenset({22})),
    (re.compile(r"\bthu cong\b|\bluu niem\b|\bnoi that\b"), frozenset({21, 22})),
    (re.compile(r"\bsinh vat canh\b"), frozenset({23, 24, 25})),
    (re.compile(r"\bgia vi\b"), frozenset({9, 10})),
    (re.compile(r"^(?:che|tra)\b"), frozenset({11, 12})),
    (re.compile(r"\bca phe\b"), frozenset({13})),
    (re.compile(r"\btuoi song\b"), frozenset({1, 2})),
    (re.compile(r"\bso che\b"), frozenset({3, 4})),
    (re.compile(r"\bche bien\b"), frozenset({5, 6, 7, 8})),
    (re.compile(r"\bthuc pham\b"), frozenset(range(1, 14))),
)
_NUMBERING = re.compile(
    r"^(?:(?:[ivx]+|\d{1,2}) )?(?:(?:nhom|nganh|bo|phan nhom)(?: san pham| hang)? )?(?:(?:[ivx]+|\d{1,2}) )?"
)
_BY_NUMBER = re.compile(r"(?:bo(?: san pham)?(?: so)? )?(\d{1,2})")
_ALL = frozenset(BY_NUMBER)


@lru_cache(maxsize=4096)
def _allowed_by(group: str) -> frozenset[int]:
    """Return the sets that the words of a group leave open; none when they say nothing."""
    folded = fold(group)
    bare = _NUMBERING.sub("", folded, count=1)
    for text in (folded, bare):
        if text in _SETS_BY_NAME:
            return frozenset({_SETS_BY_NAME[text]})
    numbered = _BY_NUMBER.fullmatch(folded)
    if numbered and int(numbered[1]) in BY_NUMBER:
        return frozenset({int(numbered[1])})
    return next((numbers for pattern, numbers in _GROUPS if pattern.search(bare)), frozenset())


def _words(text: str) -> list[str]:
    """Return the words with their accents: "quê" is no "quế", and "của" no "cua"."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


_WORD = re.compile(r"\w+")
_BY_PHRASE: dict[str, list[int]] = {}
for _one in SETS:
    for _name in (*_one.words, *_one.name.split(",")):
        _BY_PHRASE.setdefault(" ".join(_words(_name)), []).append(_one.number)
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in _BY_PHRASE)


def _named(product: str) -> list[int]:
    """Return the sets of which an everyday name stands in a product's name, that of the longest name first."""
    words = _words(product)
    found: dict[int, None] = {}
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        for begin in range(len(words) - length + 1):
            for number in _BY_PHRASE.get(" ".join(words[begin : begin + length]), ()):
                found[number] = None
    return list(found)


@lru_cache(maxsize=4096)
def kind_of(written: str, producer: str) -> tuple[ProducerKind | None, bool]:
    """Return the kind of producer, and whether it was taken from the producer's name.

    "Doanh nghiệp" alone may be any company, so that the name decides; where it does not either, nothing is returned.
    """
    folded = fold(written)
    for pattern, kind in _KINDS:
        if pattern.search(folded):
            return kind, False
    if written and not _BARE_COMPANY.search(folded):
        return None, False
    name = fold(producer)
    return next(((kind, True) for pattern, kind in _KINDS if pattern.search(name)), (None, False))


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A set, or (``number`` None) those to choose from, the most likely first."""

    number: int | None
    from_name: bool = False
    candidates: tuple[int, ...] = ()


def set_of(group: str, product: str) -> FoundSet:
    """Return the set of 2026 that group and name mean; names of the older decisions are understood."""
    allowed = _allowed_by(group)
    if len(allowed) == 1:
        return FoundSet(next(iter(allowed)))
    likely = [number for number in _named(product) if number in (allowed or _ALL)]
    if likely and (allowed or not group):
        return FoundSet(likely[0], from_name=True)
    return FoundSet(None, candidates=tuple(dict.fromkeys([*likely, *sorted(allowed or ())])))
