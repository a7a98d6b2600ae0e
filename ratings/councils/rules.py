"""Who may do what in and around a council. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from ratings.councils.models import Council, CouncilPerson, Regulation, Session
from ratings.councils.states import SCORING_CAPACITIES, Capacity, Level
from ratings.dossiers.states import State
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import PROVINCE_ROLES, Role
from registry.accounts.models import User

ARTICLE = "điểm b khoản 3 Điều 7"
DECLARING = frozenset({State.UNDER_APPRAISAL, State.ON_AGENDA, State.SCORING, State.RESCORING})
"""While a member can still read or score the dossier for the council, she says first whether she has an interest."""


def manages_place(person: User, province: str | None) -> Answer:
    """Answer whether ``person`` enters councils and regulations of ``province`` (None: the central council)."""
    if province is None:
        if person.holds({Role.MINISTRY_OFFICER}):
            return ALLOWED
        return refuse(_("The central council is kept by officers of the ministry."), article="điểm b khoản 4 Điều 7")
    if province in person.provinces({Role.PROVINCE_OFFICER}):
        return ALLOWED
    return refuse(_("Councils of this province are kept by its OCOP agency."), article=ARTICLE)


def manages(person: User, council: Council) -> Answer:
    """Answer whether ``person`` keeps this council as an officer."""
    return manages_place(person, council.province_id)


def may_confirm(person: User, entered: Council | Regulation) -> Answer:
    """Answer whether ``person`` may confirm what another officer entered."""
    if not (answer := manages_place(person, entered.province_id)):
        return answer
    if entered.confirmed_at is not None:
        return refuse(_("This has already been confirmed."))
    if entered.entered_by_id == person.pk:
        return refuse(
            _("Whoever entered it cannot confirm it."),
            article=ARTICLE,
            remedy=_("Ask another officer of the agency to compare it with the decision."),
        )
    return ALLOWED


def before_first_sheet(council: Council) -> Answer:
    """Answer whether the council may still change; its first sheet freezes it."""
    if council.frozen_at is None:
        return ALLOWED
    return refuse(
        _("This council has begun to score: its regulation stays, and nobody is taken out."),
        article=f"{ARTICLE}; Quy chế",
        remedy=_("Add a member under a new decision, or record absence or recusal."),
    )


def confirmed(council: Council) -> Answer:
    """Answer whether the council may work."""
    if council.confirmed_at is not None:
        return ALLOWED
    return refuse(
        _("The council has not been confirmed by a second officer."),
        article=ARTICLE,
        remedy=_("Ask another officer of the agency to compare it with the decision."),
    )


def keeps_sessions(person: User, council: Council, capacities: Collection[Capacity]) -> Answer:
    """Answer whether ``person`` plans sessions and keeps presence: an officer of the agency, or the secretary."""
    if Capacity.SECRETARY in capacities:
        return ALLOWED
    return manages(person, council)


def turns_room(person: User, session: Session, capacities: Collection[Capacity]) -> Answer:
    """Answer whether ``person`` puts products on the table: the chair, the deputy named in writing, whoever keeps it."""
    leads = {Capacity.CHAIR, *([Capacity.DEPUTY] if session.deputy_leads else [])}
    if leads & set(capacities) or keeps_sessions(person, session.council, capacities):
        return ALLOWED
    return refuse(
        _("The chair or the secretary says which product the room turns to."),
        article=ARTICLE,
        remedy=_("Your screen follows by itself."),
    )


def reads_statistics(person: User, council: Council, capacities: Collection[Capacity]) -> bool:
    """The chair, the secretary and the officers of the province: members are not compared before one another."""
    if {Capacity.CHAIR, Capacity.SECRETARY} & set(capacities):
        return True
    return council.province_id in person.provinces(PROVINCE_ROLES)


def may_lead(person: CouncilPerson, session: Session, *, present: bool, recused: bool, chair_able: bool) -> bool:
    """Whether ``person`` leads a dossier in ``session``.

    The chair leads where she is present and not recused; else the deputy, if the session names her in writing.
    """
    if not present or recused:
        return False
    if person.capacity == Capacity.CHAIR:
        return True
    return person.capacity == Capacity.DEPUTY and session.deputy_leads and not chair_able


def scores(person: CouncilPerson) -> bool:
    """Whether this seat scores; the secretary and advisors never do (design.md, Stars)."""
    return person.capacity in SCORING_CAPACITIES


def level_of(province: str | None) -> Level:
    return Level.NATION if province is None else Level.PROVINCE
