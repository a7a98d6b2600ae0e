"""The tables of this app, listed for Django; each is declared in its concept."""

from ratings.criteria.models import CriteriaSet, Criterion, Gate, LawVersion, Line, Option, Part, Rule
from ratings.sheets.models import Answer, Sheet

__all__ = [
    "Answer",
    "CriteriaSet",
    "Criterion",
    "Gate",
    "LawVersion",
    "Line",
    "Option",
    "Part",
    "Rule",
    "Sheet",
]
