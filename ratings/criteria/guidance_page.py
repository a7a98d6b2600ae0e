"""Guidance on one line as its page draws it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ratings.criteria.guidance import Handbook, Paper
from ratings.criteria.sheet import CriteriaSheet, Line, Option
from ratings.criteria.wording import name_of
from registry.evidence.kinds import BY_NUMBER, EvidenceKind

WORKING_DAYS_A_MONTH = 21
MONTHS_FROM = 45
"""From so many working days on, months say it better."""


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper of which nothing but itself is said; ``kind`` is None for samples."""

    name: str
    issuer: str
    kind: EvidenceKind | None
    time: str
    cost: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownProof:
    """Printed options that follow each other and are proved alike. Of each of the ``needs`` one paper is enough."""

    options: tuple[Option, ...]
    how: str
    needs: tuple[tuple[ShownPaper, ...], ...]
    helps: tuple[ShownPaper, ...]


@dataclass(frozen=True, slots=True)
class ShownGuidance:
    code: str
    name: str
    note: str
    asks: str
    proofs: tuple[ShownProof, ...]
    mistakes: tuple[str, ...]
    advice: str


def shown_guidance(handbook: Handbook, sheet: CriteriaSheet, line: Line, *, case: str = "") -> ShownGuidance:
    """Build the page of one line; without ``case`` the options of every case are shown. Raises NoGuidance."""
    entry = handbook.of(sheet.number, line)
    options = line.options_for(case) if case else line.options
    proofs = [
        ShownProof(
            options=tuple(alike),
            how=proof.how,
            needs=tuple(tuple(shown_paper(handbook, paper) for paper in need) for need in proof.needs),
            helps=tuple(shown_paper(handbook, paper) for paper in proof.helps),
        )
        for proof, alike in groupby(options, key=entry.proof_of)
    ]
    return ShownGuidance(
        code=line.code,
        name=name_of(line),
        note=line.note,
        asks=entry.asks,
        proofs=tuple(proofs),
        mistakes=entry.mistakes,
        advice=entry.advice,
    )


def shown_paper(handbook: Handbook, paper: Paper) -> ShownPaper:
    return ShownPaper(
        name=paper.name,
        issuer=paper.issuer,
        kind=BY_NUMBER[paper.evidence] if paper.evidence else None,
        time=about(paper.days),
        cost=str(paper.cost.label),
        after=tuple(handbook.papers[key].name for key in paper.after),
    )


def about(working_days: int) -> str:
    """Say an estimate as people do: "about 15 working days", "about 12 months"."""
    if working_days < MONTHS_FROM:
        return ngettext("about %(count)s working day", "about %(count)s working days", working_days) % {
            "count": working_days
        }
    months = round(working_days / WORKING_DAYS_A_MONTH)
    return _("about %(count)s months") % {"count": months}
