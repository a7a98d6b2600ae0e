"""Check one row of a register: what it says, and everything that is wrong with it. Pure over what the caller has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ratings.register_import.cells import EXCEL_ERRORS, Cell, read_phone
from ratings.register_import.keys import decision_key, producer_key, product_key
from ratings.register_import.locating import Placed, RowPlace
from ratings.register_import.placing import PlaceFinder
from ratings.register_import.problems import CONFIRMABLE, Code, Problem, Weight, verdict_of
from ratings.register_import.recognitions import Recognised, compare_current, read_recognitions
from ratings.register_import.states import NOT_USED, Field, Verdict
from ratings.register_import.wording import kind_of, set_of
from registry.places.folding import fold
from registry.producers.states import ProducerKind
from registry.products.codes import parse, tidied

LONGEST = {
    Field.PRODUCT: 200,
    Field.PRODUCER: 200,
    Field.ADDRESS: 250,
    Field.REPRESENTATIVE: 120,
    Field.CODE: 40,
    Field.FIRST_DECISION: 60,
    Field.SECOND_DECISION: 60,
    Field.FIRST_AUTHORITY: 160,
    Field.SECOND_AUTHORITY: 160,
}
"""Signs that the register keeps."""
_OTHERS = 500


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has decided about a row: a commune of today (its code), a set, and codes of problems confirmed."""

    commune: str = ""
    set_number: int | None = None
    confirmed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Choices:
        return cls(plain.get("commune", ""), plain.get("set"), frozenset(plain.get("confirmed", ())))

    @property
    def plain(self) -> dict[str, Any]:
        values = {"commune": self.commune, "set": self.set_number, "confirmed": sorted(self.confirmed)}
        return {name: value for name, value in values.items() if value}


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Known:
    """A product that the register has: its commune, and what was recognised, by first day: stars and decision."""

    commune: str
    recognitions: Mapping[dt.date, tuple[int, str]]


@dataclass(slots=True)
class Knowledge:
    """What a row is compared with: products of the province by ``(producer, product)`` key, and whose each code is."""

    products: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """By ``code_key``: keys of producer and product, and what to call it."""


@dataclass(slots=True)
class Seen:
    """Rows of the same workbook: by key of producer and product the commune and number of each, and codes likewise."""

    products: dict[tuple[str, str], list[tuple[str, int]]] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """A row with what was found: ``facts`` are plain values to write, empty unless the row is good."""

    verdict: Verdict
    problems: list[Problem]
    identity: str
    place_key: str = ""
    communes: list[str] = field(default_factory=list)
    """Communes to choose from."""
    sets: tuple[int, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    number: int
    texts: dict[Field, str]
    cells: Mapping[Field, Cell]
    choices: Choices
    problems: list[Problem] = field(default_factory=list)

    def say(self, at: Field, code: Code, **values: object) -> None:
        self.problems.append(Problem(at, code, {name: str(value) for name, value in values.items()}))

    def say_missing(self, at: Field) -> None:
        """Say that nothing stands in a column, unless its Excel error was named already."""
        if not any(one.field is at and one.weight is Weight.BAD for one in self.problems):
            self.say(at, Code.MISSING)

    def text(self, at: Field) -> str:
        return self.texts.get(at, "")


@dataclass(slots=True)
class Checker:
    """Checks rows of one province on one day against what the register and the rows before say."""

    places: PlaceFinder
    knowledge: Knowledge
    today: dt.date
    seen: Seen = field(default_factory=Seen)

    def check(
        self,
        number: int,
        texts: Mapping[Field, str],
        cells: Mapping[Field, Cell],
        *,
        merged: Mapping[Field, int] | None = None,
        choices: Choices = NO_CHOICES,
    ) -> Checked:
        """Return what row ``number`` says and what is wrong with it.

        ``texts`` are the ``cells`` as text, empty ones left out; ``merged`` says in which row above a value stands.
        """
        row = _Row(number, dict(texts), cells, choices)
        for at, begins in (merged or {}).items():
            row.say(at, Code.MERGED, row=begins)
        _look_at_texts(row)
        kind = _kind(row)
        set_number, sets = _set(row)
        recognised, read = read_recognitions(row.texts, row.cells, self.today)
        row.problems += read
        row.problems += compare_current(row.texts, row.cells, recognised)
        keys = keys_of(row.texts)
        placed = self._place(row, keys)
        self._compare_code(row, keys)
        new = self._compare_known(row, keys, placed.commune, recognised)
        self._compare_seen(row, keys, placed.commune)
        row.problems = [
            one for one in row.problems if not (one.code in CONFIRMABLE and one.code.value in choices.confirmed)
        ]
        verdict = verdict_of(row.problems)
        if verdict is Verdict.GOOD and not new:
            verdict = Verdict.KNOWN
        facts: dict[str, Any] = {}
        if verdict is Verdict.GOOD:
            facts = _written(row) | {
                "keys": keys,
                "kind": kind,
                "set": set_number,
                "commune": placed.commune,
                "recognitions": [one.plain for one in recognised],
            }
        return Checked(verdict, row.problems, "|".join(keys)[:400], placed.key, placed.communes, sets, facts)

    def _place(self, row: _Row, keys: tuple[str, str]) -> Placed:
        registered = {known.commune for known in self.knowledge.products.get(keys, ())}
        placed = RowPlace(self.places, row.texts, row.choices.commune, registered).answer()
        for problem in placed.problems:
            if problem.code is Code.MISSING:
                row.say_missing(problem.field)
            else:
                row.problems.append(problem)
        return placed

    def _compare_code(self, row: _Row, keys: tuple[str, str]) -> None:
        code = code_key(row.text(Field.CODE))
        if not code:
            return
        for known in (self.knowledge.codes, self.seen.codes):
            whose = known.get(code)
            if whose and whose[:2] != keys:
                row.say(Field.CODE, Code.CODE_TAKEN, text=row.text(Field.CODE), whose=whose[2])
                return
        self.seen.codes.setdefault(code, (*keys, row.text(Field.PRODUCT)))

    def _compare_known(self, row: _Row, keys: tuple[str, str], commune: str, recognised: Sequence[Recognised]) -> bool:
        """Return whether the row says anything that the register does not have."""
        known = next((one for one in self.knowledge.products.get(keys, ()) if one.commune == commune), None)
        if known is None:
            return True
        new = False
        for one in recognised:
            there = known.recognitions.get(one.day)
            if there is None:
                new = True
            elif (there[0], decision_key(there[1])) != (one.stars, decision_key(one.decision)):
                day = f"{one.day:%d/%m/%Y}"
                row.say(one.columns.date, Code.REGISTER_DIFFERS, day=day, stars=there[0], number=there[1])
        return new

    def _compare_seen(self, row: _Row, keys: tuple[str, str], commune: str) -> None:
        if not all(keys):
            return
        before = self.seen.products.setdefault(keys, [])
        same = next((number for place, number in before if not place or not commune or place == commune), None)
        if same is not None:
            row.say(Field.PRODUCT, Code.DUPLICATE, row=same)
        before.append((commune, row.number))


def keys_of(texts: Mapping[Any, str]) -> tuple[str, str]:
    """Return the keys of producer and product of a row, by field or by the field's name."""
    return producer_key(texts.get(Field.PRODUCER, "")), product_key(texts.get(Field.PRODUCT, ""))


def code_key(text: str) -> str:
    """Return a product code as it is compared: of today's codes the permanent part, without the year."""
    parts = parse(text)
    if parts is None:
        return tidied(text)
    return str(parts) if parts.is_old else f"{parts.province}-{parts.commune}-{parts.serial}"


def _look_at_texts(row: _Row) -> None:
    """Say which cells hold an Excel error, nothing where something is needed, or too much."""
    for at, text in list(row.texts.items()):
        if text[0] == "#" and text in EXCEL_ERRORS:
            row.say(at, Code.EXCEL_ERROR_UNUSED if at in NOT_USED else Code.EXCEL_ERROR, text=text)
            row.texts[at] = ""
        elif len(text) > LONGEST.get(at, _OTHERS):
            row.say(at, Code.TOO_LONG, most=LONGEST.get(at, _OTHERS))
    for at in (Field.PRODUCT, Field.PRODUCER):
        if not row.text(at):
            row.say_missing(at)
    phone = row.text(Field.PHONE)
    if phone:
        read, put_back = read_phone(phone)
        if put_back:
            row.say(Field.PHONE, Code.PHONE_ZERO, text=read)
        elif not read:
            row.say(Field.PHONE, Code.PHONE_UNREAD, text=phone)


def _kind(row: _Row) -> ProducerKind | None:
    written = row.text(Field.KIND)
    kind, from_name = kind_of(written, row.text(Field.PRODUCER))
    if kind is None and written:
        row.say(Field.KIND, Code.KIND_UNREAD, text=written)
    elif kind is None:
        row.say_missing(Field.KIND)
    elif from_name:
        row.say(Field.KIND, Code.KIND_FROM_NAME, kind=kind.label)
    return kind


def _set(row: _Row) -> tuple[int | None, tuple[int, ...]]:
    if row.choices.set_number:
        return row.choices.set_number, ()
    found = set_of(row.text(Field.GROUP), row.text(Field.PRODUCT))
    if found.number is None:
        row.say(Field.GROUP, Code.SET_UNSURE, text=row.text(Field.GROUP) or row.text(Field.PRODUCT))
    elif found.from_name:
        row.say(Field.GROUP, Code.SET_FROM_NAME, set=found.number)
    return found.number, found.candidates


def _written(row: _Row) -> dict[str, str]:
    """Return what is registered as it is written; the address keeps the commune's name of its time."""
    written, district, phone = row.text(Field.COMMUNE), row.text(Field.DISTRICT), row.text(Field.PHONE)
    address = row.text(Field.ADDRESS)
    if written and fold(written) not in fold(address):
        address = ", ".join(part for part in (address, written, district) if part)
    return {
        "product": row.text(Field.PRODUCT),
        "producer": row.text(Field.PRODUCER),
        "address": address[: LONGEST[Field.ADDRESS]],
        "representative": row.text(Field.REPRESENTATIVE),
        "phone": read_phone(phone)[0] if phone else "",
        "code": tidied(row.text(Field.CODE)) if row.text(Field.CODE) else "",
    }
