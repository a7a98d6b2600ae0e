"""May a draft be signed, a notice issued, an answer recorded? Answers with their reasons; nothing here writes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ratings.criteria.stars import BOUNDS
from ratings.decisions.digest import Line, digest_of
from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter
from ratings.scoring.models import Conclusion
from registry.access.answers import ALLOWED, Answer, refuse
from registry.accounts.models import User


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed decision states. ``scan`` is the stored file's id, obligatory when a paper is recorded."""

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
        return refuse(_("This result goes up to the Ministry: it is approved, not recognised by the province."))
    return refuse(_("This result does not go up to the Ministry."))


def signed_by_another(decision: Decision, actor: User) -> Answer:
    return (
        refuse(_("Whoever prepared the draft does not record the signature on that draft."))
        if decision.prepared_by_id == actor.pk
        else ALLOWED
    )


def stated(signature: Signature, *, recorded: bool, earliest: dt.date, today: dt.date) -> Answer:
    """Number, date, signer and capacity are there, the date lies between conclusion and today, the scan with paper."""
    if not (signature.number.strip() and signature.signer_name.strip() and signature.signer_capacity.strip()):
        return refuse(_("Number, date, signer and capacity of the decision are all needed."))
    if signature.issued_on > today:
        return refuse(_("The date of the decision lies in the future."))
    if signature.issued_on < earliest:
        return refuse(_("The date of the decision lies before the council's conclusion."))
    if recorded and signature.scan_id is None:
        return refuse(_("The scan of the signed decision is missing."))
    return ALLOWED


def unchanged(decision: Decision, items: list[DecisionItem]) -> Answer:
    """The digest of dossiers, results and stars is the one that was prepared."""
    lines = [Line(i.dossier.number, i.conclusion.digest, i.stars) for i in items]
    return (
        ALLOWED
        if digest_of(decision.kind, lines) == decision.digest
        else refuse(
            _("Something changed since the decision was prepared."), remedy=_("Take it back and prepare it anew.")
        )
    )


def answer_stated(answer: MinistryAnswer, letter: MinistryLetter | None, *, five: bool, today: dt.date) -> Answer:
    """The ministry's answer is numbered, dated after the request, and its points fit the outcome (article 7.4g)."""
    if letter is None:
        return refuse(_("No request to the Ministry is recorded."))
    if not answer.number.strip():
        return refuse(_("The number of the Ministry's answer is missing."))
    if not letter.sent_on <= answer.answered_on <= today:
        return refuse(_("The date of the answer lies before the request or in the future."))
    if five:
        return ALLOWED if answer.points >= BOUNDS[5] else refuse(_("Five stars need at least 90 points."))
    if answer.points >= BOUNDS[5]:
        return refuse(_("A result sent back lies under 90 points."))
    if answer.stars not in (3, 4) or answer.points < BOUNDS[answer.stars]:
        return refuse(_("The stars do not fit the points."))
    return ALLOWED
