"""Codes that people read off a package: ten signs, the last one a check digit.

The signs leave out what people confuse (0 O, 1 I L). Their number, 31, is prime, so that a weighted sum modulo 31
with different weights (as in ISBN-10, ISO 2108) finds every single wrong sign and every exchange of two neighbours.
"""

from __future__ import annotations

import re
import secrets
from enum import StrEnum

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_SEPARATORS = re.compile(r"[\s\-._]+")


class Fault(StrEnum):
    """Why what was typed cannot be a code."""

    LENGTH = "length"
    SIGN = "sign"
    CHECK = "check"


def new_code() -> str:
    """Return a fresh random code: 31**9, about 2.6e13, so guessing one that exists is hopeless."""
    number = secrets.randbelow(len(ALPHABET) ** (LENGTH - 1))
    body = ""
    for _place in range(LENGTH - 1):
        number, sign = divmod(number, len(ALPHABET))
        body += ALPHABET[sign]
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the check sign of the nine signs ``body``: the weighted sum of all ten is 0 modulo 31."""
    total = sum(weight * _VALUE[sign] for weight, sign in zip(range(LENGTH, 1, -1), body, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def normalise(typed: str) -> str:
    """Return ``typed`` without spaces and hyphens, in capitals."""
    return _SEPARATORS.sub("", typed).upper()


def fault_of(code: str) -> Fault | None:
    """Return what is wrong with the normalised ``code``, or None when it could be one."""
    if len(code) != LENGTH:
        return Fault.LENGTH
    if not set(code) <= set(ALPHABET):
        return Fault.SIGN
    return None if check_sign(code[:-1]) == code[-1] else Fault.CHECK


def grouped(code: str) -> str:
    """Return the code as printed: two groups of five, "K7M2P-9QXRT"."""
    return f"{code[:5]}-{code[5:]}"
