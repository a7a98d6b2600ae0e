"""Re-ranking before a certificate ends: when it is filed, and what must be brought up to date (articles 6.1c, 7.6a, 12.3).

Pure; the day is an argument.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.dossiers.states import Kind, Subject, Verdict
from registry.access.answers import ALLOWED, Answer, refuse
from registry.calendar.working_days import RE_RANKING_CLOSES, RE_RANKING_OPENS, days_before, last_day_of

EXTENSION = 180
"""Days after the last valid day to which article 12.3 may keep a certificate in force."""
PROVINCE_DAYS = 45
"""Calendar days that the province has from the full file (article 7.6g)."""
WINDOW = "điểm a khoản 6 Điều 7"
TRANSITION = "khoản 3 Điều 12"
UPDATES = "điểm c khoản 1 Điều 6"


def extended_to(last_valid_day: dt.date) -> dt.date:
    """Return the day to which article 12.3 may keep a certificate in force at most."""
    return last_day_of(last_valid_day, EXTENSION)


def province_due(received_on: dt.date) -> dt.date:
    """Return the province's last day: 45 calendar days, the day of full receipt not counted (article 7.6g)."""
    return last_day_of(received_on, PROVINCE_DAYS)


def in_time(kind: Kind, renews_until: dt.date | None, late_reason: str, day: dt.date) -> Answer:
    """Answer whether a dossier may be filed on ``day``: re-ranking in its window, or later and saying why.

    Later is at most 180 days after the last valid day, to which article 12.3 can keep a certificate in force.
    """
    if kind is not Kind.RE_RANKING:
        return ALLOWED
    if renews_until is None:
        raise ValueError("a re-ranking names the certificate that it renews")
    first, last = days_before(renews_until, RE_RANKING_OPENS), days_before(renews_until, RE_RANKING_CLOSES)
    if day < first:
        return refuse(
            _("It is not yet time to file for re-ranking: dossiers are taken from %(day)s.")
            % {"day": f"{first:%d/%m/%Y}"},
            article=WINDOW,
            remedy=_("You can write the dossier now and file it from that day on."),
        )
    if day > extended_to(renews_until):
        return refuse(
            _("The certificate ended more than 180 days ago, so there is nothing to rank again."),
            article=TRANSITION,
            remedy=_("Retract this dossier and register the product for the first time."),
        )
    if day > last and not late_reason.strip():
        return refuse(
            _("The last day to file for re-ranking was %(day)s.") % {"day": f"{last:%d/%m/%Y}"},
            article=f"{WINDOW}; {TRANSITION}",
            remedy=_("You can still file: say on the page of updates why it is late; the commune considers it."),
        )
    return ALLOWED


# ---------------------------------------------------------------- what must be brought up to date


@dataclass(frozen=True, slots=True)
class Update:
    """One matter brought up to date; ``note`` says what changed, or what has to be renewed."""

    verdict: Verdict
    note: str = ""

    @property
    def settled(self) -> bool:
        """Nothing is left to do: unchanged, or changed and told."""
        return self.verdict is Verdict.UNCHANGED or (self.verdict is Verdict.CHANGED and bool(self.note.strip()))


def open_subjects(updates: Mapping[str, Update]) -> tuple[Subject, ...]:
    """Return the matters that hold a re-ranking back: not answered, not told, or still out of date."""
    return tuple(subject for subject in Subject if not (found := updates.get(subject.value)) or not found.settled)


def updates_stated(updates: Collection[Update]) -> Answer:
    """Whoever says that something changed, or is out of date, says what."""
    if all(one.note.strip() for one in updates if one.verdict is not Verdict.UNCHANGED):
        return ALLOWED
    return refuse(
        _("Something is marked as changed or out of date without saying what."),
        article=UPDATES,
        remedy=_("Write one sentence beside it."),
    )
