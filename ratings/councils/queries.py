"""Councils a person sees, who sits in them, and the count for a dossier."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from ratings.councils import quorum
from ratings.councils.interest import Side, Sign, Someone, signs_of
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
from ratings.councils.rules import DECLARING, may_lead, scores
from ratings.councils.states import SCORING_CAPACITIES, TEAM_CAPACITIES, Capacity, Level
from ratings.dossiers.models import Dossier, Entered, Submission
from ratings.dossiers.rules import parties_of
from ratings.dossiers.states import BEFORE_COUNCIL, State
from ratings.dossiers.workflow import Party
from registry.access.roles import MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.accounts.models import RoleAssignment, User
from registry.producers.models import Membership


def visible_to(person: User) -> QuerySet[Council]:
    """Return the councils that ``person`` may read: those of her office, and those she sits in."""
    if not person.is_authenticated:
        return Council.objects.none()
    condition = Q(people__user=person)
    if provinces := person.provinces(PROVINCE_ROLES):
        condition |= Q(province__in=provinces)
    if person.holds(MINISTRY_ROLES):
        condition |= Q(level=Level.NATION)
    return Council.objects.filter(pk__in=Council.objects.filter(condition).values("pk"))


def for_list(person: User) -> QuerySet[Council]:
    """Councils with what their list shows."""
    return (
        visible_to(person)
        .select_related("province", "regulation")
        .annotate(
            member_count=Count("people", filter=Q(people__capacity__in=["chair", "deputy", "member"]), distinct=True),
            session_count=Count("sessions", distinct=True),
            dossier_count=Count("appraisals", distinct=True),
        )
    )


def regulations_of(person: User) -> QuerySet[Regulation]:
    """Regulations that ``person`` keeps."""
    condition = Q(province__in=person.provinces({Role.PROVINCE_OFFICER}))
    if person.holds({Role.MINISTRY_OFFICER}):
        condition |= Q(province=None)
    return Regulation.objects.filter(condition).select_related("entered_by", "confirmed_by").order_by("-decision_date")


def capacities_in(person: User, council: Council) -> frozenset[Capacity]:
    """Every capacity of ``person`` in ``council``."""
    return frozenset(Capacity(found) for found in council.people.filter(user=person).values_list("capacity", flat=True))


def seats_of(person: User) -> QuerySet[CouncilPerson]:
    """Return what ``person`` is in councils and their teams."""
    return CouncilPerson.objects.filter(user=person)


def scoring_seats_of(person: User) -> QuerySet[CouncilPerson]:
    return seats_of(person).filter(capacity__in=SCORING_CAPACITIES)


def sessions_ahead(person: User, today: dt.date) -> QuerySet[Session]:
    """Sessions from ``today`` on, and past ones with a product not concluded; ``on_agenda`` counts their products.

    ``must_declare`` says that she scores there and has not said of every product whether she has an interest.

    A product that was put on a later session is no longer the business of the earlier one.
    """
    later = AgendaItem.objects.filter(
        dossier=OuterRef("dossier"), removed_at=None, session__held_on__gt=OuterRef("session__held_on")
    )
    unfinished = AgendaItem.objects.filter(
        ~Exists(later), session=OuterRef("pk"), removed_at=None, dossier__state__in=sorted(BEFORE_COUNCIL)
    )
    return (
        Session.objects.filter(Q(held_on__gte=today) | Exists(unfinished), council__in=visible_to(person))
        .select_related("council")
        .annotate(
            on_agenda=Count("agenda", filter=Q(agenda__removed_at=None)),
            must_declare=Exists(_not_declared(person).filter(session=OuterRef("pk"))),
        )
        .order_by("held_on", "pk")
    )


def _not_declared(person: User) -> QuerySet[AgendaItem]:
    """Items of which a scoring member has not said whether she has an interest."""
    seat = seats_of(person).filter(council=OuterRef("session__council"), capacity__in=SCORING_CAPACITIES)
    said = [
        Exists(
            rows.filter(person__user=person, person__council=OuterRef("session__council"), dossier=OuterRef("dossier"))
        )
        for rows in (Declaration.objects, Recusal.objects)
    ]
    waiting = AgendaItem.objects.filter(removed_at=None, dossier__state__in=sorted(DECLARING))
    return waiting.filter(Exists(seat), ~said[0], ~said[1])


def sessions_of(dossiers: Collection[int]) -> dict[int, Session]:
    """Return the last session that each of ``dossiers`` was put on, by the dossier's primary key, in one query."""
    items = AgendaItem.objects.filter(dossier__in=dossiers, removed_at=None).select_related("session")
    return {item.dossier_id: item.session for item in items.order_by("session__held_on", "pk")}


def appraisal_of(dossier: Dossier) -> Appraisal | None:
    """Return the running appraisal: which council has the dossier in hand."""
    return (
        Appraisal.objects.filter(dossier=dossier, ended_at=None)
        .select_related("council__regulation", "council__province")
        .first()
    )


def agenda_item_of(dossier: Dossier) -> AgendaItem | None:
    """Return the dossier's place on the agenda of the last session it was put on."""
    return (
        AgendaItem.objects.filter(dossier=dossier, removed_at=None)
        .select_related("session__council__regulation")
        .order_by("-session__held_on", "-pk")
        .first()
    )


def team_report_of(appraisal: Appraisal) -> TeamReport | None:
    """Return the team's newest report of this appraisal; one from before it was handed over does not count."""
    return (
        TeamReport.objects.filter(
            dossier=appraisal.dossier_id, council=appraisal.council_id, recorded_at__gte=appraisal.handed_at
        )
        .select_related("recorded_by")
        .last()
    )


@dataclass(frozen=True)
class Chamber:
    """Who is in the room of one session, read once for all its dossiers."""

    session: Session
    people: Sequence[CouncilPerson]
    presence: dict[int, Presence]
    recusals: dict[int, dict[int, Recusal]] = field(default_factory=dict)
    """Recusals by dossier, then by person."""

    @property
    def members(self) -> list[CouncilPerson]:
        return [person for person in self.people if scores(person)]

    @property
    def present(self) -> set[int]:
        return {pk for pk, row in self.presence.items() if row.present}

    def recused(self, dossier: int) -> set[int]:
        return set(self.recusals.get(dossier, {}))

    def entitled(self, dossier: int) -> list[CouncilPerson]:
        """Members who score this dossier unless they are absent."""
        recused = self.recused(dossier)
        return [person for person in self.members if person.pk not in recused]

    def scorers(self, dossier: int) -> list[CouncilPerson]:
        """Members who score this dossier now: entitled and present."""
        return [person for person in self.entitled(dossier) if person.pk in self.present]

    def leaders(self, dossier: int | None = None) -> set[int]:
        recused = self.recused(dossier) if dossier else set()
        chair_able = any(
            person.capacity == Capacity.CHAIR and person.pk in self.present and person.pk not in recused
            for person in self.people
        )
        return {
            person.pk
            for person in self.members
            if may_lead(
                person,
                self.session,
                present=person.pk in self.present,
                recused=person.pk in recused,
                chair_able=chair_able,
            )
        }

    def quorum(self, dossier: int | None = None) -> quorum.Quorum:
        """Count the quorum for one dossier, or for the session as a whole."""
        regulation = self.session.council.regulation
        return quorum.count(
            quorum.Share(regulation.quorum_numerator, regulation.quorum_denominator),
            members=[person.pk for person in self.members],
            present=self.present,
            recused=self.recused(dossier) if dossier else (),
            leaders=self.leaders(dossier),
        )

    def seats_of(self, user: User) -> list[CouncilPerson]:
        return [person for person in self.people if person.user_id == user.pk]

    def is_recused(self, user: User, dossier: int) -> bool:
        return any(person.user_id == user.pk and person.pk in self.recused(dossier) for person in self.people)

    def parties(self, user: User, dossier: int) -> frozenset[Party]:
        """The capacities of ``user`` that count in the table of moves."""
        parties: set[Party] = set()
        leaders = self.leaders(dossier)
        for person in self.seats_of(user):
            if person.pk in leaders:
                parties.add(Party.CHAIR)
            if person.capacity == Capacity.SECRETARY:
                parties.add(Party.SECRETARY)
        return frozenset(parties)


def chamber_of(session: Session, dossiers: Collection[int]) -> Chamber:
    """Read people, presence and recusals of a session in two queries, whatever the number of dossiers."""
    recusals: dict[int, dict[int, Recusal]] = defaultdict(dict)
    for recusal in Recusal.objects.filter(person__council=session.council_id, dossier__in=dossiers):
        recusals[recusal.dossier_id][recusal.person_id] = recusal
    people = list(
        people_of(session.council_id).annotate(
            here=FilteredRelation("presences", condition=Q(presences__session=session)),
            is_present=F("here__present"),
            absence=F("here__reason"),
        )
    )
    return Chamber(
        session=session,
        people=people,
        presence={
            person.pk: Presence(session=session, person=person, present=person.is_present, reason=person.absence)
            for person in people
            if person.is_present is not None
        },
        recusals=dict(recusals),
    )


def people_of(council: int) -> QuerySet[CouncilPerson]:
    """People of a council in the order of their office: chair, deputy, members, secretary, team."""
    return CouncilPerson.objects.filter(council=council).select_related("user").order_by("pk")


def in_order(people: Iterable[CouncilPerson]) -> list[CouncilPerson]:
    """Sort people by capacity as the decision lists them."""
    order = list(Capacity.values)
    return sorted(people, key=lambda person: (order.index(person.capacity), person.pk))


def agenda_of(session: Session) -> QuerySet[AgendaItem]:
    """The agenda with what its page shows."""
    return session.agenda.filter(removed_at=None).select_related(
        "dossier__product", "dossier__producer", "dossier__commune", "dossier__criteria_set"
    )


def waiting_for_agenda(council: Council) -> QuerySet[Appraisal]:
    """Appraisals of this council whose dossier the team has in hand."""
    return (
        Appraisal.objects.filter(council=council, ended_at=None, dossier__state="under_appraisal")
        .select_related("dossier__product", "dossier__producer", "dossier__commune", "dossier__evaluation_round")
        .order_by("handed_at", "pk")
    )


def team_desk(person: User) -> QuerySet[Appraisal]:
    """Appraisals whose report the team of ``person`` still owes, the first handed over at the top; ``leads`` is hers.

    A member of the team who stepped back from a dossier no longer sees it.
    """
    own = CouncilPerson.objects.filter(council=OuterRef("council"), user=person)
    since = TeamReport.objects.filter(
        dossier=OuterRef("dossier"), council=OuterRef("council"), recorded_at__gte=OuterRef("handed_at")
    )
    stepped_back = Recusal.objects.filter(person__user=person, dossier=OuterRef("dossier"))
    return (
        Appraisal.objects.filter(
            Exists(own.filter(capacity__in=TEAM_CAPACITIES)), ~Exists(since), ~Exists(stepped_back),
            ended_at=None, dossier__state=State.UNDER_APPRAISAL,
        )
        .annotate(leads=Exists(own.filter(capacity=Capacity.TEAM_LEADER)))
        .select_related("dossier__product", "dossier__producer")
        .order_by("handed_at", "pk")
    )  # fmt: skip


def parties_in(person: User, dossier: Dossier) -> frozenset[Party]:
    """Every capacity of ``person`` on ``dossier``, the council's included."""
    item = agenda_item_of(dossier)
    found = chamber_of(item.session, [dossier.pk]).parties(person, dossier.pk) if item else frozenset()
    return parties_of(person, dossier, capacities=found)


def reported(appraisals: Collection[Appraisal]) -> set[int]:
    """Return which of ``appraisals`` have the team's report, by primary key, in one query."""
    return set(
        Appraisal.objects.filter(
            pk__in=[one.pk for one in appraisals],
            dossier__team_reports__council=F("council"),
            dossier__team_reports__recorded_at__gte=F("handed_at"),
        ).values_list("pk", flat=True)
    )


# ---------------------------------------------------------------- interests


def asked(people: Collection[int], dossiers: Collection[int]) -> set[tuple[int, int]]:
    """Return which of ``people`` have said of which of ``dossiers`` whether they have an interest: (person, dossier)."""
    pairs: set[tuple[int, int]] = set()
    for rows in (Declaration.objects, Recusal.objects):
        pairs |= set(rows.filter(person__in=people, dossier__in=dossiers).values_list("person_id", "dossier_id"))
    return pairs


def said_in(chamber: Chamber, dossiers: Collection[int]) -> set[tuple[int, int]]:
    """The same as ``asked`` for all members of a session, whose recusals have been read: one query."""
    rows = Declaration.objects.filter(person__in=[one.pk for one in chamber.members], dossier__in=dossiers)
    stepped_back = {(person, dossier) for dossier, people in chamber.recusals.items() for person in people}
    return stepped_back | set(rows.values_list("person_id", "dossier_id"))


def signs_between(
    people: Sequence[CouncilPerson], dossiers: Sequence[Dossier]
) -> dict[tuple[int, int], tuple[Sign, ...]]:
    """Return the signs of interest by (person, dossier), those that have any; the number of queries is constant."""
    numbers = [one.pk for one in dossiers]
    members = _gathered(
        Membership.objects.filter(producer__in=[one.producer_id for one in dossiers]), "producer_id", "user_id"
    )
    entered = _gathered(Entered.objects.filter(dossier__in=numbers), "dossier_id", "by_id")
    filed = _gathered(Submission.objects.filter(dossier__in=numbers), "dossier_id", "filed_by_id")
    held = RoleAssignment.objects.filter(user__in=[one.user_id for one in people], commune__isnull=False)
    offices = _gathered(held, "user_id", "commune_id")
    found = {}
    for dossier in dossiers:
        producer, number = dossier.producer, dossier.pk
        side = Side(
            producer.representative_name, producer.commune_id, producer.phone, producer.email,
            members[producer.pk], entered[number] | filed[number] | {dossier.created_by_id},
        )  # fmt: skip
        for person in people:
            user = person.user
            member = Someone(user.pk, user.full_name, user.phone or "", user.email, frozenset(offices[user.pk]))
            if signs := signs_of(member, side):
                found[person.pk, number] = signs
    return found


def _gathered(rows: QuerySet[Any], by: str, what: str) -> dict[int, set[Any]]:
    """Return the values of one column by those of another."""
    found: dict[int, set[Any]] = defaultdict(set)
    for key, value in rows.values_list(by, what):
        found[key].add(value)
    return found
