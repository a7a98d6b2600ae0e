"""Stable keys: the same producer, product and decision have the same key however they are typed. Pure.

They make a second run of the same workbook add nothing.
"""

from __future__ import annotations

import re

from registry.places.folding import fold

_SHORT = (
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("ho kinh doanh", "hkd"),
    ("ho kd", "hkd"),
    ("doanh nghiep tu nhan", "dntn"),
    ("cong ty", "cty"),
    ("trach nhiem huu han", "tnhh"),
    ("mot thanh vien", "mtv"),
    ("co phan", "cp"),
    ("nong nghiep", "nn"),
    ("dich vu", "dv"),
    ("san xuat", "sx"),
    ("thuong mai", "tm"),
    ("co so", "cs"),
)
_WORDS = re.compile("|".join(rf"\b{long}\b" for long, _short in _SHORT))
_OF = dict(_SHORT)


def producer_key(name: str) -> str:
    """Return the key of a producer's name: "HTX Nông nghiệp Hải Lăng" and "Hợp tác xã NN Hải Lăng" have one."""
    return _WORDS.sub(lambda found: _OF[found[0]], fold(name))


def product_key(name: str) -> str:
    return fold(name)


def decision_key(number: str) -> str:
    """Return the key of a decision's number: "412 /QĐ-UBND" and "412/qđ-ubnd" have one."""
    return fold(number).replace(" ", "")
