"""The one way in which a dossier changes its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.dossiers.models import CallTask, Dossier, Transition
from ratings.dossiers.queries import producer_people
from ratings.dossiers.rules import may, parties_of
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move, Party, row_of
from registry.access.answers import Answer, Refused, refuse, require
from registry.access.roles import Role
from registry.accounts.models import User
from registry.accounts.queries import holders
from registry.journal.actions import record
from registry.notifications.actions import notify

_PRODUCER, _COMMUNE, _LEADER, _PROVINCE, _AUTHORITY, _MINISTRY = (
    "producer",
    "commune",
    "leader",
    "province",
    "authority",
    "ministry",
)
TOLD: Mapping[Move, tuple[str, ...]] = {
    Move.FILE: (_PRODUCER, _COMMUNE),
    Move.FILE_ON_BEHALF: (_PRODUCER, _COMMUNE),
    Move.RETRACT: (_PRODUCER, _COMMUNE),
    Move.RECEIVE_COMPLETE: (_PRODUCER,),
    Move.REFUSE_RECEPTION: (_PRODUCER,),
    Move.RETURN_BY_COMMUNE: (_PRODUCER,),
    Move.ANSWER_COMMUNE: (_COMMUNE,),
    Move.SUBMIT_FOR_SIGNATURE: (_LEADER,),
    Move.SEND_BACK_TO_OFFICER: (_COMMUNE,),
    Move.SIGN_HERE: (_COMMUNE,),
    Move.FORWARD: (_PRODUCER, _PROVINCE),
    Move.ACCEPT: (_PRODUCER, _COMMUNE),
    Move.RETURN_BY_PROVINCE: (_PRODUCER, _COMMUNE),
    Move.ANSWER_PROVINCE: (_PROVINCE,),
    Move.POSTPONE: (_PRODUCER, _COMMUNE),
    Move.PUT_IN_ROUND: (_PRODUCER, _COMMUNE),
    Move.START_AGENCY_REPORT: (_PRODUCER, _COMMUNE),
    Move.REQUEST_TESTS: (_PRODUCER, _COMMUNE),
    Move.GIVE_TESTS_TIME: (_PRODUCER, _COMMUNE),
    Move.BRING_TESTS: (_PROVINCE,),
    Move.PUT_ON_AGENDA: (_PRODUCER, _COMMUNE),
    Move.CONCLUDE: (_PROVINCE,),
    Move.EXCLUDE: (_PRODUCER, _COMMUNE, _PROVINCE),
    Move.NOTIFY_NOT_RECOGNISED: (_PRODUCER, _COMMUNE),
    Move.PREPARE_DECISION: (_AUTHORITY,),
    Move.SIGN_RECOGNITION: (_PRODUCER, _COMMUNE),
    Move.SIGN_APPROVAL: (_PRODUCER, _COMMUNE, _PROVINCE),
    Move.SEND_TO_MINISTRY: (_PRODUCER, _COMMUNE, _MINISTRY),
    Move.RETURN_BY_MINISTRY: (_PROVINCE,),
    Move.ANSWER_MINISTRY: (_MINISTRY,),
    Move.RECORD_FIVE: (_PRODUCER, _COMMUNE, _PROVINCE),
    Move.SEND_BACK: (_PRODUCER, _COMMUNE, _PROVINCE, _AUTHORITY),
    Move.USE_CENTRAL_RESULT: (_PROVINCE,),
    Move.RANK_AGAIN: (_PRODUCER, _PROVINCE),
}
"""Who is told of a move, besides those whom the caller names (council members)."""


@transaction.atomic
def move(
    dossier: Dossier,
    which: Move,
    *,
    actor: User,
    at: dt.datetime,
    facts: Mapping[Fact, Answer] | None = None,
    capacities: Collection[Party] = (),
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    due_on: dt.date | None = None,
    noted: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    also: Iterable[User] = (),
) -> Transition:
    """Make one move of the table: state, timeline, journal and notifications, or nothing at all.

    ``facts`` answers the guards of the row, ``capacities`` are the actor's capacities in a council, ``changes`` other
    fields of the dossier that the move sets, ``noted`` what the timeline keeps, ``values`` what the messages say,
    ``also`` whom the caller wants told. ``dossier`` is brought up to date in place.

    Raises:
        Refused: with the person's, the state's or a guard's reason, or because somebody else was faster.
    """
    facts = facts or {}
    source = State(dossier.state)
    require(may(actor, which, dossier, facts, capacities=capacities))
    row = row_of(which, source)
    if row is None:
        raise AssertionError("a move that was allowed has its row")
    assigned = {**(changes or {}), "state": row.target, "revision": F("revision") + 1}
    if row.target is not source:
        assigned["state_since"] = at
    moved = Dossier.objects.filter(pk=dossier.pk, state=source, revision=dossier.revision).update(**assigned)
    if not moved:
        raise Refused(someone_was_faster(dossier))
    dossier.refresh_from_db()
    acted_as = next(p for p in Party if p in row.parties & parties_of(actor, dossier, capacities=capacities))
    transition = Transition.objects.create(
        dossier=dossier,
        revision=dossier.revision,
        move=which,
        source=source,
        target=row.target,
        party=acted_as,
        actor=actor,
        at=at,
        reason=reason,
        due_on=due_on,
        facts=dict(noted or {}),
    )
    record(
        action=f"dossier.{which.value}",
        actor=actor,
        at=at,
        object_type="dossier",
        object_id=dossier.pk,
        label=f"{dossier.number} {dossier.product}",
        before={"state": source.value},
        after={"state": row.target.value, "reason": reason, **(noted or {})},
        commune=dossier.commune_id,
        province=dossier.province_id,
    )
    _tell(dossier, which, transition, values or {}, also)
    return transition


def hold(dossier: Dossier) -> None:
    """Take the dossier's row to the end of the transaction and bring ``dossier`` up to date.

    On PostgreSQL the row is locked; on SQLite the immediate transaction already keeps others out. Saves of forms,
    ticks and citations wait here, so that nothing slips in between a snapshot and the move that seals it.

    Raises:
        Refused: when the dossier has moved since ``dossier`` was read.
    """
    seen = dossier.revision
    Dossier.objects.select_for_update().filter(pk=dossier.pk).values_list("pk", flat=True).get()
    dossier.refresh_from_db()
    require_unmoved(dossier, seen)


def require_unmoved(dossier: Dossier, revision: int) -> None:
    """Raise ``Refused`` when somebody moved the dossier since the page of ``revision`` was made."""
    if dossier.revision != revision:
        raise Refused(someone_was_faster(dossier))


def journal(action: str, dossier: Dossier, actor: User, at: dt.datetime, after: Mapping[str, Any]) -> None:
    """Note in the journal what happened to a dossier between its moves."""
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="dossier",
        object_id=dossier.pk,
        label=f"{dossier.number} {dossier.product}",
        before={},
        after=dict(after),
        commune=dossier.commune_id,
        province=dossier.province_id,
    )


def someone_was_faster(dossier: Dossier) -> Answer:
    """The refusal that the second of two people reads."""
    last = Transition.objects.filter(dossier=dossier).select_related("actor").order_by("-revision").first()
    who = str(last.actor) if last else _("Somebody else")
    when = timezone.localtime(last.at).strftime("%H:%M") if last else ""
    return refuse(
        _("%(who)s has already moved this dossier at %(when)s.") % {"who": who, "when": when},
        remedy=_("What you have just typed is kept; open the page again."),
    )


def saved_meanwhile(who: User | None, at: dt.datetime | None) -> Answer:
    """The refusal of a save on a page that somebody else has saved since."""
    when = timezone.localtime(at).strftime("%H:%M") if at else ""
    return refuse(
        _("%(who)s has saved this form at %(when)s.") % {"who": who or "", "when": when},
        remedy=_("What you have typed is kept below. Compare it with what stands there now, then save again."),
    )


def _tell(
    dossier: Dossier, which: Move, transition: Transition, values: Mapping[str, Any], also: Iterable[User]
) -> None:
    people = {person.pk: person for person in also}
    if _PRODUCER in TOLD.get(which, ()) and transition.party != Party.PRODUCER:
        _ask_for_call(dossier, transition)
    for group in TOLD.get(which, ()):
        for person in _group(dossier, group):
            people[person.pk] = person
    people.pop(transition.actor_id, None)
    if not people:
        return
    said = {
        "number": dossier.number,
        "product": dossier.product.name,
        "producer": dossier.producer.name,
        "commune": dossier.commune.name,
        "state": dossier.state,
        "reason": transition.reason,
        "due_on": transition.due_on.isoformat() if transition.due_on else "",
        **values,
    }
    notify(
        event=f"dossier.{which.value}",
        key=f"dossier:{dossier.pk}:{transition.revision}",
        recipients=list(people.values()),
        values=said,
        path=f"/dossiers/{dossier.number}/",
        at=transition.at,
    )


def _ask_for_call(dossier: Dossier, transition: Transition) -> None:
    """Ask the commune to call a producer whom no message reaches; what was to be told before is told by it too."""
    CallTask.objects.filter(dossier=dossier, called_at=None, dropped_at=None).update(dropped_at=transition.at)
    if not any(person.email for person in producer_people(dossier)):
        CallTask.objects.create(dossier=dossier, transition=transition, asked_at=transition.at)


def _group(dossier: Dossier, group: str) -> list[User]:
    commune, province = dossier.commune_id, dossier.province_id
    match group:
        case "producer":
            return producer_people(dossier)
        case "commune":
            return holders({Role.COMMUNE_OFFICER, Role.COMMUNE_RECEPTION}, commune=commune)
        case "leader":
            return holders({Role.COMMUNE_LEADER}, commune=commune)
        case "province":
            return holders({Role.PROVINCE_OFFICER}, province=province)
        case "authority":
            return holders({Role.DECIDING_AUTHORITY}, province=province)
        case _:
            return holders({Role.MINISTRY_OFFICER})
