"""Phone numbers as people write them, kept in one form."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s.\-()]+")


def normalise_phone(text: str) -> str:
    """Return the number as ten digits beginning with 0, or "" when ``text`` is not a Vietnamese mobile or land line.

    Understands 0912 345 678, +84 912345678, 84-912.345.678.
    """
    digits = _SEPARATORS.sub("", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    return digits if re.fullmatch(r"0\d{9,10}", digits) else ""
