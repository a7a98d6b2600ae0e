"""Where a row of the register lies, and what is wrong with its place and its code. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ratings.register_import.placing import CodeLocated, Located, PlaceFinder, codes_of
from ratings.register_import.problems import Code, Problem
from ratings.register_import.states import Field
from registry.places.states import Outcome


@dataclass(slots=True)
class Placed:
    """``commune`` is "" when a person must choose among ``communes``; ``key`` is what rows of the same place share."""

    commune: str
    key: str
    communes: list[str]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class RowPlace:
    """The question of one row; ``chosen`` is the commune a person chose, ``registered`` where the register has it."""

    finder: PlaceFinder
    texts: Mapping[Field, str]
    chosen: str
    registered: Collection[str]
    problems: list[Problem] = field(default_factory=list)

    def answer(self) -> Placed:
        located = self.finder.locate(self._text(Field.COMMUNE), self._text(Field.DISTRICT), self._text(Field.ADDRESS))
        code = self._text(Field.CODE)
        by_code = self.finder.locate_code(code) if code else None
        if by_code and by_code.fault:
            self._say(Field.CODE, Code.CODE_FAULT, text=code, fault=by_code.fault.value)
        communes = codes_of(located.resolution.candidates, by_code.resolution.candidates if by_code else ())
        if self.chosen in self.finder.places.commune_of:
            commune = self.chosen
        elif located.elsewhere:
            self._say(self._column, Code.OTHER_PROVINCE, text=located.written)
            commune, communes = "", []
        elif located.commune:
            commune = self._certain(located, by_code)
        else:
            commune = self._uncertain(located, by_code)
        return Placed(commune, located.key, communes, self.problems)

    def _certain(self, located: Located, by_code: CodeLocated | None) -> str:
        """Return the commune unless the code names another one."""
        name = self.finder.name_of(located.commune)
        of_code = codes_of(by_code.resolution.candidates) if by_code else []
        if of_code and located.commune not in of_code:
            place = self.finder.name_of(of_code[0])
            self._say(Field.CODE, Code.CODE_ELSEWHERE, text=self._text(Field.CODE), place=place, written=name)
            return ""
        if located.former:
            self._say(self._column, Code.PLACE_OF_BEFORE, text=located.written, place=name)
        return located.commune

    def _uncertain(self, located: Located, by_code: CodeLocated | None) -> str:
        """Return the commune where the register or the code settle it; else say that a person must choose.

        A place that stands in no list is never settled by the code alone: a person looks at it.
        """
        if len(self.registered) == 1:
            [commune] = self.registered
            self._say(self._column, Code.PLACE_AS_REGISTERED, place=self.finder.name_of(commune))
            return commune
        several = located.resolution.outcome is Outcome.SEVERAL
        of_code = by_code.resolution.commune if by_code and not by_code.fault else ""
        if of_code and (not located.written or (several and of_code in codes_of(located.resolution.candidates))):
            self._say(self._column, Code.PLACE_FROM_CODE, place=self.finder.name_of(of_code))
            return of_code
        if not located.written:
            self._say(Field.COMMUNE, Code.MISSING)
        else:
            self._say(self._column, Code.PLACE_SEVERAL if several else Code.PLACE_UNKNOWN, text=located.written)
        return ""

    @property
    def _column(self) -> Field:
        """The column that says the place."""
        return Field.ADDRESS if self._text(Field.ADDRESS) and not self._text(Field.COMMUNE) else Field.COMMUNE

    def _text(self, at: Field) -> str:
        return self.texts.get(at, "")

    def _say(self, at: Field, code: Code, **values: str) -> None:
        self.problems.append(Problem(at, code, values))
