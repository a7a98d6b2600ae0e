"""What may be wrong with a row, each in a sentence for people. A problem is kept as code and values, never as text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ratings.register_import.states import Field, Verdict
from registry.places.states import CodeFault

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Weight(StrEnum):
    """``BAD`` keeps a row out until it is corrected, ``CHOICE`` until a person decides; a ``NOTE`` says how it was read."""

    BAD = "bad"
    CHOICE = "choice"
    NOTE = "note"


class Code(StrEnum):
    MISSING = "missing"
    EXCEL_ERROR = "excel_error"
    EXCEL_ERROR_UNUSED = "excel_error_unused"
    TOO_LONG = "too_long"
    KIND_UNREAD = "kind_unread"
    STARS_UNREAD = "stars_unread"
    STARS_LOW = "stars_low"
    STARS_POTENTIAL = "stars_potential"
    DATE_UNREAD = "date_unread"
    DATE_AHEAD = "date_ahead"
    DATE_EARLY = "date_early"
    NOT_LATER = "not_later"
    OTHER_PROVINCE = "other_province"
    REGISTER_DIFFERS = "register_differs"
    CODE_TAKEN = "code_taken"
    YEAR_DIFFERS = "year_differs"
    STARS_DIFFER = "stars_differ"
    EXPIRY_DIFFERS = "expiry_differs"
    DUPLICATE = "duplicate"
    CODE_FAULT = "code_fault"
    CODE_ELSEWHERE = "code_elsewhere"
    PLACE_SEVERAL = "place_several"
    PLACE_UNKNOWN = "place_unknown"
    SET_UNSURE = "set_unsure"
    MERGED = "merged"
    DATE_SERIAL = "date_serial"
    DATE_TEXT = "date_text"
    DATE_FROM_DECISION = "date_from_decision"
    PHONE_ZERO = "phone_zero"
    PHONE_UNREAD = "phone_unread"
    PLACE_OF_BEFORE = "place_of_before"
    PLACE_FROM_CODE = "place_from_code"
    PLACE_AS_REGISTERED = "place_as_registered"
    KIND_FROM_NAME = "kind_from_name"
    SET_FROM_NAME = "set_from_name"


_SENTENCES: dict[Code, tuple[Weight, StrOrPromise]] = {
    Code.MISSING: (Weight.BAD, _("is empty.")),
    Code.EXCEL_ERROR: (Weight.BAD, _("holds the Excel error %(text)s: the formula no longer finds its cell.")),
    Code.EXCEL_ERROR_UNUSED: (Weight.NOTE, _("holds the Excel error %(text)s; this column is not needed.")),
    Code.TOO_LONG: (Weight.BAD, _("is longer than %(most)s signs.")),
    Code.KIND_UNREAD: (
        Weight.BAD,
        _("“%(text)s” is no kind of producer; write for example HTX, Tổ hợp tác, Công ty TNHH, Hộ kinh doanh."),
    ),
    Code.STARS_UNREAD: (Weight.BAD, _("“%(text)s” is no number of stars; write 3, 4 or 5.")),
    Code.STARS_LOW: (Weight.BAD, _("%(text)s: only 3, 4 and 5 stars are recognised by a decision.")),
    Code.STARS_POTENTIAL: (
        Weight.BAD,
        _("“%(text)s” is a proposal, not a recognition; write the stars of the decision that was issued."),
    ),
    Code.DATE_UNREAD: (Weight.BAD, _("“%(text)s” is no date; write it as dd/mm/yyyy.")),
    Code.DATE_AHEAD: (Weight.BAD, _("%(day)s has not come yet.")),
    Code.DATE_EARLY: (Weight.BAD, _("%(day)s lies before the programme began.")),
    Code.NOT_LATER: (Weight.BAD, _("%(day)s is not after the first recognition of %(first)s.")),
    Code.OTHER_PROVINCE: (Weight.BAD, _("“%(text)s” lies in another province than yours.")),
    Code.REGISTER_DIFFERS: (
        Weight.BAD,
        _("the system already holds a recognition of %(day)s, but as %(stars)s stars by decision %(number)s."),
    ),
    Code.CODE_TAKEN: (Weight.BAD, _("the code %(text)s belongs to another product (%(whose)s).")),
    Code.YEAR_DIFFERS: (Weight.CHOICE, _("the year is %(year)s, the date is %(day)s: which one is right?")),
    Code.STARS_DIFFER: (
        Weight.CHOICE,
        _("current stars are %(now)s, but the latest recognition of %(day)s gives %(latest)s."),
    ),
    Code.EXPIRY_DIFFERS: (
        Weight.CHOICE,
        _("expiry is written %(written)s; 36 months from the latest decision end on %(computed)s."),
    ),
    Code.DUPLICATE: (Weight.CHOICE, _("the same product of the same producer already stands in row %(row)s.")),
    Code.CODE_FAULT: (Weight.CHOICE, _("the code %(text)s does not fit: %(fault)s")),
    Code.CODE_ELSEWHERE: (Weight.CHOICE, _("by its code %(text)s the product is of %(place)s, not of %(written)s.")),
    Code.PLACE_SEVERAL: (Weight.CHOICE, _("“%(text)s” can be several communes of today: choose one.")),
    Code.PLACE_UNKNOWN: (Weight.CHOICE, _("“%(text)s” stands in no list of communes: choose the commune of today.")),
    Code.SET_UNSURE: (Weight.CHOICE, _("“%(text)s” does not say which of the 26 sets: choose one.")),
    Code.MERGED: (Weight.NOTE, _("is taken from the merged cell that begins in row %(row)s.")),
    Code.DATE_SERIAL: (Weight.NOTE, _("the number %(text)s is read as the date %(day)s.")),
    Code.DATE_TEXT: (Weight.NOTE, _("the text “%(text)s” is read as the date %(day)s.")),
    Code.DATE_FROM_DECISION: (Weight.NOTE, _("is empty; the date %(day)s is taken from the decision's column.")),
    Code.PHONE_ZERO: (Weight.NOTE, _("the leading 0 is put back: %(text)s.")),
    Code.PHONE_UNREAD: (Weight.NOTE, _("“%(text)s” is no phone number; it is left empty.")),
    Code.PLACE_OF_BEFORE: (Weight.NOTE, _("“%(text)s” is today %(place)s.")),
    Code.PLACE_FROM_CODE: (Weight.NOTE, _("is taken from the product code: %(place)s.")),
    Code.PLACE_AS_REGISTERED: (Weight.NOTE, _("the product is registered already in %(place)s.")),
    Code.KIND_FROM_NAME: (Weight.NOTE, _("is taken from the producer's name: %(kind)s.")),
    Code.SET_FROM_NAME: (Weight.NOTE, _("is taken from the product's name: set %(set)s.")),
}

CONFIRMABLE: dict[Code, StrOrPromise] = {
    Code.YEAR_DIFFERS: _("The date is right, the year is not."),
    Code.STARS_DIFFER: _("The recognitions are right; current stars follow from them."),
    Code.EXPIRY_DIFFERS: _("The decision is right; the certificate ends after 36 months."),
    Code.DUPLICATE: _("It is the same product: join the recognitions of both rows."),
    Code.CODE_FAULT: _("Keep the code as it is written on the certificate."),
}
"""Choices that a person makes by a tick, with what the tick says."""
PLACES = frozenset({Code.PLACE_SEVERAL, Code.PLACE_UNKNOWN, Code.CODE_ELSEWHERE})
"""Choices that a person makes by choosing a commune."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one column of one row."""

    field: Field
    code: Code
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        return _SENTENCES[self.code][0]

    @property
    def sentence(self) -> str:
        """What is wrong, in the language of the page, to be read after the column's name."""
        values = dict(self.values)
        if "fault" in values:
            values["fault"] = str(CodeFault(values["fault"]).label)
        return str(_SENTENCES[self.code][1]) % values

    @property
    def plain(self) -> dict[str, Any]:
        return {"field": self.field.value, "code": self.code.value, "values": dict(self.values)}


def problem_of(plain: Mapping[str, Any]) -> Problem:
    """Return the problem that ``Problem.plain`` described."""
    return Problem(Field(plain["field"]), Code(plain["code"]), plain["values"])


def verdict_of(problems: Iterable[Problem]) -> Verdict:
    weights = {problem.weight for problem in problems}
    if Weight.BAD in weights:
        return Verdict.BAD
    return Verdict.CHOICE if Weight.CHOICE in weights else Verdict.GOOD


SHORT: dict[Code, StrOrPromise] = {
    Code.MISSING: _("Empty cell"),
    Code.EXCEL_ERROR: _("Excel error (#REF! and the like)"),
    Code.TOO_LONG: _("Text too long"),
    Code.KIND_UNREAD: _("Kind of producer not understood"),
    Code.STARS_UNREAD: _("Stars not understood"),
    Code.STARS_LOW: _("Fewer than 3 stars"),
    Code.STARS_POTENTIAL: _("Potential 5 stars"),
    Code.DATE_UNREAD: _("Date not understood"),
    Code.DATE_AHEAD: _("Date ahead"),
    Code.DATE_EARLY: _("Date before the programme"),
    Code.NOT_LATER: _("Second recognition not after the first"),
    Code.OTHER_PROVINCE: _("Place in another province"),
    Code.REGISTER_DIFFERS: _("Differs from the system"),
    Code.CODE_TAKEN: _("Code of another product"),
    Code.YEAR_DIFFERS: _("Date and year disagree"),
    Code.STARS_DIFFER: _("Current stars disagree"),
    Code.EXPIRY_DIFFERS: _("Expiry disagrees"),
    Code.DUPLICATE: _("Same product twice"),
    Code.CODE_FAULT: _("Code does not fit"),
    Code.CODE_ELSEWHERE: _("Code of another commune"),
    Code.PLACE_SEVERAL: _("Several communes possible"),
    Code.PLACE_UNKNOWN: _("Commune in no list"),
    Code.SET_UNSURE: _("Set not clear"),
    Code.MERGED: _("Merged cells"),
    Code.DATE_SERIAL: _("Date as a number"),
    Code.DATE_TEXT: _("Date as text"),
    Code.DATE_FROM_DECISION: _("Date from the decision's column"),
    Code.PHONE_ZERO: _("Phone without 0"),
    Code.PHONE_UNREAD: _("Phone not understood"),
    Code.PLACE_OF_BEFORE: _("Former commune"),
    Code.PLACE_FROM_CODE: _("Commune from the code"),
    Code.PLACE_AS_REGISTERED: _("Commune as registered"),
    Code.KIND_FROM_NAME: _("Kind from the name"),
    Code.SET_FROM_NAME: _("Set from the name"),
    Code.EXCEL_ERROR_UNUSED: _("Excel error in an unused column"),
}
