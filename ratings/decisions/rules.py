"""May a draft be signed, a notice issued, an answer recorded? Answers with their reasons; nothing here writes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ratings.criteria.stars import BOUNDS
from ratings.decisions.digest import Difference, content_of, differences, digest_of
from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter
from ratings.decisions.printed import line_of
from ratings.scoring.models import Conclusion
from registry.access.answers import ALLOWED, Answer, refuse
from registry.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PREPARING, SIGNING = "điểm đ khoản 3 Điều 7", "điểm e khoản 3 Điều 7"
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed decision states. ``scan_id`` names the stored file, obligatory when a paper is recorded."""

    number: str
    issued_on: dt.date
    signer_name: str
    signer_capacity: str
    scan_id: int | None = None


@dataclass(frozen=True, slots=True)
class MinistryAnswer:
    """What the ministry's letter states; ``points`` of the central council with two decimals."""

    number: str
    answered_on: dt.date
    points: Decimal
    stars: int
    scan_id: int | None = None


def recognisable(conclusion: Conclusion | None) -> Answer:
    """Three stars or more by the council's conclusion (article 4.1a)."""
    if conclusion is None:
        return refuse(_("The council has not concluded on this dossier."))
    return ALLOWED if conclusion.recognisable else refuse(_("The result is under three stars: no decision is issued."))


def not_recognisable(conclusion: Conclusion | None) -> Answer:
    if conclusion is None:
        return refuse(_("The council has not concluded on this dossier."))
    return (
        refuse(_("The result is three stars or more: it goes into a decision.")) if conclusion.recognisable else ALLOWED
    )


def fits_kind(kind: DecisionKind, conclusion: Conclusion) -> Answer:
    """A result that goes up to the ministry is approved, every other one is recognised (article 7.3e)."""
    if (kind == DecisionKind.APPROVAL) == conclusion.goes_up:
        return ALLOWED
    if conclusion.goes_up:
        return refuse(
            _("This result goes up to the Ministry: it is approved, not recognised by the province."),
            article=SIGNING,
            remedy=_("Put it into a decision that approves results for the Ministry."),
        )
    return refuse(
        _("This result does not go up to the Ministry."),
        article=SIGNING,
        remedy=_("Put it into a decision that recognises 3 and 4 stars."),
    )


def may_prepare(kind: DecisionKind, *, title: str, authority: str, dossiers: int, provinces: int) -> Answer:
    """A draft has its title, its authority and at least one dossier, all of one province."""
    if kind == DecisionKind.FIVE_STARS:
        return refuse(
            _("Five stars are recognised by the Minister, not by the province."), article="điểm e khoản 4 Điều 7"
        )
    if not dossiers:
        return refuse(_("No dossier is chosen."), article=PREPARING, remedy=_("Choose at least one dossier."))
    if provinces != 1:
        return refuse(_("One decision covers the dossiers of one province."), article=PREPARING)
    if not (title.strip() and authority.strip()):
        return refuse(
            _("Title or authority of the decision is missing."), article=PREPARING, remedy=_("Write both, then submit.")
        )
    return ALLOWED


def signed_by_another(decision: Decision, actor: User) -> Answer:
    """Whoever prepared a draft neither signs it nor records its signature."""
    if decision.prepared_by_id != actor.pk:
        return ALLOWED
    return refuse(
        _("Whoever prepared the draft does not record the signature on that draft."),
        article=SIGNING,
        remedy=_("Ask a colleague to record it, or let the authority sign here."),
    )


def stated(signature: Signature, *, recorded: bool, earliest: dt.date, today: dt.date) -> Answer:
    """Number, date, signer and capacity are there, the date lies between conclusion and today, the scan with paper."""
    reason: StrOrPromise = ""
    if not (signature.number.strip() and signature.signer_name.strip() and signature.signer_capacity.strip()):
        reason = _("Number, date, signer and capacity of the decision are all needed.")
    elif signature.issued_on > today:
        reason = _("The date of the decision lies in the future.")
    elif signature.issued_on < earliest:
        reason = _("The date of the decision lies before the council's conclusion.")
    elif recorded and signature.scan_id is None:
        reason = _("The scan of the signed decision is missing.")
    return (
        refuse(reason, article=SIGNING, remedy=_("Complete it as the signed decision states it."))
        if reason
        else ALLOWED
    )


def unchanged(decision: Decision, items: list[DecisionItem]) -> Answer:
    """Dossiers, results, stars and what will be printed are as they were prepared; a refusal names what is not."""
    found = content_of(decision.kind, [line_of(item) for item in items])
    if digest_of(found) == decision.digest:
        return ALLOWED
    changed: StrOrPromise = "; ".join(named(each) for each in differences(decision.content, found))
    if not changed:
        changed = _("the draft kept here does not fit its digest")
    return refuse(
        _("Something changed since the decision was prepared: %(changed)s.") % {"changed": changed},
        article=SIGNING,
        remedy=_("Take the draft back and prepare it anew."),
    )


_FIELDS = {
    "conclusion": _("the council's conclusion"),
    "concluded_on": _("date of the conclusion"),
    "stars": _("stars"),
    "product": _("product"),
    "product_code": _("product code"),
    "producer": _("producer"),
    "address": _("address"),
}


def named(difference: Difference) -> str:
    """Say one difference: "hồ sơ 19654-2026-00001, sản phẩm: “A” → “B”"."""
    if not difference.field:
        words = _("dossier %(dossier)s was added") if difference.after else _("dossier %(dossier)s was taken out")
        return str(words % {"dossier": difference.dossier})
    field = str(_FIELDS.get(difference.field, difference.field))
    if difference.field == "conclusion":
        return str(_("dossier %(dossier)s, %(field)s") % {"dossier": difference.dossier, "field": field})
    return str(
        _("dossier %(dossier)s, %(field)s: “%(before)s” → “%(after)s”")
        % {"dossier": difference.dossier, "field": field, "before": difference.before, "after": difference.after}
    )


def numbered(number: str, on: dt.date, *, earliest: dt.date, today: dt.date) -> Answer:
    """A notice or letter has its number, and a date between what it tells of and today."""
    if number.strip() and earliest <= on <= today:
        return ALLOWED
    return refuse(
        _("The paper needs its number, and a date between the result and today."),
        remedy=_("Take both from the office's own register."),
    )


def recorded_by_another(letter: MinistryLetter | None, actor: User) -> Answer:
    """Whoever sent the request does not record the recognition that answers it."""
    if letter is None or letter.sent_by_id != actor.pk:
        return ALLOWED
    return refuse(
        _("Whoever sent the request does not record its answer."),
        remedy=_("Ask a colleague or the Ministry's officer."),
    )


def answer_stated(answer: MinistryAnswer, letter: MinistryLetter | None, *, five: bool, today: dt.date) -> Answer:
    """The ministry's answer is numbered, dated after the request, and its points fit the outcome (article 7.4g)."""
    reason: StrOrPromise = ""
    if letter is None:
        reason = _("No request to the Ministry is recorded.")
    elif not answer.number.strip():
        reason = _("The number of the Ministry's answer is missing.")
    elif not letter.sent_on <= answer.answered_on <= today:
        reason = _("The date of the answer lies before the request or in the future.")
    elif not 0 <= answer.points <= MOST_POINTS or answer.points != answer.points.quantize(Decimal("0.01")):
        reason = _("Points lie between 0 and 100 and have at most two decimals.")
    elif five and answer.points < BOUNDS[5]:
        reason = _("Five stars need at least 90 points.")
    elif not five and answer.points >= BOUNDS[5]:
        reason = _("A result sent back lies under 90 points.")
    elif not five and (answer.stars not in (3, 4) or answer.points < BOUNDS[answer.stars]):
        reason = _("The stars do not fit the points.")
    return refuse(reason, remedy=_("Write what the Ministry's paper states.")) if reason else ALLOWED
