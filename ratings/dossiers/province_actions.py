"""What the province's desk does before the council: accept, postpone, put into a round, report on a re-ranking.

Articles 5.1, 7.3a, 7.6c.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.dossiers import rules
from ratings.dossiers.actions import drop_open_return
from ratings.dossiers.models import AgencyReport, Dossier, EvaluationRound, TestRequest, Transition
from ratings.dossiers.moving import hold, journal, move, saved_meanwhile
from ratings.dossiers.queries import last_answered
from ratings.dossiers.renewal import province_due
from ratings.dossiers.rounds import province_rounds
from ratings.dossiers.rules import Reported
from ratings.dossiers.states import Kind
from ratings.dossiers.workflow import Fact, Move
from registry.access.answers import Refused, refuse, require
from registry.access.roles import Role
from registry.access.saving import save_or_refuse
from registry.accounts.models import User
from registry.journal.actions import record
from registry.places.models import Province

ROUNDS = "khoản 1 Điều 5"
REGULAR_ROUNDS = 2


@transaction.atomic
def ensure_rounds(*, province: Province, year: int, actor: User, at: dt.datetime) -> list[EvaluationRound]:
    """Enter both regular rounds of a province and year where they are not there yet (article 5.1); safe to repeat."""
    rounds = []
    for each in province_rounds(year):
        row, made = EvaluationRound.objects.get_or_create(
            province=province,
            year=each.year,
            number=each.number,
            defaults={
                "label": f"Đợt {each.number}/{each.year}",
                "last_request_day": each.last_request_day,
                "last_result_day": each.last_result_day,
            },
        )
        if made:
            record(
                action="round.entered",
                actor=actor,
                at=at,
                object_type="evaluation_round",
                object_id=row.pk,
                label=row.label,
                before={},
                after={"last_request_day": row.last_request_day.isoformat()},
                commune=None,
                province=province.pk,
            )
        rounds.append(row)
    return rounds


@transaction.atomic
def enter_extra_round(
    *,
    province: Province,
    year: int,
    number: int,
    label: str,
    plan_number: str,
    last_request_day: dt.date,
    last_result_day: dt.date,
    actor: User,
    at: dt.datetime,
) -> EvaluationRound:
    """Enter a round besides the two of the year, as the province's plan names it (article 5.1); ``number`` from 3 on.

    Raises:
        Refused: without the plan, with days out of order, or by anybody but an officer of the province.
    """
    if province.pk not in actor.provinces({Role.PROVINCE_OFFICER}):
        raise Refused(refuse(_("Evaluation rounds are kept by the OCOP agency of the province."), article=ROUNDS))
    if number <= REGULAR_ROUNDS or not plan_number.strip() or last_result_day <= last_request_day:
        raise Refused(
            refuse(
                _("An extra round needs the number of its plan, and results after its last request."),
                article=ROUNDS,
                remedy=_("Take them from the plan of the province."),
            )
        )
    row = EvaluationRound(
        province=province,
        year=year,
        number=number,
        label=label,
        plan_number=plan_number.strip(),
        last_request_day=last_request_day,
        last_result_day=last_result_day,
    )
    save_or_refuse(row)
    record(
        action="round.entered",
        actor=actor,
        at=at,
        object_type="evaluation_round",
        object_id=row.pk,
        label=row.label,
        before={},
        after={"last_request_day": last_request_day.isoformat(), "plan": row.plan_number},
        commune=None,
        province=province.pk,
    )
    return row


@transaction.atomic
def accept(*, dossier: Dossier, actor: User, at: dt.datetime) -> Transition:
    """Accept the request file from the commune (article 7.3a); on a re-ranking the province's 45 days begin (7.6g)."""
    hold(dossier)
    if dossier.kind == Kind.RE_RANKING:
        last = province_due(timezone.localdate(at))
        return move(dossier, Move.ACCEPT, actor=actor, at=at, changes={"province_due_on": last}, due_on=last)
    due_on = dossier.evaluation_round.last_result_day if dossier.evaluation_round else None
    return move(dossier, Move.ACCEPT, actor=actor, at=at, facts={}, due_on=due_on)


@transaction.atomic
def postpone(
    *, dossier: Dossier, evaluation_round: EvaluationRound | None, reason: str, actor: User, at: dt.datetime
) -> Transition:
    """Move a dossier to a later round; the day of the commune's request is kept.

    Raises Refused without a reason, or when the round is not a later one of the same province.
    """
    hold(dossier)
    done = move(
        dossier,
        Move.POSTPONE,
        actor=actor,
        at=at,
        facts={
            Fact.REASON: rules.reason_given(reason),
            Fact.LATER_ROUND: rules.later_round(evaluation_round, dossier),
        },
        changes={"evaluation_round": evaluation_round, "postponed_reason": reason.strip()},
        reason=reason.strip(),
        due_on=evaluation_round.last_result_day if evaluation_round else None,
        noted={"round": str(evaluation_round or ""), "from_round": str(dossier.evaluation_round or "")},
        values={"round": str(evaluation_round or "")},
    )
    drop_open_return(dossier, at)
    TestRequest.objects.filter(dossier=dossier, brought_at=None, dropped_at=None).update(dropped_at=at)
    return done


@transaction.atomic
def put_in_round(*, dossier: Dossier, actor: User, at: dt.datetime) -> Transition:
    """Take a postponed dossier up again in its round; the province checks it."""
    hold(dossier)
    return move(
        dossier,
        Move.PUT_IN_ROUND,
        actor=actor,
        at=at,
        facts={Fact.IN_ROUND: rules.in_round(dossier)},
        due_on=dossier.evaluation_round.last_result_day if dossier.evaluation_round else None,
        noted={"round": str(dossier.evaluation_round or "")},
        values={"round": str(dossier.evaluation_round or "")},
    )


# ---------------------------------------------------------------- re-ranking (article 7.6c)


@transaction.atomic
def start_agency_report(*, dossier: Dossier, actor: User, at: dt.datetime) -> Transition:
    """Take a re-ranking in hand: the agency itself reports, no advisory team and no round (articles 7.6c, 7.6g)."""
    hold(dossier)
    facts = {
        Fact.BY_AGENCY: rules.by_agency(dossier),
        Fact.TICKETS_SETTLED: rules.tickets_settled(last_answered(dossier)),
    }
    return move(dossier, Move.START_AGENCY_REPORT, actor=actor, at=at, facts=facts, due_on=dossier.province_due_on)


@transaction.atomic
def record_agency_report(
    *, dossier: Dossier, reported: Reported, revision: int, actor: User, at: dt.datetime
) -> AgencyReport:
    """Record the agency's report as it was signed, or correct it while the agency has the dossier in hand.

    ``revision`` is that of the report on the page that was filled (0 before the first).

    Raises:
        Refused: to anybody but the agency, when something is missing, or when somebody else recorded meanwhile.
    """
    hold(dossier)
    require(rules.may_report(actor, dossier))
    received_on = timezone.localdate(dossier.state_since)
    accepted = dossier.transitions.filter(move=Move.ACCEPT).order_by("-revision").first()
    if accepted is not None:
        received_on = timezone.localdate(accepted.at)
    require(rules.report_whole(reported, received_on=received_on, today=timezone.localdate(at)))
    values = {
        "scale_changed": reported.scale_changed,
        "evidence_unclear": reported.evidence_unclear,
        "checked_on": reported.checked_on,
        "check_findings": reported.check_findings.strip(),
        "findings": reported.findings.strip(),
        "proposal": reported.proposal.strip(),
        "number": reported.number.strip(),
        "reported_on": reported.reported_on,
        "signer_name": reported.signer.name.strip(),
        "signer_capacity": reported.signer.capacity.strip(),
        "recorded_by": actor,
        "recorded_at": at,
    }
    report, made = AgencyReport.objects.get_or_create(dossier=dossier, defaults=values)
    if not made:
        saved = AgencyReport.objects.filter(pk=report.pk, revision=revision).update(
            **values, revision=F("revision") + 1
        )
        report.refresh_from_db()
        if not saved:
            raise Refused(saved_meanwhile(report.recorded_by, report.recorded_at))
    journal(
        "dossier.agency_report", dossier, actor, at,
        {"number": report.number, "on": str(report.reported_on), "site_check": str(report.checked_on or "")},
    )  # fmt: skip
    return report
