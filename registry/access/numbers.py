"""Numbers out of addresses and forms that no Django field has cleaned."""

from __future__ import annotations

MOST_DIGITS = 18
"""Digits of a number that every column of a key can hold."""


def whole_number(text: str) -> int | None:
    """Return the number that ``text`` writes in plain digits; None for anything else.

    ``isdigit`` alone lets "²" through, which is no number, and ``int`` refuses thousands of digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
