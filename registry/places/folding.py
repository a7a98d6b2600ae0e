"""One folded form for searching Vietnamese text, the same on both databases and in Python.

``icontains`` misses Vietnamese capitals on SQLite and accents everywhere, so columns that people search have a folded
twin, and what people type is folded before it is compared.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_MARKS = re.compile(r"[\u0300-\u036f]+")
"""What NFKD takes off a Latin letter."""
MOST_WORDS = 12
"""Words of a search that are looked for: each costs a condition, and databases refuse thousands of them."""


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents: "Nước mắm Gia Đẳng" -> "nuoc mam gia dang".

    "Hoà" and "Hòa" meet, punctuation becomes one space, đ becomes d.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return _NOT_WORD.sub(" ", _MARKS.sub("", decomposed)).strip()


def words_of(text: str) -> list[str]:
    """Return the first words of a search, folded."""
    return fold(text).split()[:MOST_WORDS]
