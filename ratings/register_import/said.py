"""Problems as people read them: row, column by its letter and name, and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import Problem, Weight, problem_of


def letters_of(register: RegisterImport) -> dict[str, str]:
    return {name: get_column_letter(index + 1) for name, index in register.columns.items()}


@dataclass(frozen=True, slots=True)
class Said:
    """A problem as a page says it: column letter, column, sentence."""

    letter: str
    column: str
    sentence: str
    weight: str

    def __str__(self) -> str:
        where = f"{self.letter} ({self.column})" if self.letter else self.column
        return f"{where}: {self.sentence}"


def said(problem: Problem, letters: Mapping[str, str]) -> Said:
    return Said(letters.get(problem.field.value, ""), str(problem.field.label), problem.sentence, problem.weight.value)


def said_of(row: ImportRow, letters: Mapping[str, str]) -> list[Said]:
    """Return what is said about a row, what keeps it out first."""
    order = list(Weight)
    problems = sorted((problem_of(plain) for plain in row.problems), key=lambda one: order.index(one.weight))
    return [said(problem, letters) for problem in problems]
