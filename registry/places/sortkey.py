"""The order of the Vietnamese alphabet as a plain column, because neither database sorts it alike (or at all).

a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, with f, j, w and z at their places in the Latin alphabet.
Syllables are compared one after the other as in dictionaries, and within a syllable first the letters, then the tone:
ngang, huyền, hỏi, ngã, sắc, nặng. Where the tone mark is written does not matter ("Hoà" = "Hòa").
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_QUALITIES = "\u0306\u0302\u031b"
_LETTER = {letter: f"{20 + at}" for at, letter in enumerate(_ALPHABET)}
_DIGIT = {digit: f"{10 + at}" for at, digit in enumerate("0123456789")}
_JOINED = "'’ʼ`"
"""Signs inside a word: "M'Drắk" is one syllable to the reader."""
_NUMBER_WIDTH = 4


def sort_key(text: str) -> str:
    """Return digits that sort as the Vietnamese alphabet does, the same under every collation.

    A syllable is two digits for each letter and "0" with the tone at its end, so that a shorter syllable comes first.
    Numbers sort by value ("Phường 2" before "Phường 10"); other signs only separate.
    """
    return "".join(_syllable(word) for word in _words(text))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold()
    kept = "".join(c for c in plain if c not in _JOINED)
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in kept).split()


def _syllable(word: str) -> str:
    if word.isdecimal():
        word = word.lstrip("0").zfill(_NUMBER_WIDTH)
    codes: list[str] = []
    tone = 0
    letter = ""
    for sign in [*unicodedata.normalize("NFD", word), ""]:
        if sign and sign in _QUALITIES:
            letter = unicodedata.normalize("NFC", letter + sign)
        elif sign in _TONES:
            tone = _TONES[sign]
        else:
            codes.append(_LETTER.get(letter) or _DIGIT.get(letter, ""))
            letter = sign
    return "".join(codes) + f"0{tone}"
