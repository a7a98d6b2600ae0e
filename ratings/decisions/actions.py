"""Preparing, signing, notifying, sending up: the writes of articles 7.3đ to 7.4g."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.councils.actions import hand_over, has_team
from ratings.councils.models import Council
from ratings.councils.states import Level
from ratings.decisions import rules
from ratings.decisions.digest import content_of, digest_of
from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter, ResultNotice
from ratings.decisions.paper import hundredths, notice_pdf, with_comma
from ratings.decisions.printed import line_of
from ratings.decisions.queries import is_number_taken, last_letter, latest_conclusion, open_items
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.moving import move
from ratings.dossiers.queries import agency_report_of, last_answered
from ratings.dossiers.rounds import ministry_round_of
from ratings.dossiers.rules import agency_reported, reason_given, renews_five, tickets_settled
from ratings.dossiers.workflow import Fact, Move
from ratings.scoring.explanation import sentences
from ratings.scoring.models import Conclusion
from registry.access.answers import ALLOWED, Answer, Refused, refuse, require
from registry.access.roles import Role
from registry.accounts.models import User
from registry.calendar.phrases import dmy
from registry.documents.papers import pages_of
from registry.files.actions import keep_pdf
from registry.journal.actions import record

MINISTER = "Bộ trưởng Bộ Nông nghiệp và Môi trường"


@transaction.atomic
def prepare_decision(
    *, kind: DecisionKind, dossiers: Sequence[Dossier], title: str, authority: str, actor: User, at: dt.datetime
) -> Decision:
    """Put concluded dossiers of one province into one draft and submit it to the authority (article 7.3đ).

    Raises:
        Refused: when a dossier is not concluded, not recognisable, or belongs into the other kind of decision.
    """
    provinces = {dossier.province_id for dossier in dossiers}
    require(rules.may_prepare(kind, title=title, authority=authority, dossiers=len(dossiers), provinces=len(provinces)))
    decision = Decision.objects.create(
        kind=kind,
        province_id=provinces.pop(),
        title=title.strip(),
        authority=authority.strip(),
        prepared_by=actor,
        prepared_at=at,
        digest="",
    )
    for dossier in dossiers:
        _put_into(decision, dossier, actor=actor, at=at)
    decision.content = content_of(kind, [line_of(item) for item in open_items(decision)])
    decision.digest = digest_of(decision.content)
    decision.save(update_fields=["content", "digest"])
    _journal("decision.prepared", decision, actor, at, {"digest": decision.digest, "dossiers": len(dossiers)})
    return decision


def _put_into(decision: Decision, dossier: Dossier, *, actor: User, at: dt.datetime) -> None:
    conclusion = latest_conclusion(dossier)
    fact = rules.recognisable(conclusion)
    move(dossier, Move.PREPARE_DECISION, actor=actor, at=at, facts={Fact.RECOGNISABLE: fact})
    if conclusion is None or conclusion.stars is None:
        raise AssertionError("a recognisable conclusion has its stars")
    require(rules.fits_kind(DecisionKind(decision.kind), conclusion))
    DecisionItem.objects.create(decision=decision, dossier=dossier, conclusion=conclusion, stars=conclusion.stars)


@transaction.atomic
def take_back(decision: Decision, *, actor: User, at: dt.datetime, reason: str) -> None:
    """Take a draft back: every dossier is concluded again and can be prepared anew.

    Raises:
        Refused: without a reason, or when it has been signed or taken back meanwhile.
    """
    items = open_items(decision)
    _claim(decision, dropped_at=at)
    for item in items:
        move(
            item.dossier,
            Move.TAKE_OUT_OF_DECISION,
            actor=actor,
            at=at,
            reason=reason.strip(),
            facts={Fact.REASON: reason_given(reason)},
        )
    decision.items.filter(taken_out_at=None).update(taken_out_at=at)
    _journal("decision.taken_back", decision, actor, at, {"reason": reason.strip()})


@transaction.atomic
def sign_decision(
    decision: Decision, *, signature: Signature, actor: User, at: dt.datetime, last_day: dt.date | None = None
) -> list[DecisionItem]:
    """Sign here (the authority) or record the signed paper (another officer, with its scan); article 7.3e.

    Certificates are the business of ``certificates.actions``, which calls this; ``last_day`` is the last valid day of
    those that it will issue. Returns the dossiers covered.

    Raises:
        Refused: when the preparer signs, something changed, or the decision is not stated in full.
    """
    decision.refresh_from_db()
    items = open_items(decision)
    if not (decision.is_draft and items):
        raise Refused(_no_draft())
    if is_number_taken(decision, signature.number, signature.issued_on):
        raise Refused(_number_taken())
    signs_here = decision.province_id in actor.provinces({Role.DECIDING_AUTHORITY})
    earliest = max(timezone.localdate(item.conclusion.concluded_at) for item in items)
    facts = {
        Fact.SIGNER_IS_ANOTHER: rules.signed_by_another(decision, actor),
        Fact.UNCHANGED: rules.unchanged(decision, items),
        Fact.DECISION_STATED: rules.stated(
            signature, recorded=not signs_here, earliest=earliest, today=timezone.localdate(at)
        ),
    }
    for item in items:
        _sign_item(item, signature, facts, actor=actor, at=at, last_day=last_day)
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


def _sign_item(
    item: DecisionItem,
    signature: Signature,
    facts: Mapping[Fact, Answer],
    *,
    actor: User,
    at: dt.datetime,
    last_day: dt.date | None,
) -> None:
    kind = DecisionKind(item.decision.kind)
    approves = kind == DecisionKind.APPROVAL
    fits = rules.fits_kind(kind, item.conclusion)
    stated = {"decision": signature.number.strip(), "issued_on": signature.issued_on.isoformat()}
    noted: dict[str, Any] = {**stated, "stars": item.stars}
    values: dict[str, Any] = {**stated, "stars": item.stars}
    if approves:
        noted["points"] = with_comma(hundredths(item.conclusion))
    elif last_day is not None:
        noted["until"] = dmy(last_day)
        values["last_day_on"] = last_day.isoformat()
    move(
        item.dossier,
        Move.SIGN_APPROVAL if approves else Move.SIGN_RECOGNITION,
        actor=actor,
        at=at,
        facts={**facts, (Fact.SENT_UP if approves else Fact.THREE_OR_FOUR): fits},
        noted=noted,
        values=values,
        due_on=ministry_round_of(signature.issued_on).last_request_day if approves else None,
    )


@transaction.atomic
def notify_not_recognised(
    dossier: Dossier,
    *,
    number: str,
    issued_on: dt.date,
    signer_name: str,
    signer_capacity: str,
    actor: User,
    at: dt.datetime,
) -> ResultNotice:
    """Issue the written notice of a dossier without recognition: no decision, no certificate (articles 4.1a, 7.3g).

    Its sentence is the conclusion's own, and the paper is made and kept as it is sent.
    """
    conclusion = latest_conclusion(dossier)
    earliest = timezone.localdate(conclusion.concluded_at) if conclusion else dt.date.max
    sentence = sentence_of(conclusion) if conclusion else ""
    move(
        dossier,
        Move.NOTIFY_NOT_RECOGNISED,
        actor=actor,
        at=at,
        facts={
            Fact.NOT_RECOGNISABLE: rules.not_recognisable(conclusion),
            Fact.NOTICE_NUMBERED: rules.numbered(number, issued_on, earliest=earliest, today=timezone.localdate(at)),
        },
        noted={"notice": number.strip(), "issued_on": issued_on.isoformat(), "sentence": sentence},
        values={"notice": number.strip(), "sentence": sentence},
    )
    if conclusion is None:
        raise AssertionError("a result that is notified has its conclusion")
    data = notice_pdf(
        dossier,
        conclusion,
        number=number.strip(),
        issued_on=issued_on,
        sentence=sentence,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
    )
    return ResultNotice.objects.create(
        dossier=dossier,
        number=number.strip(),
        issued_on=issued_on,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
        sentence=sentence,
        document=keep_pdf(data, pages=pages_of(data), at=at),
        issued_by=actor,
        issued_at=at,
    )


def sentence_of(conclusion: Conclusion) -> str:
    """Return what papers say of a result, in Vietnamese: which total, which minimum is missing, which stars."""
    return str(sentences(conclusion.facts, settings.LANGUAGE_CODE).get("sentence", ""))


@transaction.atomic
def send_to_ministry(
    dossier: Dossier,
    *,
    number: str,
    sent_on: dt.date,
    signer_name: str,
    signer_capacity: str,
    actor: User,
    at: dt.datetime,
) -> MinistryLetter:
    """Record the province's request for five stars: approved (articles 6.3a, 7.3e), or again (6.3b, 7.6e)."""
    approved = dossier.decision_items.filter(decision__signed_at__isnull=False).order_by("-pk").first()
    report = agency_report_of(dossier)
    earliest = approved.decision.issued_on if approved else report.reported_on if report else None
    numbered = rules.numbered(number, sent_on, earliest=earliest or dt.date.min, today=timezone.localdate(at))
    stated = {"letter": number.strip(), "sent_on": sent_on.isoformat()}
    move(
        dossier,
        Move.SEND_TO_MINISTRY,
        actor=actor,
        at=at,
        facts={
            Fact.AGENCY_REPORT: agency_reported(report),
            Fact.RENEWS_FIVE: renews_five(dossier),
            Fact.LETTER_NUMBERED: numbered,
        },
        noted=stated,
        values=stated,
        due_on=ministry_round_of(sent_on).last_result_day,
    )
    return MinistryLetter.objects.create(
        dossier=dossier,
        number=number.strip(),
        sent_on=sent_on,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
        sent_by=actor,
    )


@transaction.atomic
def record_five(
    dossier: Dossier, *, answer: MinistryAnswer, signer_name: str, signer_capacity: str, actor: User, at: dt.datetime
) -> Decision:
    """Record the Minister's recognition with five stars (article 7.4e); the certificate is issued by the caller."""
    letter = last_letter(dossier)
    facts = {
        Fact.ANSWER_STATED: rules.answer_stated(answer, letter, five=True, today=timezone.localdate(at)),
        Fact.SIGNER_IS_ANOTHER: rules.recorded_by_another(letter, actor),
    }
    move(
        dossier,
        Move.RECORD_FIVE,
        actor=actor,
        at=at,
        facts=facts,
        noted={
            **_answer_noted(answer),
            "stars": 5,
            "decision": answer.number.strip(),
            "issued_on": answer.answered_on.isoformat(),
        },
        values={"stars": 5, "decision": answer.number.strip(), "issued_on": answer.answered_on.isoformat()},
    )
    require(_signer_stated(signer_name, signer_capacity))
    conclusion = _central_conclusion(dossier, answer, 5, actor, at)
    if letter is None:
        raise AssertionError("an answer that was stated has its letter")
    _answer_letter(letter, answer, 5, actor)
    decision = Decision(
        kind=DecisionKind.FIVE_STARS,
        province_id=dossier.province_id,
        title=_("Recognition of 5 stars by the Minister"),
        authority=MINISTER,
        prepared_by=letter.sent_by,
        prepared_at=at,
        number=answer.number.strip(),
        issued_on=answer.answered_on,
        signer_name=signer_name.strip(),
        signer_capacity=signer_capacity.strip(),
        signed_at=at,
        recorded_by=actor,
        scan_id=answer.scan_id,
    )
    item = DecisionItem(decision=decision, dossier=dossier, conclusion=conclusion, stars=5)
    decision.content = content_of(DecisionKind.FIVE_STARS, [line_of(item)])
    decision.digest = digest_of(decision.content)
    decision.save()
    item.decision = decision
    item.save()
    _journal("decision.five_stars", decision, actor, at, {"number": decision.number, "digest": decision.digest})
    return decision


def _signer_stated(name: str, capacity: str) -> Answer:
    if name.strip() and capacity.strip():
        return ALLOWED
    return refuse(_("Name or capacity of the signer is missing."), article="điểm e khoản 4 Điều 7")


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
def rank_again(dossier: Dossier, *, council: Council | None, actor: User, at: dt.datetime) -> None:
    """The chairman of the province has the product ranked again by the provincial council (article 7.4g).

    The dossier is in the hands of the council's team again and takes the provincial way anew; both earlier results stay.
    """
    move(dossier, Move.RANK_AGAIN, actor=actor, at=at, facts={Fact.TEAM: has_team(dossier, council)})
    if council is None:
        raise AssertionError("a council that was asked for is there")
    hand_over(dossier, council=council, actor=actor, at=at)


@transaction.atomic
def accept_at_ministry(dossier: Dossier, *, actor: User, at: dt.datetime) -> Transition:
    """The ministry accepts the request file and checks it (article 7.4a)."""
    return move(dossier, Move.MINISTRY_ACCEPT, actor=actor, at=at, due_on=_result_due(dossier))


@transaction.atomic
def to_central_council(dossier: Dossier, *, actor: User, at: dt.datetime) -> Transition:
    """Hand the dossier to the central council (articles 7.4b, 7.4c)."""
    facts = {Fact.TICKETS_SETTLED: tickets_settled(last_answered(dossier))}
    return move(dossier, Move.TO_CENTRAL_COUNCIL, actor=actor, at=at, facts=facts, due_on=_result_due(dossier))


def _result_due(dossier: Dossier) -> dt.date | None:
    """Last day for results of the ministry's round to which the request belongs (article 5.2)."""
    letter = last_letter(dossier)
    return ministry_round_of(letter.sent_on).last_result_day if letter else None


def _answer_noted(answer: MinistryAnswer) -> dict[str, str]:
    return {
        "answer": answer.number.strip(),
        "answered_on": answer.answered_on.isoformat(),
        "points": with_comma(int(answer.points * 100)),
    }


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
    """Keep the central result as a conclusion: a mean with two decimals is exact as hundredths over 100 sheets."""
    facts = {"source": "ministry", "star": stars, "mean_hundredths": int(answer.points * 100), **_answer_noted(answer)}
    return Conclusion.objects.create(
        dossier=dossier,
        level=Level.NATION,
        total=int(answer.points * 100),
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
    try:
        with transaction.atomic():
            claimed = Decision.objects.filter(pk=decision.pk, signed_at=None, dropped_at=None).update(**fields)
    except IntegrityError as error:
        raise Refused(_number_taken()) from error
    if not claimed:
        raise Refused(_no_draft())
    decision.refresh_from_db()


def _no_draft() -> Answer:
    return refuse(
        _("This draft has already been signed or taken back."), remedy=_("Open the list of decisions and look again.")
    )


def _number_taken() -> Answer:
    return refuse(
        _("A decision of this number and date is already recorded."), remedy=_("Check the number on the signed paper.")
    )


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
