"""Whether a person may fill, open, call again or conclude. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from ratings.councils.models import Declaration
from ratings.councils.quorum import Quorum, may_open, may_score
from ratings.councils.rules import DECLARING
from ratings.criteria.result import Result
from ratings.criteria.wording import spread_sentence
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Party
from ratings.scoring.models import MemberSheet
from registry.access.answers import ALLOWED, Answer, refuse
from registry.accounts.models import User

ARTICLE = "điểm d khoản 3 Điều 7; Quy chế"
ANNEX = "Phụ lục II; điểm d khoản 3 Điều 7"
RUNNING = frozenset({State.SCORING, State.RESCORING})
KNOCK_OUT_STATES = frozenset(
    {
        State.RECEIVED,
        State.AWAITING_COMMUNE_SIGNATURE,
        State.PROVINCE_CHECKING,
        State.UNDER_APPRAISAL,
        State.ON_AGENDA,
        State.SCORING,
        State.RESCORING,
        State.OPENED,
    }
)
"""While somebody examines the dossier a knock-out can be proposed."""
EXAMINERS = frozenset({Party.COMMUNE_OFFICER, Party.PROVINCE_OFFICER, Party.CHAIR, Party.SECRETARY})


def may_fill(person: User, sheet: MemberSheet) -> Answer:
    """Answer whether ``person`` may write on this sheet now: her own, not sent, of a scoring that is not opened."""
    if sheet.person.user_id != person.pk:
        return refuse(_("A sheet is filled by its member alone."), article=ARTICLE)
    if sheet.void_at is not None:
        return refuse(_("This sheet is void: %(reason)s.") % {"reason": sheet.void_reason}, article=ARTICLE)
    if sheet.sent_at is not None:
        return refuse(_("This sheet has been sent and can no longer be changed."), article=ARTICLE)
    if sheet.scoring_round.opened_at is not None:
        return refuse(_("The sheets of this scoring have been opened."), article=ARTICLE)
    if sheet.scoring_round.dossier.current not in RUNNING:
        return refuse(_("The council is not scoring this product now."), article=ARTICLE)
    return ALLOWED


def has_declared(sheet: MemberSheet) -> Answer:
    """Answer whether the member has said, of this dossier, that no interest links her with it.

    A page that fetched the sheet ``with_dossier`` knows it already (``declared``).
    """
    known = getattr(sheet, "declared", None)
    if known is None:
        known = Declaration.objects.filter(person=sheet.person_id, dossier=sheet.scoring_round.dossier_id).exists()
    if known:
        return ALLOWED
    return refuse(
        _("You have not said yet whether an interest links you with this product or its producer."),
        article=ARTICLE,
        remedy=_("Declare it first; the sheet and the dossier are shown after that."),
    )


def asks_first(sheet: MemberSheet) -> bool:
    """Whether the member is led to her declaration before this sheet, or the dossier beside it, is shown."""
    return sheet.scoring_round.dossier.current in DECLARING and not has_declared(sheet)


def quorum_answer(quorum: Quorum) -> Answer:
    return may_score(quorum)


def sent_answer(quorum: Quorum, sent: int) -> Answer:
    return may_open(quorum, sent=sent)


def leader_sent(leaders: Collection[int], sheets: Collection[MemberSheet]) -> Answer:
    """Answer whether whoever leads has sent her own sheet, so that she opens the others' without an advantage."""
    if any(one.person_id in leaders and one.counts for one in sheets):
        return ALLOWED
    return refuse(
        _("Whoever leads the session sends her own sheet before she opens the others."),
        article=ARTICLE,
        remedy=_("Fill your own sheet and send it."),
    )


def spread_over(result: Result | None) -> Answer:
    """Answer whether a further scoring is called for."""
    if result is not None and not result.within_spread:
        return ALLOWED
    return refuse(_("No two totals differ by more than the regulation allows."), article=ARTICLE)


def round_left(done: int, allowed: int) -> Answer:
    """Answer whether the regulation allows another scoring after ``done`` of them."""
    if done < allowed:
        return ALLOWED
    return refuse(
        _("The regulation allows %(allowed)s scorings; this was the last.") % {"allowed": allowed},
        article=ARTICLE,
        remedy=_("Decide by vote and conclude with the reason in the minutes."),
    )


def spread_settled(result: Result | None, *, done: int, allowed: int, note: str) -> Answer:
    """Answer whether the council may conclude (wording.md 7)."""
    if result is None:
        return refuse(_("No sheet counts in this scoring."), article=ARTICLE)
    if result.within_spread:
        return ALLOWED
    reason = _("The council cannot conclude: %(spread)s.") % {"spread": spread_sentence(result)}
    if done < allowed:
        return refuse(
            reason, article=ARTICLE, remedy=_("Discuss, then score a %(ordinal)s. time.") % {"ordinal": done + 1}
        )
    if not note.strip():
        return refuse(reason, article=ARTICLE, remedy=_("This was the last scoring: write the reason for the minutes."))
    return ALLOWED


def no_knock_out_open(waiting: int) -> Answer:
    if not waiting:
        return ALLOWED
    return refuse(
        _("%(count)s proposed exclusions have not been concluded.") % {"count": waiting},
        article=ANNEX,
        remedy=_("Vote on every proposal and minute the result."),
    )
