"""Councils as their decisions appoint them, their sessions, and who is in the room (articles 7.3b to 7.3d)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratings.councils import composition
from ratings.councils.entries import Appointment, RegulationText
from ratings.councils.models import (
    AgendaItem,
    Appraisal,
    Council,
    CouncilPerson,
    Declaration,
    Presence,
    Recusal,
    Regulation,
    Session,
    TeamReport,
)
from ratings.councils.queries import (
    agenda_item_of,
    appraisal_of,
    capacities_in,
    team_report_of,
)
from ratings.councils.rules import (
    ARTICLE,
    before_first_sheet,
    confirmed,
    keeps_sessions,
    level_of,
    manages,
    manages_place,
    may_confirm,
    scores,
    turns_room,
)
from ratings.councils.states import TEAM_CAPACITIES, Capacity, Level, Seat
from ratings.dossiers.models import Dossier, EvaluationRound, Transition
from ratings.dossiers.moving import move
from ratings.dossiers.queries import last_answered
from ratings.dossiers.rules import by_team, in_round, reason_given, tickets_settled
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move, Party
from registry.access.answers import ALLOWED, Answer, Refused, refuse, require
from registry.accounts.models import User
from registry.journal.actions import record

MINUTES = "điểm d khoản 3 Điều 7; Quy chế"


# ---------------------------------------------------------------- regulation and council


@transaction.atomic
def enter_regulation(*, province: str | None, text: RegulationText, actor: User, at: dt.datetime) -> Regulation:
    """Enter a regulation from its decision; ``province`` None for the central council. Another officer confirms it."""
    require(manages_place(actor, province))
    values = {field.name: getattr(text, field.name) for field in fields(text)}
    regulation = Regulation.objects.create(
        province_id=province, entered_by=actor, entered_at=at, **{**values, "gate_test": text.gate_test.value}
    )
    _record("regulation.entered", by=(actor, at), of=regulation, after=values)
    return regulation


@transaction.atomic
def confirm_regulation(regulation: Regulation, *, actor: User, at: dt.datetime) -> Regulation:
    """Confirm that what was entered is what the decision says; it never changes afterwards."""
    require(may_confirm(actor, regulation))
    _confirm(Regulation, regulation, actor, at)
    _record("regulation.confirmed", by=(actor, at), of=regulation)
    return regulation


@transaction.atomic
def enter_council(
    *,
    province: str | None,
    name: str,
    decision_number: str,
    decision_date: dt.date,
    regulation: Regulation,
    people: Sequence[Appointment],
    actor: User,
    at: dt.datetime,
    has_food_safety_department: bool = False,
) -> Council:
    """Enter a council and its advisory team from the decision that appoints them.

    An incomplete council may be entered, so that nothing typed is lost; it cannot be confirmed.
    """
    require(manages_place(actor, province))
    if regulation.province_id != province:
        raise Refused(refuse(_("The regulation belongs to another place."), article=ARTICLE))
    council = Council.objects.create(
        level=level_of(province),
        province_id=province,
        name=name,
        decision_number=decision_number,
        decision_date=decision_date,
        regulation=regulation,
        has_food_safety_department=has_food_safety_department,
        entered_by=actor,
        entered_at=at,
    )
    for appointment in people:
        _appoint(council, appointment)
    said = {"decision": decision_number, "people": [_said(one) for one in people]}
    _record("council.entered", by=(actor, at), of=council, after=said)
    return council


@transaction.atomic
def confirm_council(council: Council, *, actor: User, at: dt.datetime) -> Council:
    """Confirm a council that is composed as article 7.3b says and whose regulation is confirmed.

    Raises Refused by the person who entered it, and with every office that is missing.
    """
    require(may_confirm(actor, council))
    if council.regulation.confirmed_at is None:
        raise Refused(
            refuse(
                _("The council's regulation has not been confirmed by a second officer."),
                article=ARTICLE,
                remedy=_("Confirm the regulation first."),
            )
        )
    require(composition_answer(council))
    _confirm(Council, council, actor, at)
    _record("council.confirmed", by=(actor, at), of=council)
    return council


def composition_answer(council: Council) -> Answer:
    """Answer whether the council is composed as the law says."""
    return composition.complete(
        places_of(council.people.all()),
        level=Level(council.level),
        has_food_safety_department=council.has_food_safety_department,
    )


def places_of(people: Iterable[CouncilPerson]) -> list[composition.Place]:
    return [
        composition.Place(Capacity(one.capacity), Seat(one.seat) if one.seat else None, one.by_delegation)
        for one in people
    ]


@transaction.atomic
def add_person(
    council: Council, *, appointment: Appointment, actor: User, at: dt.datetime, decision_number: str = ""
) -> CouncilPerson:
    """Appoint one more person; once the council has scored, only under a decision that is named (kiện toàn)."""
    require(manages(actor, council))
    if council.frozen_at is not None and not decision_number.strip():
        raise Refused(
            refuse(
                _("State the number of the decision that appoints the new member."),
                article=ARTICLE,
                remedy=_("Enter the number of the decision."),
            )
        )
    person = _appoint(council, appointment)
    said = {**_said(appointment), "decision": decision_number}
    _record("council.person_added", by=(actor, at), of=council, after=said)
    return person


@transaction.atomic
def remove_person(person: CouncilPerson, *, actor: User, at: dt.datetime) -> None:
    """Take a person out again, before the council's first sheet and while nothing refers to her."""
    council = person.council
    require(manages(actor, council))
    require(before_first_sheet(council))
    if council.confirmed_at is not None:
        remaining = places_of(one for one in council.people.all() if one.pk != person.pk)
        require(
            composition.complete(
                remaining, level=Level(council.level), has_food_safety_department=council.has_food_safety_department
            )
        )
    if person.presences.exists() or person.recusals.exists():
        raise Refused(
            refuse(_("This person already stands in the minutes of a session."), remedy=_("Record her absence."))
        )
    said = {"user": person.user_id, "capacity": person.capacity, "seat": person.seat}
    person.delete()
    _record("council.person_removed", by=(actor, at), of=council, after=said)


def freeze(council: Council, *, at: dt.datetime) -> None:
    """Mark the council's first sheet. The caller has opened it in the same transaction."""
    if council.frozen_at is None:
        Council.objects.filter(pk=council.pk, frozen_at=None).update(frozen_at=at)
        council.frozen_at = at


# ---------------------------------------------------------------- advisory team


@transaction.atomic
def start_appraisal(dossier: Dossier, *, council: Council, actor: User, at: dt.datetime) -> Appraisal:
    """Hand a dossier to a council's advisory team (article 7.3c). An appraisal that ran before ends."""
    facts = {
        Fact.BY_TEAM: by_team(dossier),
        Fact.TICKETS_SETTLED: tickets_settled(last_answered(dossier)),
        Fact.IN_ROUND: in_round(dossier),
        Fact.TEAM: has_team(dossier, council),
    }
    move(
        dossier, Move.START_APPRAISAL, actor=actor, at=at, facts=facts,
        noted={"council": council.name, "decision": council.decision_number},
    )  # fmt: skip
    return hand_over(dossier, council=council, actor=actor, at=at)


def hand_over(dossier: Dossier, *, council: Council, actor: User, at: dt.datetime) -> Appraisal:
    """Note which council has the dossier in hand, inside the transaction of the move that says so."""
    Appraisal.objects.filter(dossier=dossier, ended_at=None).update(ended_at=at)
    return Appraisal.objects.create(dossier=dossier, council=council, handed_at=at, handed_by=actor)


def has_team(dossier: Dossier, council: Council | None) -> Answer:
    """Answer the fact TEAM for moves that hand a dossier to a council."""
    if council is None:
        return refuse(
            _("No council with its advisory team is appointed."),
            article="điểm b, điểm c khoản 3 Điều 7",
            remedy=_("Enter the council from its decision and have it confirmed."),
        )
    return _has_team(dossier, council)


@transaction.atomic
def record_team_report(
    dossier: Dossier, *, text: str, reported_on: dt.date, actor: User, at: dt.datetime, number: str = ""
) -> TeamReport:
    """Record the advisory team's report to the chair (article 7.3c): by its leader, or by an officer from the paper."""
    article = "điểm c khoản 3 Điều 7"
    appraisal = _running_appraisal(dossier)
    is_leader = Capacity.TEAM_LEADER in capacities_in(actor, appraisal.council)
    if not is_leader:
        answer = manages(actor, appraisal.council)
        if not answer:
            raise Refused(
                refuse(_("The report is sent by the leader of the team or recorded by the agency."), article=article)
            )
    if dossier.current is not State.UNDER_APPRAISAL:
        raise Refused(refuse(_("The advisory team does not have this dossier in hand."), article=article))
    if not text.strip():
        raise Refused(
            refuse(_("The report says nothing yet."), article=article, remedy=_("Write the findings and the proposal."))
        )
    report = TeamReport.objects.create(
        council=appraisal.council, dossier=dossier, number=number, reported_on=reported_on, text=text.strip(),
        recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    said = {"number": number, "reported_on": reported_on}
    _record("dossier.team_report", by=(actor, at), of=dossier, after=said)
    return report


# ---------------------------------------------------------------- sessions and agenda


@transaction.atomic
def plan_session(
    council: Council,
    *,
    evaluation_round: EvaluationRound,
    held_on: dt.date,
    place: str = "",
    deputy_leads: bool = False,
    actor: User,
    at: dt.datetime,
) -> Session:
    """Plan the next session of a confirmed council; its number follows the last one."""
    require(keeps_sessions(actor, council, capacities_in(actor, council)))
    require(confirmed(council))
    last = council.sessions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            session = Session.objects.create(
                council=council, evaluation_round=evaluation_round, number=last + 1, held_on=held_on, place=place,
                deputy_leads=deputy_leads, planned_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(refuse(_("Somebody has just planned a session; open the page again."))) from error
    said = {"held_on": held_on, "place": place, "deputy_leads": deputy_leads}
    _record("session.planned", by=(actor, at), of=session, after=said)
    return session


@transaction.atomic
def authorise_deputy(session: Session, *, authorised: bool, actor: User, at: dt.datetime) -> Session:
    """Record (or take back) that the deputy is named in writing to lead where the chair cannot."""
    require(keeps_sessions(actor, session.council, capacities_in(actor, session.council)))
    session.deputy_leads = authorised
    session.save(update_fields=["deputy_leads"])
    _record("session.deputy", by=(actor, at), of=session, after={"deputy_leads": authorised})
    return session


@transaction.atomic
def put_on_agenda(dossier: Dossier, *, session: Session, actor: User, at: dt.datetime) -> AgendaItem:
    """Put an appraised dossier on the agenda of a session of the council that has it in hand."""
    appraisal = appraisal_of(dossier)
    facts = {Fact.TEAM_REPORT: _agenda_answer(dossier, appraisal, session)}
    move(
        dossier, Move.PUT_ON_AGENDA, actor=actor, at=at, facts=facts, capacities=_secretary(actor, session.council),
        due_on=session.held_on, noted={"session": session.number, "held_on": session.held_on.isoformat()},
        values={"held_on": session.held_on.isoformat()},
    )  # fmt: skip
    return list_on(session, dossier)


def list_on(session: Session, dossier: Dossier) -> AgendaItem:
    """Add the dossier at the end of the agenda (or find its place there)."""
    last = session.agenda.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.get_or_create(
        session=session, dossier=dossier, removed_at=None, defaults={"position": last + 1}
    )[0]


@transaction.atomic
def take_off_agenda(dossier: Dossier, *, reason: str, actor: User, at: dt.datetime) -> Transition:
    """Take a dossier off the agenda again, with the reason; the team has it back."""
    item = agenda_item_of(dossier)
    capacities = _secretary(actor, item.session.council) if item else frozenset()
    moved = move(
        dossier, Move.TAKE_OFF_AGENDA, actor=actor, at=at, facts={Fact.REASON: reason_given(reason)}, capacities=capacities,
        reason=reason.strip(),
    )  # fmt: skip
    AgendaItem.objects.filter(dossier=dossier, removed_at=None).update(removed_at=at)
    Session.objects.filter(on_table__dossier=dossier).update(on_table=None)
    return moved


@transaction.atomic
def reorder_agenda(session: Session, *, items: Sequence[int], actor: User, at: dt.datetime) -> None:
    """Set the order of the agenda; ``items`` are primary keys of all its items.

    Raises Refused when somebody has meanwhile changed the list.
    """
    require(keeps_sessions(actor, session.council, capacities_in(actor, session.council)))
    present = {item.pk: item for item in session.agenda.filter(removed_at=None)}
    if sorted(items) != sorted(present):
        raise Refused(refuse(_("The agenda has changed meanwhile; open the page again.")))
    for position, pk in enumerate(items, start=1):
        present[pk].position = position
    AgendaItem.objects.bulk_update(present.values(), ["position"])
    said = {"dossiers": [present[pk].dossier_id for pk in items]}
    _record("session.reordered", by=(actor, at), of=session, after=said)


# ---------------------------------------------------------------- the room


@transaction.atomic
def put_on_table(session: Session, *, item: AgendaItem | None, actor: User, at: dt.datetime) -> None:
    """Let the room turn to a product of the agenda, or to none: a pause.

    Raises Refused for whoever neither leads nor keeps the session, and for a product that is not on its agenda.
    """
    require(turns_room(actor, session, capacities_in(actor, session.council)))
    if item is not None and (item.session_id != session.pk or item.removed_at is not None):
        raise Refused(refuse(_("The agenda has changed meanwhile; open the page again.")))
    if session.on_table_id == (item.pk if item else None):
        return
    session.on_table = item
    session.save(update_fields=["on_table"])
    _record("session.on_table", by=(actor, at), of=session, after={"dossier": item.dossier_id if item else None})


@transaction.atomic
def record_presence(
    session: Session, *, person: CouncilPerson, present: bool, reason: str = "", actor: User, at: dt.datetime
) -> Presence:
    """Record whether a member is there; absence has its reason."""
    require(keeps_sessions(actor, session.council, capacities_in(actor, session.council)))
    if person.council_id != session.council_id:
        raise Refused(refuse(_("This person does not sit in this council.")))
    if not present and not reason.strip():
        raise Refused(
            refuse(
                _("State why %(who)s is absent.") % {"who": person.user},
                article=MINUTES,
                remedy=_("Write the reason of absence."),
            )
        )
    row = Presence.objects.update_or_create(
        session=session,
        person=person,
        defaults={
            "present": present,
            "reason": "" if present else reason.strip(),
            "recorded_by": actor,
            "recorded_at": at,
        },
    )[0]
    said = {"person": person.user_id, "present": present, "reason": row.reason}
    _record("session.presence", by=(actor, at), of=session, after=said)
    return row


@transaction.atomic
def recuse(
    dossier: Dossier,
    *,
    person: CouncilPerson,
    reason: str,
    actor: User,
    at: dt.datetime,
    sheets_closed: Answer = ALLOWED,
) -> Recusal:
    """Declare that a member takes no part in a dossier: by herself, or by the secretary in the minutes.

    ``sheets_closed`` is answered by scoring: once sheets were opened, nobody can step back from them.
    """
    appraisal = _running_appraisal(dossier)
    if person.council_id != appraisal.council_id or not scores(person):
        raise Refused(refuse(_("Only a member who scores can step back from a product.")))
    if actor.pk != person.user_id and Capacity.SECRETARY not in capacities_in(actor, appraisal.council):
        raise Refused(refuse(_("A recusal is declared by the member or minuted by the secretary."), article=MINUTES))
    require(sheets_closed)
    if not reason.strip():
        raise Refused(refuse(_("State the interest."), remedy=_("Write what links the member to this product.")))
    if Recusal.objects.filter(person=person, dossier=dossier).exists():
        raise Refused(refuse(_("%(who)s has already stepped back from this product.") % {"who": person.user}))
    row = Recusal.objects.create(
        person=person, dossier=dossier, reason=reason.strip(), declared_by=actor, declared_at=at
    )
    said = {"person": person.user_id, "reason": row.reason}
    _record("dossier.recusal", by=(actor, at), of=dossier, after=said)
    return row


@transaction.atomic
def declare_no_interest(dossier: Dossier, *, person: CouncilPerson, actor: User, at: dt.datetime) -> Declaration:
    """Note that a member says no interest links her with the dossier's producer or product. Saying it twice is one.

    Raises:
        Refused: by anybody else, by one who scores nothing, or by one who has stepped back from this product.
    """
    appraisal = _running_appraisal(dossier)
    if person.council_id != appraisal.council_id or not scores(person):
        raise Refused(refuse(_("Only a member who scores is asked about her interest."), article=MINUTES))
    if actor.pk != person.user_id:
        raise Refused(refuse(_("A member declares for herself."), article=MINUTES))
    if Recusal.objects.filter(person=person, dossier=dossier).exists():
        raise Refused(refuse(_("%(who)s has already stepped back from this product.") % {"who": person.user}))
    row, made = Declaration.objects.get_or_create(person=person, dossier=dossier, defaults={"declared_at": at})
    if made:
        _record("dossier.no_interest", by=(actor, at), of=dossier, after={"person": person.user_id})
    return row


# ---------------------------------------------------------------- helpers


def _confirm(table: type[Regulation] | type[Council], row: Regulation | Council, actor: User, at: dt.datetime) -> None:
    updated = table.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_by=actor, confirmed_at=at)
    if not updated:
        raise Refused(refuse(_("This has already been confirmed.")))
    row.refresh_from_db()


def _appoint(council: Council, appointment: Appointment) -> CouncilPerson:
    try:
        with transaction.atomic():
            return CouncilPerson.objects.create(
                council=council,
                user=appointment.user,
                capacity=appointment.capacity,
                seat=appointment.seat or "",
                position=appointment.position,
                by_delegation=appointment.by_delegation,
            )
    except IntegrityError as error:
        raise Refused(
            refuse(
                _("%(who)s cannot be entered as “%(capacity)s”: the place is taken or the office is missing.")
                % {"who": appointment.user, "capacity": appointment.capacity.label},
                article=ARTICLE,
                remedy=_("One person per chair and team leader, one scoring seat per person, each with its office."),
            )
        ) from error


def _said(appointment: Appointment) -> dict[str, str | int]:
    return {
        "user": appointment.user.pk,
        "capacity": appointment.capacity.value,
        "seat": appointment.seat.value if appointment.seat else "",
    }


def _secretary(actor: User, council: Council) -> frozenset[Party]:
    return frozenset({Party.SECRETARY}) if Capacity.SECRETARY in capacities_in(actor, council) else frozenset()


def _has_team(dossier: Dossier, council: Council) -> Answer:
    if council.level != Level.PROVINCE or council.province_id != dossier.province_id:
        return refuse(_("This council is not one of the dossier's province."), article=ARTICLE)
    if not (answer := confirmed(council)):
        return answer
    if not council.people.filter(capacity__in=TEAM_CAPACITIES).exists():
        return refuse(_("The council has no advisory team."), article="điểm c khoản 3 Điều 7")
    return ALLOWED


def _agenda_answer(dossier: Dossier, appraisal: Appraisal | None, session: Session) -> Answer:
    if appraisal is None or appraisal.council_id != session.council_id:
        return refuse(_("The dossier is in the hands of another council."), remedy=_("Choose one of its sessions."))
    if session.evaluation_round_id != dossier.evaluation_round_id:
        return refuse(
            _("The session belongs to another evaluation round than the dossier."),
            article="khoản 1 Điều 5",
            remedy=_("Choose a session of the dossier's round."),
        )
    if team_report_of(appraisal) is None:
        return refuse(
            _("The advisory team's report to the chair has not been recorded."),
            article="điểm c khoản 3 Điều 7",
            remedy=_("Record the report of the advisory team."),
        )
    return ALLOWED


def _running_appraisal(dossier: Dossier) -> Appraisal:
    appraisal = appraisal_of(dossier)
    if appraisal is None:
        raise Refused(
            refuse(_("No council has this dossier in hand."), remedy=_("Hand it to the advisory team first."))
        )
    return appraisal


def _record(
    action: str,
    *,
    by: tuple[User, dt.datetime],
    of: Regulation | Council | Session | Dossier,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write one entry of the journal; ``of`` is what it is about."""
    commune: str | None = None
    province: str | None
    match of:
        case Dossier():
            kind, label, commune, province = "dossier", f"{of.number} {of.product}", of.commune_id, of.province_id
        case Session():
            kind, label = "session", f"{of.council.name} · {of.number}"
            province = of.council.province_id
        case Council():
            kind, label, province = "council", of.name, of.province_id
        case _:
            kind, label, province = "regulation", of.decision_number, of.province_id
    record(
        action=action,
        actor=by[0],
        at=by[1],
        object_type=kind,
        object_id=of.pk,
        label=label,
        before={},
        after={key: value.isoformat() if isinstance(value, dt.date) else value for key, value in (after or {}).items()},
        commune=commune,
        province=province,
    )
