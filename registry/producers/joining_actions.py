"""People who want to act for a producer ask; its commune, or its representative, answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from registry.access.answers import Refused, require
from registry.access.saving import save_or_refuse
from registry.accounts.queries import holders
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.places.models import Commune
from registry.producers import rules
from registry.producers.actions import ALREADY_MEMBER, add_member, register_producer
from registry.producers.facts import ProducerFacts
from registry.producers.models import JoinRequest, Producer
from registry.producers.queries import memberships_of, owners
from registry.producers.states import JoinOutcome, ProducerKind, Rank

if TYPE_CHECKING:
    from registry.accounts.models import User


@dataclass(frozen=True, slots=True)
class Proposal:
    """A producer that the register does not have yet, as somebody who wants to represent it names it."""

    kind: ProducerKind
    name: str
    commune: Commune
    registration_number: str = ""


@transaction.atomic
def ask_to_join(*, producer: Producer, rank: Rank, note: str, actor: User, at: dt.datetime) -> JoinRequest:
    """Ask to act for a registered producer with the right of ``rank``.

    Raises:
        Refused: when the actor acts for it already or has asked already.
    """
    if memberships_of(actor).filter(producer=producer).exists():
        raise Refused(ALREADY_MEMBER)
    join = JoinRequest(
        user=actor, producer=producer, commune=producer.commune, rank=rank, note=note.strip(), asked_at=at
    )
    return _asked(join, producer.name, actor, at)


@transaction.atomic
def propose_producer(*, proposal: Proposal, note: str, actor: User, at: dt.datetime) -> JoinRequest:
    """Ask the commune to register a producer that the actor represents.

    Raises:
        Refused: while an earlier proposal of the actor is not answered.
    """
    join = JoinRequest(
        user=actor, commune=proposal.commune, rank=Rank.OWNER, kind=proposal.kind, name=proposal.name.strip(),
        registration_number=proposal.registration_number.strip(), note=note.strip(), asked_at=at,
    )  # fmt: skip
    return _asked(join, proposal.name, actor, at)


@transaction.atomic
def accept_join(*, join: JoinRequest, actor: User, at: dt.datetime) -> None:
    """Let the person act for the registered producer she asked for.

    Raises:
        Refused: when the actor may not answer, or somebody has answered already.
    """
    require(rules.may_decide(actor, join))
    if join.producer is None:
        raise AssertionError("a proposal is accepted by registering its producer")
    _decide(join, JoinOutcome.ACCEPTED, "", actor, at)
    add_member(producer=join.producer, user=join.user, rank=Rank(join.rank), actor=actor, at=at)


@transaction.atomic
def register_proposed(*, join: JoinRequest, facts: ProducerFacts, actor: User, at: dt.datetime) -> Producer:
    """Register the proposed producer as its papers say and make the person its representative.

    Raises:
        Refused: when the actor may not register there, the number is taken, or somebody has answered already.
    """
    require(rules.may_decide(actor, join))
    producer = register_producer(facts=facts, actor=actor, at=at)
    JoinRequest.objects.filter(pk=join.pk).update(producer=producer)
    _decide(join, JoinOutcome.ACCEPTED, "", actor, at)
    add_member(producer=producer, user=join.user, rank=Rank.OWNER, actor=actor, at=at)
    return producer


@transaction.atomic
def refuse_join(*, join: JoinRequest, reason: str, actor: User, at: dt.datetime) -> None:
    """Refuse with a reason that the person reads.

    Raises:
        Refused: when the actor may not answer, or somebody has answered already.
    """
    require(rules.may_decide(actor, join))
    _decide(join, JoinOutcome.REFUSED, reason.strip(), actor, at)
    notify(
        event="producer.join_refused",
        key=f"join:{join.pk}:refused",
        recipients=[join.user],
        values={"producer": join.producer.name if join.producer else join.name, "reason": reason.strip()},
        path="/join/",
        at=at,
    )


def _asked(join: JoinRequest, name: str, actor: User, at: dt.datetime) -> JoinRequest:
    save_or_refuse(join)
    _record("producer.join_asked", join, actor, at, {"producer": name, "rank": join.rank})
    told = {person.pk: person for person in holders(rules.CLERKS, commune=join.commune_id)}
    if join.producer and join.rank != Rank.OWNER:
        told |= {person.pk: person for person in owners(join.producer)}
    notify(
        event="producer.join_asked",
        key=f"join:{join.pk}",
        recipients=list(told.values()),
        values={"person": str(actor), "producer": name},
        path="/join/requests/",
        at=at,
    )
    return join


def _decide(join: JoinRequest, outcome: JoinOutcome, reason: str, actor: User, at: dt.datetime) -> None:
    answered = JoinRequest.objects.filter(pk=join.pk, outcome="").update(
        outcome=outcome, reason=reason, decided_at=at, decided_by=actor
    )
    if not answered:
        raise Refused(rules.ALREADY_DECIDED)
    _record(f"producer.join_{outcome.value}", join, actor, at, {"person": str(join.user), "reason": reason})


def _record(action: str, join: JoinRequest, actor: User, at: dt.datetime, after: dict[str, str]) -> None:
    record(
        action=action, actor=actor, at=at, object_type="join_request", object_id=join.pk, label=str(join), after=after,
        audience=Audience.OFFICE, commune=join.commune_id,
    )  # fmt: skip
