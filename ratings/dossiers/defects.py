"""What offices return dossiers for most often, and what to tell producers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from ratings.criteria.queries import sheets_of
from ratings.dossiers.models import Dossier, ReturnItem
from ratings.dossiers.return_texts import text_of

SHOWN = 3
"""Reasons shown of each defect."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing asked for: ``count`` times in ``dossiers`` dossiers, of which ``again`` did not satisfy at first."""

    title: str
    count: int
    dossiers: int
    again: int
    reasons: tuple[str, ...]
    """The words officers used most, the most frequent first."""
    advice: str


def defects_of(dossiers: QuerySet[Dossier], since: dt.date) -> list[Defect]:
    """Return what was asked for in ``dossiers`` since a day, the most frequent first; lines of all sheets by name."""
    rows = ReturnItem.objects.filter(request__dossier__in=dossiers, request__asked_at__date__gte=since)
    items = list(
        rows.values_list("title", "subject", "reason", "recheck", "request__dossier", "request__dossier__criteria_set")
    )
    sheets = sheets_of({criteria_set for *_rest, criteria_set in items})
    found: dict[str, list[tuple[str, str, str, int, int]]] = {}
    for title, subject, reason, recheck, dossier, criteria_set in items:
        name = title.partition(". ")[2] if subject.startswith("line:") else title
        found.setdefault(name or title, []).append((subject, reason, recheck, dossier, criteria_set))
    defects = [
        Defect(
            title=name,
            count=len(each),
            dossiers=len({dossier for _s, _r, _c, dossier, _set in each}),
            again=sum(1 for _s, _r, recheck, _d, _set in each if recheck == "again"),
            reasons=tuple(reason for reason, _n in Counter(reason for _s, reason, *_rest in each).most_common(SHOWN)),
            advice=text_of(each[0][0], sheets[each[0][4]].sheet).example,
        )
        for name, each in found.items()
    ]
    return sorted(defects, key=lambda one: (-one.count, one.title))
