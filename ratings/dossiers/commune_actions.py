"""What the commune does: receive, refuse, return, draft Form 03, have it signed, forward (articles 2, 7.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ratings.dossiers import queries, rules
from ratings.dossiers.actions import reopened_self_score
from ratings.dossiers.clocks import commune_due
from ratings.dossiers.field_wording import MATTERS
from ratings.dossiers.models import CommuneReport, Dossier, Office, ReturnItem, ReturnRequest, Transition
from ratings.dossiers.moving import hold, journal, move, saved_meanwhile
from ratings.dossiers.province_actions import ensure_rounds
from ratings.dossiers.rules import Checked, Numbers, Signer, Wanted
from ratings.dossiers.states import Ground, Kind
from ratings.dossiers.workflow import Fact, Move
from registry.access.answers import Refused, require
from registry.access.roles import Role
from registry.accounts.models import User
from registry.calendar.queries import working_calendar
from registry.files.models import StoredFile
from registry.products.actions import issue_code


class StaleReport(Refused):
    """Somebody saved Form 03 meanwhile; nothing was written."""


# ---------------------------------------------------------------- reception


@transaction.atomic
def receive_complete(
    *,
    dossier: Dossier,
    received_on: dt.date | None,
    paper_set: bool,
    slip_number: str,
    actor: User,
    at: dt.datetime,
) -> Transition:
    """Confirm full receipt: the commune's 15 working days begin the next day; the permanent product code is issued.

    ``slip_number`` is the office's own and may be empty. Received again after a return, the clock begins anew.

    Raises:
        Refused: when the day is missing, before the filing or ahead; to anybody but the commune's desk.
    """
    hold(dossier)
    answered = queries.last_answered(dossier)
    facts = {
        Fact.TICKETS_SETTLED: rules.tickets_settled(answered),
        Fact.RECEIPT_DATED: rules.receipt_dated(received_on, _last_filed_on(dossier), timezone.localdate(at)),
    }
    require(rules.may(actor, Move.RECEIVE_COMPLETE, dossier, facts))
    if received_on is None:
        raise AssertionError("a dated receipt has its day")
    due_on = commune_due(received_on, working_calendar())
    code = issue_code(product=dossier.product, actor=actor, at=at)
    return move(
        dossier,
        Move.RECEIVE_COMPLETE,
        actor=actor,
        at=at,
        facts=facts,
        changes={
            "received_on": received_on,
            "due_on": due_on,
            "paper_set_received": paper_set,
            "slip_number": slip_number.strip(),
        },
        due_on=due_on,
        noted={"received_on": received_on.isoformat(), "due_on": due_on.isoformat(), "code": str(code)},
        values={"received_on": received_on.isoformat()},
    )


def _last_filed_on(dossier: Dossier) -> dt.date | None:
    submission = queries.latest_submission(dossier)
    return timezone.localdate(submission.filed_at) if submission else None


@transaction.atomic
def refuse_reception(*, dossier: Dossier, ground: Ground, reason: str, actor: User, at: dt.datetime) -> Transition:
    """Refuse reception because the product or the producer is not one of article 2; never on merit.

    Raises Refused without a reason, or to anybody but the commune's desk.
    """
    hold(dossier)
    return move(
        dossier,
        Move.REFUSE_RECEPTION,
        actor=actor,
        at=at,
        facts={Fact.REASON: rules.reason_given(reason)},
        reason=reason.strip(),
        noted={"ground": ground.value, "article": ground.article},
    )


# ---------------------------------------------------------------- returns (all three offices)


@transaction.atomic
def return_by_commune(
    *, dossier: Dossier, wanted: Sequence[Wanted], due_on: dt.date | None, actor: User, at: dt.datetime
) -> ReturnRequest:
    """Ask the producer to complete, item by item, by a day; the commune's clock stops (article 7.2a)."""
    changes = {"received_on": None, "due_on": None}
    return send_back(
        dossier, Move.RETURN_BY_COMMUNE, Office.COMMUNE, wanted, due_on=due_on, actor=actor, at=at, changes=changes
    )


@transaction.atomic
def return_by_province(
    *, dossier: Dossier, wanted: Sequence[Wanted], due_on: dt.date | None, actor: User, at: dt.datetime
) -> ReturnRequest:
    """Ask commune and producer to complete the dossier (article 7.3a); 45 days of a re-ranking begin anew after it."""
    changes = {"province_due_on": None}
    return send_back(
        dossier, Move.RETURN_BY_PROVINCE, Office.PROVINCE, wanted, due_on=due_on, actor=actor, at=at, changes=changes
    )


@transaction.atomic
def return_by_ministry(
    *, dossier: Dossier, wanted: Sequence[Wanted], due_on: dt.date | None, actor: User, at: dt.datetime
) -> ReturnRequest:
    """Ask the province to complete the five-star request file (article 7.4a); the producer's dossier stays sealed."""
    return send_back(dossier, Move.RETURN_BY_MINISTRY, Office.MINISTRY, wanted, due_on=due_on, actor=actor, at=at)


def send_back(
    dossier: Dossier,
    which: Move,
    office: Office,
    wanted: Sequence[Wanted],
    *,
    due_on: dt.date | None,
    actor: User,
    at: dt.datetime,
    changes: Mapping[str, object] | None = None,
) -> ReturnRequest:
    """Return a dossier: one request with its items; the producer gets a self-score that can be written again.

    Raises:
        Refused: without items, with an item that has no reason, or without a day ahead.
    """
    hold(dossier)
    facts = {Fact.ITEMS: rules.items_stated(wanted, due_on, timezone.localdate(at))}
    require(rules.may(actor, which, dossier, facts))
    if due_on is None:
        raise AssertionError("stated items have their day")
    request = ReturnRequest.objects.create(dossier=dossier, office=office, due_on=due_on, asked_at=at, asked_by=actor)
    ReturnItem.objects.bulk_create(
        ReturnItem(
            request=request,
            subject=item.subject,
            title=item.title[:200],
            reason=item.reason.strip(),
            example=item.example.strip(),
            due_on=item.due_on if item.due_on != due_on else None,
        )
        for item in wanted
    )
    reopened = {} if office is Office.MINISTRY else {"self_score": reopened_self_score(dossier)}
    move(
        dossier,
        which,
        actor=actor,
        at=at,
        facts=facts,
        changes={**(changes or {}), **reopened},
        due_on=due_on,
        noted={"items": [{"subject": item.subject, "reason": item.reason.strip()} for item in wanted]},
        values={"items": "; ".join(item.title for item in wanted)},
    )
    return request


@transaction.atomic
def recheck(*, dossier: Dossier, checked: Sequence[Checked], actor: User, at: dt.datetime) -> ReturnRequest:
    """Look at the answered tickets of the last request again, and only at those: satisfied, or not yet and why.

    Raises:
        Refused: to anybody but the office that asked, once the dossier has moved on, or without saying what is missing.
    """
    hold(dossier)
    request = queries.last_answered(dossier)
    require(rules.may_recheck(actor, dossier, request))
    require(rules.checks_stated(checked))
    if request is None:
        raise AssertionError("an answered request was looked at")
    for each in checked:
        ReturnItem.objects.filter(pk=each.item, request=request).update(
            recheck=each.recheck, recheck_note=each.note.strip(), rechecked_by=actor, rechecked_at=at
        )
    said = {str(each.item): each.recheck.value for each in checked}
    journal("dossier.tickets_rechecked", dossier, actor, at, {"tickets": said})
    return request


# ---------------------------------------------------------------- Form 03


@transaction.atomic
def draft_form_03(
    *, dossier: Dossier, texts: Mapping[str, str], revision: int, actor: User, at: dt.datetime
) -> CommuneReport:
    """Save the four matters of Form 03; it then judges what was last filed. May be incomplete until it is submitted.

    ``revision`` is that of the report on the page that was filled (0 before the first save).

    Raises:
        StaleReport: when somebody else saved meanwhile.
        Refused: to anybody but the commune's officer, or while the commune does not have the dossier.
    """
    require(rules.may_draft_report(actor, dossier))
    if set(texts) != set(MATTERS):
        raise ValueError(f"Form 03 has four matters: {MATTERS}")
    submission = queries.latest_submission(dossier)
    if submission is None:
        raise AssertionError("a received dossier was filed")
    values = {name: text.strip() for name, text in texts.items()}
    drafted = {**values, "submission": submission, "drafted_by": actor, "drafted_at": at}
    report, made = CommuneReport.objects.get_or_create(dossier=dossier, defaults={**drafted, "revision": 1})
    if not made:
        saved = CommuneReport.objects.filter(pk=report.pk, revision=revision, signed_at=None).update(
            **drafted, revision=F("revision") + 1
        )
        report.refresh_from_db()
        if not saved:
            raise StaleReport(saved_meanwhile(report.drafted_by, report.drafted_at))
    journal("dossier.form_03_drafted", dossier, actor, at, {"submission": submission.number})
    return report


@transaction.atomic
def submit_for_signature(*, dossier: Dossier, actor: User, at: dt.datetime) -> Transition:
    """Hand Form 03 and the request to the commune's leader. Raises Refused while a matter is empty or out of date."""
    hold(dossier)
    report, submission = queries.report_of(dossier), queries.latest_submission(dossier)
    return move(
        dossier,
        Move.SUBMIT_FOR_SIGNATURE,
        actor=actor,
        at=at,
        facts={Fact.FORM_03: rules.report_complete(report, submission)},
        due_on=dossier.due_on,
    )


@transaction.atomic
def send_back_to_officer(*, dossier: Dossier, reason: str, actor: User, at: dt.datetime) -> Transition:
    """Give the papers back to the officer; a signature on them falls, its numbers stay in the journal."""
    hold(dossier)
    report = queries.report_of(dossier)
    done = move(
        dossier,
        Move.SEND_BACK_TO_OFFICER,
        actor=actor,
        at=at,
        facts={Fact.REASON: rules.reason_given(reason)},
        reason=reason.strip(),
        noted={"report": report.report_number, "request": report.request_number} if report and report.signed_at else {},
    )
    CommuneReport.objects.filter(dossier=dossier).update(
        report_number="",
        report_date=None,
        request_number="",
        request_date=None,
        signer_name="",
        signer_capacity="",
        signed_at=None,
        signed_by=None,
        recorded_by=None,
        scan=None,
        revision=F("revision") + 1,
    )
    return done


@transaction.atomic
def sign_here(*, dossier: Dossier, numbers: Numbers, actor: User, at: dt.datetime) -> CommuneReport:
    """Sign both papers in the system: the commune's leader states their numbers and dates (article 7.2b).

    Raises:
        Refused: without number or date, when signed already, or when Form 03 is out of date.
    """
    return _sign(dossier, Move.SIGN_HERE, numbers, _own_signature(dossier, actor), None, actor=actor, at=at)


@transaction.atomic
def record_signed(
    *,
    dossier: Dossier,
    numbers: Numbers,
    signer: Signer,
    scan: StoredFile | None,
    actor: User,
    at: dt.datetime,
) -> CommuneReport:
    """Record both papers signed by hand: numbers, dates, signer with capacity, and the scan.

    Raises Refused as ``sign_here`` does, and without the scan.
    """
    return _sign(dossier, Move.RECORD_SIGNED, numbers, signer, scan, actor=actor, at=at)


def _sign(
    dossier: Dossier,
    which: Move,
    numbers: Numbers,
    signer: Signer,
    scan: StoredFile | None,
    *,
    actor: User,
    at: dt.datetime,
) -> CommuneReport:
    hold(dossier)
    here = which is Move.SIGN_HERE
    report, submission = queries.report_of(dossier), queries.latest_submission(dossier)
    stated = rules.signature_stated(
        numbers,
        report,
        received_on=dossier.received_on,
        today=timezone.localdate(at),
        signer=signer,
        scan_given=here or scan is not None,
    )
    facts = {Fact.SIGNATURE_STATED: stated, Fact.FORM_03_CURRENT: rules.report_current(report, submission)}
    require(rules.may(actor, which, dossier, facts))
    CommuneReport.objects.filter(dossier=dossier).update(
        report_number=numbers.report_number.strip(),
        report_date=numbers.report_date,
        request_number=numbers.request_number.strip(),
        request_date=numbers.request_date,
        signer_name=signer.name.strip(),
        signer_capacity=signer.capacity.strip(),
        signed_at=at,
        signed_by=actor if here else None,
        recorded_by=None if here else actor,
        scan=scan,
        revision=F("revision") + 1,
    )
    noted = {"report": numbers.report_number.strip(), "request": numbers.request_number.strip(), "signer": signer.name}
    move(dossier, which, actor=actor, at=at, facts=facts, due_on=dossier.due_on, noted=noted)
    signed = queries.report_of(dossier)
    if signed is None:
        raise AssertionError("what was signed is there")
    return signed


def _own_signature(dossier: Dossier, actor: User) -> Signer:
    """Name and capacity as the leader's office states them: "KT. CHỦ TỊCH, Phó Chủ tịch UBND xã Triệu Cơ"."""
    office = next(
        (a for a in actor.assignments if a.role == Role.COMMUNE_LEADER and a.commune_id == dossier.commune_id), None
    )
    capacity = ", ".join(part for part in (office.signs_as, office.position) if part) if office else ""
    return Signer(actor.full_name, capacity or str(Role.COMMUNE_LEADER.label))


@transaction.atomic
def forward(*, dossier: Dossier, actor: User, at: dt.datetime) -> Transition:
    """Send the request file to the province; the day of the request letter decides the round (articles 5.1, 7.2b).

    A re-ranking is bound to no round (article 7.6g).

    Raises Refused while the papers are not signed and numbered, or Form 03 is out of date.
    """
    hold(dossier)
    report, submission = queries.report_of(dossier), queries.latest_submission(dossier)
    facts = {
        Fact.SIGNED: rules.report_signed(report),
        Fact.FORM_03_CURRENT: rules.report_current(report, submission),
    }
    require(rules.may(actor, Move.FORWARD, dossier, facts))
    if report is None or report.request_date is None:
        raise AssertionError("signed papers have their dates")
    requested_on = dossier.requested_on or report.request_date
    for year in (requested_on.year, requested_on.year + 1):
        ensure_rounds(province=dossier.province, year=year, actor=actor, at=at)
    bound = dossier.kind != Kind.RE_RANKING
    evaluation_round = queries.round_for(dossier.province_id, requested_on) if bound else None
    return move(
        dossier,
        Move.FORWARD,
        actor=actor,
        at=at,
        facts=facts,
        changes={"requested_on": requested_on, "evaluation_round": evaluation_round},
        due_on=evaluation_round.last_result_day if evaluation_round else None,
        noted={
            "request": report.request_number,
            "requested_on": requested_on.isoformat(),
            "round": str(evaluation_round or ""),
        },
        values={"letter": report.request_number, "round": str(evaluation_round or "")},
    )
