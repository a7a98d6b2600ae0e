"""Preparing, signing, notifying, sending up: the writes of articles 7.3đ to 7.4g."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.councils.models import Council
from ratings.councils.states import Level
from ratings.decisions import rules
from ratings.decisions.digest import Line, digest_of
from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter, ResultNotice
from ratings.decisions.queries import last_letter, latest_conclusion, open_items
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import move
from ratings.dossiers.workflow import Fact, Move
from ratings.scoring.models import Conclusion
from registry.access.answers import ALLOWED, Refused, refuse, require
from registry.access.roles import Role
from registry.accounts.models import User
from registry.journal.actions import record


@transaction.atomic
def prepare_decision(
    *, kind: DecisionKind, dossiers: Sequence[Dossier], title: str, authority: str, actor: User, at: dt.datetime
) -> Decision:
    """Put concluded dossiers of one province into one draft and submit it to the authority (article 7.3đ).

    Raises:
        Refused: when a dossier is not concluded, not recognisable, or belongs into the other kind of decision.
    """
    if not dossiers:
        raise Refused(refuse(_("Choose at least one dossier.")))
    if len({dossier.province_id for dossier in dossiers}) != 1:
        raise Refused(refuse(_("One decision covers the dossiers of one province.")))
    decision = Decision.objects.create(
        kind=kind,
        province_id=dossiers[0].province_id,
        title=title,
        authority=authority,
        prepared_by=actor,
        prepared_at=at,
        digest="",
    )
    lines = []
    for dossier in dossiers:
        conclusion = latest_conclusion(dossier)
        fact = rules.recognisable(conclusion)
        move(dossier, Move.PREPARE_DECISION, actor=actor, at=at, facts={Fact.RECOGNISABLE: fact})
        if conclusion is None or conclusion.stars is None:
            raise AssertionError("a recognisable conclusion has its stars")
        require(rules.fits_kind(kind, conclusion))
        DecisionItem.objects.create(
            decision=decision, dossier=dossier, conclusion=conclusion, stars=conclusion.stars
        )
        lines.append(Line(dossier.number, conclusion.digest, conclusion.stars))
    decision.digest = digest_of(kind, lines)
    decision.save(update_fields=["digest"])
    _journal("decision.prepared", decision, actor, at, {"digest": decision.digest, "dossiers": len(lines)})
    return decision


@transaction.atomic
def take_back(decision: Decision, *, actor: User, at: dt.datetime, reason: str) -> None:
    """Take a draft back: every dossier is concluded again and can be prepared anew."""
    _claim(decision, dropped_at=at)
    for item in open_items(decision):
        move(
            item.dossier,
            Move.TAKE_OUT_OF_DECISION,
            actor=actor,
            at=at,
            reason=reason,
            facts={Fact.REASON: ALLOWED if reason.strip() else refuse(_("State the reason."))},
        )
    decision.items.filter(taken_out_at=None).update(taken_out_at=at)
    _journal("decision.taken_back", decision, actor, at, {"reason": reason})


@transaction.atomic
def sign_decision(decision: Decision, *, signature: Signature, actor: User, at: dt.datetime) -> list[DecisionItem]:
    """Sign here (the authority) or record the signed paper (another officer, with its scan); article 7.3e.

    Certificates are the business of ``certificates.actions``, which calls this. Returns the dossiers covered.

    Raises:
        Refused: when the preparer signs, something changed, or the decision is not stated in full.
    """
    items = open_items(decision)
    signs_here = decision.province_id in actor.provinces({Role.DECIDING_AUTHORITY})
    earliest = max((timezone.localdate(item.conclusion.concluded_at) for item in items), default=dt.date.min)
    facts = {
        Fact.SIGNER_IS_ANOTHER: rules.signed_by_another(decision, actor),
        Fact.UNCHANGED: rules.unchanged(decision, items),
        Fact.DECISION_STATED: rules.stated(
            signature, recorded=not signs_here, earliest=earliest, today=timezone.localdate(at)
        ),
        Fact.THREE_OR_FOUR: ALLOWED,
        Fact.SENT_UP: ALLOWED,
    }
    which = Move.SIGN_APPROVAL if decision.kind == DecisionKind.APPROVAL else Move.SIGN_RECOGNITION
    for item in items:
        move(
            item.dossier,
            which,
            actor=actor,
            at=at,
            facts={**facts, _outcome_fact(which): rules.fits_kind(DecisionKind(decision.kind), item.conclusion)},
            noted={"decision": signature.number, "issued_on": signature.issued_on.isoformat(), "stars": item.stars},
            values={
                "stars": item.stars,
                "decision": signature.number,
                "issued_on": signature.issued_on.isoformat(),
            },
        )
    _claim(
        decision,
        number=signature.number.strip(),
        issued_on=signature.issued_on,
        signer_name=signature.signer_name.strip(),
        signer_capacity=signature.signer_capacity.strip(),
        scan_id=signature.scan_id,
        signed_at=at,
        signed_by=actor if signs_here else None,
        recorded_by=None if signs_here else actor,
    )
    _journal("decision.signed", decision, actor, at, {"number": decision.number, "digest": decision.digest})
    return items


def _outcome_fact(which: Move) -> Fact:
    return Fact.SENT_UP if which is Move.SIGN_APPROVAL else Fact.THREE_OR_FOUR


@transaction.atomic
def notify_not_recognised(
    dossier: Dossier, *, number: str, issued_on: dt.date, sentence: str, actor: User, at: dt.datetime
) -> ResultNotice:
    """Issue the written notice of a dossier without recognition: no decision, no certificate (articles 4.1a, 7.3g)."""
    conclusion = latest_conclusion(dossier)
    numbered = (
        ALLOWED
        if number.strip() and issued_on <= timezone.localdate(at)
        else refuse(_("The notice needs its number and a date that is not in the future."))
    )
    move(
        dossier,
        Move.NOTIFY_NOT_RECOGNISED,
        actor=actor,
        at=at,
        facts={Fact.NOT_RECOGNISABLE: rules.not_recognisable(conclusion), Fact.NOTICE_NUMBERED: numbered},
        noted={"notice": number, "sentence": sentence},
        values={"notice": number, "sentence": sentence},
    )
    return ResultNotice.objects.create(
        dossier=dossier, number=number.strip(), issued_on=issued_on, sentence=sentence, issued_by=actor, issued_at=at
    )


@transaction.atomic
def send_to_ministry(
    dossier: Dossier, *, number: str, sent_on: dt.date, actor: User, at: dt.datetime
) -> MinistryLetter:
    """Record the province's request for five stars (articles 6.3a, 7.3e)."""
    numbered = (
        ALLOWED
        if number.strip() and sent_on <= timezone.localdate(at)
        else refuse(_("The letter needs its number and a date that is not in the future."))
    )
    move(
        dossier,
        Move.SEND_TO_MINISTRY,
        actor=actor,
        at=at,
        facts={Fact.LETTER_NUMBERED: numbered},
        noted={"letter": number, "sent_on": sent_on.isoformat()},
        values={"letter": number, "sent_on": sent_on.isoformat()},
    )
    return MinistryLetter.objects.create(dossier=dossier, number=number.strip(), sent_on=sent_on, sent_by=actor)


@transaction.atomic
def record_five(
    dossier: Dossier, *, answer: MinistryAnswer, signer_name: str, signer_capacity: str, actor: User, at: dt.datetime
) -> Decision:
    """Record the Minister's recognition with five stars (article 7.4e); the certificate is issued by the caller."""
    letter = last_letter(dossier)
    facts = {
        Fact.ANSWER_STATED: rules.answer_stated(answer, letter, five=True, today=timezone.localdate(at)),
        Fact.SIGNER_IS_ANOTHER: refuse(_("Whoever sent the request does not record its answer."))
        if letter is not None and letter.sent_by_id == actor.pk
        else ALLOWED,
    }
    move(
        dossier,
        Move.RECORD_FIVE,
        actor=actor,
        at=at,
        facts=facts,
        noted=_answer_noted(answer),
        values={"stars": 5, "decision": answer.number, "issued_on": answer.answered_on.isoformat()},
    )
    conclusion = _central_conclusion(dossier, answer, 5, actor, at)
    if letter is None:
        raise AssertionError("an answer that was stated has its letter")
    _answer_letter(letter, answer, 5, actor)
    decision = Decision.objects.create(
        kind=DecisionKind.FIVE_STARS,
        province_id=dossier.province_id,
        title=_("Recognition of 5 stars by the Minister"),
        authority="Bộ Nông nghiệp và Môi trường",
        prepared_by=letter.sent_by,
        prepared_at=at,
        digest=digest_of(DecisionKind.FIVE_STARS, [Line(dossier.number, conclusion.digest, 5)]),
        number=answer.number.strip(),
        issued_on=answer.answered_on,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
        signed_at=at,
        recorded_by=actor,
        scan_id=answer.scan_id,
    )
    DecisionItem.objects.create(decision=decision, dossier=dossier, conclusion=conclusion, stars=5)
    _journal("decision.five_stars", decision, actor, at, {"number": decision.number})
    return decision


@transaction.atomic
def send_back(dossier: Dossier, *, answer: MinistryAnswer, actor: User, at: dt.datetime) -> Conclusion:
    """Record that the central council stayed under 90 points (article 7.4g). Both results are kept."""
    letter = last_letter(dossier)
    stated = rules.answer_stated(answer, letter, five=False, today=timezone.localdate(at))
    move(
        dossier,
        Move.SEND_BACK,
        actor=actor,
        at=at,
        facts={Fact.ANSWER_STATED: stated},
        noted=_answer_noted(answer),
        values={"points": str(answer.points)},
    )
    if letter is None:
        raise AssertionError("an answer that was stated has its letter")
    _answer_letter(letter, answer, answer.stars, actor)
    return _central_conclusion(dossier, answer, answer.stars, actor, at)


@transaction.atomic
def use_central_result(dossier: Dossier, *, actor: User, at: dt.datetime) -> None:
    """The chairman of the province recognises on the centre's result (article 7.4g)."""
    move(dossier, Move.USE_CENTRAL_RESULT, actor=actor, at=at)


@transaction.atomic
def rank_again(dossier: Dossier, *, actor: User, at: dt.datetime) -> None:
    """The chairman of the province has the product ranked again by the provincial council (article 7.4g)."""
    appointed = Council.objects.filter(province=dossier.province_id).exclude(confirmed_at=None).exists()
    team = ALLOWED if appointed else refuse(_("No confirmed council with an advisory team is recorded."))
    move(dossier, Move.RANK_AGAIN, actor=actor, at=at, facts={Fact.TEAM: team})


def _answer_noted(answer: MinistryAnswer) -> dict[str, str]:
    return {"answer": answer.number, "answered_on": answer.answered_on.isoformat(), "points": str(answer.points)}


def _answer_letter(letter: MinistryLetter, answer: MinistryAnswer, stars: int, actor: User) -> None:
    answered = MinistryLetter.objects.filter(pk=letter.pk, answered_on=None).update(
        answer_number=answer.number.strip(),
        answered_on=answer.answered_on,
        points=answer.points,
        stars=stars,
        answer_scan_id=answer.scan_id,
        answer_recorded_by=actor,
    )
    if not answered:
        raise Refused(refuse(_("The Ministry's answer to this letter is already recorded.")))


def _central_conclusion(
    dossier: Dossier, answer: MinistryAnswer, stars: int, actor: User, at: dt.datetime
) -> Conclusion:
    """Keep the central result as a conclusion: its mean with two decimals is exact as hundredths over 100."""
    hundredths = int((answer.points * 100).to_integral_value())
    if Decimal(hundredths) / 100 != answer.points:
        raise Refused(refuse(_("Points have at most two decimals.")))
    facts = {"source": "ministry", **_answer_noted(answer)}
    return Conclusion.objects.create(
        dossier=dossier,
        level=Level.NATION,
        total=hundredths,
        sheets=100,
        stars=stars,
        recognisable=True,
        goes_up=False,
        facts=facts,
        digest=hashlib.sha256(repr((dossier.number, stars, sorted(facts.items()))).encode()).hexdigest(),
        concluded_by=actor,
        concluded_at=at,
    )


def _claim(decision: Decision, **fields: object) -> None:
    """Change a draft once: a second click finds it signed or taken back."""
    if not Decision.objects.filter(pk=decision.pk, signed_at=None, dropped_at=None).update(**fields):
        raise Refused(refuse(_("This draft has already been signed or taken back.")))
    decision.refresh_from_db()


def _journal(action: str, decision: Decision, actor: User, at: dt.datetime, after: dict[str, object]) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="decision",
        object_id=decision.pk,
        label=decision.title,
        after=after,
        province=decision.province_id,
    )
