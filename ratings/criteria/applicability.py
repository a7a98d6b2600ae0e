"""Which law a dossier is judged under (article 12.2 of Decision 26/2026/QĐ-TTg).

A dossier filed at the commune before 22/05/2026 keeps the old law only if it is finished within 60 days of that day
(first time, upgrade: by 21/07/2026) or 30 days (ranked again: by 21/06/2026). Everything else is under the law of 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LAW_2019 = "qd1048-2019"
LAW_2023 = "qd148-2023"
LAW_2026 = "qd26-2026"

IN_FORCE_FROM: dict[str, date] = {
    LAW_2019: date(2019, 8, 21),
    LAW_2023: date(2023, 2, 24),
    LAW_2026: date(2026, 5, 22),
}
FINISH_BY = IN_FORCE_FROM[LAW_2026] + timedelta(days=60)
"""Last day for old first-time and upgrade dossiers: 21/07/2026 (point a)."""
FINISH_RE_RANKING_BY = IN_FORCE_FROM[LAW_2026] + timedelta(days=30)
"""Last day for old dossiers to be ranked again: 21/06/2026 (point b)."""
RE_RANKING = "re_ranking"
"""Kind of dossier, as in wording.md 1; the others are "first" and "upgrade"."""


@dataclass(frozen=True)
class Applicable:
    """The law that applies, and the day by which it must be finished under it (None: no such day)."""

    law: str
    finish_by: date | None
    article: str = ""


def applicable_law(*, filed_on: date, kind: str, on: date) -> Applicable:
    """Return the law under which a dossier filed at the commune on ``filed_on`` is judged on ``on``.

    ``on`` is the day it was finished, or today while it is open: an old dossier that is late passes to the law of 2026.
    Raises ValueError for a day before the first law.
    """
    if filed_on < IN_FORCE_FROM[LAW_2019]:
        raise ValueError("filed before any law on star ratings was in force")
    if filed_on >= IN_FORCE_FROM[LAW_2026]:
        return Applicable(LAW_2026, None)
    finish_by = FINISH_RE_RANKING_BY if kind == RE_RANKING else FINISH_BY
    if on > finish_by:
        return Applicable(LAW_2026, None, "khoản 2 Điều 12")
    law = LAW_2023 if filed_on >= IN_FORCE_FROM[LAW_2023] else LAW_2019
    return Applicable(law, finish_by, "điểm b khoản 2 Điều 12" if kind == RE_RANKING else "điểm a khoản 2 Điều 12")
