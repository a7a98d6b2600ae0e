"""Register producers, keep their profile, their members and the figures of their years."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Refused, refuse, require
from registry.access.editions import edition_of, require_edition
from registry.access.saving import save_or_refuse
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.places.folding import fold
from registry.producers import rules
from registry.producers.facts import ProducerFacts, Year
from registry.producers.models import Membership, Producer, YearFigures
from registry.producers.queries import owners
from registry.producers.states import Rank

if TYPE_CHECKING:
    from registry.accounts.models import User


YEAR_NOT_OVER_YET = refuse(_("Figures of a year that has not begun cannot be recorded."))
LOCAL_AMONG_ALL = refuse(_("Workers living in the commune cannot be more than all workers."))
NO_ACCOUNT = refuse(_("This account is closed."), remedy=_("Choose another person."))
ALREADY_MEMBER = refuse(_("This person is already a member of this producer."))
NOT_A_MEMBER = refuse(_("This person is no longer a member."))
ONLY_CLERKS_MOVE = refuse(
    _("Only the officer of the commune moves a producer to another commune."),
    remedy=_("Ask the commune in which the producer lies now."),
)


@transaction.atomic
def register_producer(*, facts: ProducerFacts, actor: User, at: dt.datetime) -> Producer:
    """Enter a producer into the register of the actor's commune.

    Raises:
        Refused: when the actor does not act for that commune, or the registration number is taken.
    """
    require(ALLOWED if rules.is_clerk_of(actor, facts.commune.pk) else rules.OTHER_COMMUNE)
    values = facts.values()
    producer = Producer(**values, folded=fold(values["name"]), created_by=actor, created_at=at)
    save_or_refuse(producer)
    _record("producer.registered", producer, actor, at, after=_plain(producer, values))
    return producer


@transaction.atomic
def update_producer(
    *, producer: Producer, facts: ProducerFacts, actor: User, at: dt.datetime, seen: str = ""
) -> Producer:
    """Change the profile; the journal keeps what it said before. ``seen`` is the edition that the form was filled from.

    Raises:
        Refused: when the actor may not edit it, moves it without being its officer, the number is taken, or somebody
            else has saved another edition meanwhile.
    """
    require(rules.may_edit(actor, producer))
    if facts.commune.pk != producer.commune_id and not rules.is_clerk_of(actor, producer.commune_id):
        raise Refused(ONLY_CLERKS_MOVE)
    values = facts.values()
    before = _plain(Producer.objects.select_for_update().get(pk=producer.pk), values)
    require_edition(seen, before)
    for name, value in values.items():
        setattr(producer, name, value)
    producer.folded = fold(producer.name)
    after = _plain(producer, values)
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return producer
    save_or_refuse(producer)
    _record(
        "producer.updated",
        producer,
        actor,
        at,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
    )
    return producer


def edition(producer: Producer) -> str:
    """Return the edition of the profile as it stands in ``producer``."""
    return edition_of(_plain(producer, {field.name: None for field in dataclasses.fields(ProducerFacts)}))


@transaction.atomic
def add_member(
    *, producer: Producer, user: User, rank: Rank, actor: User, at: dt.datetime, since: dt.date | None = None
) -> Membership:
    """Let a person act for the producer, and tell her.

    Raises:
        Refused: when the actor may not change members, or the person is a member already.
    """
    require(rules.may_change_members(actor, producer))
    if not user.is_active:
        raise Refused(NO_ACCOUNT)
    if Membership.objects.filter(producer=producer, user=user, until=None).exists():
        raise Refused(ALREADY_MEMBER)
    membership = Membership(producer=producer, user=user, rank=rank, since=since or timezone.localdate(at))
    save_or_refuse(membership)
    _record("producer.member_added", producer, actor, at, after={"person": str(user), "rank": str(rank)})
    if user != actor:
        notify(
            event="producer.member_added",
            key=f"membership:{membership.pk}",
            recipients=[user],
            values={"producer": producer.name, "rank": str(rank), "by": str(actor)},
            path=f"/producers/{producer.pk}/",
            at=at,
        )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, actor: User, at: dt.datetime) -> None:
    """End a membership today; the row stays as history.

    Raises:
        Refused: when the actor may not change members, or a member would leave the producer without representative.
    """
    producer = membership.producer
    require(rules.may_change_members(actor, producer))
    last_owner = membership.rank == Rank.OWNER and len(owners(producer)) == 1
    if last_owner and not rules.is_clerk_of(actor, producer.commune_id):
        raise Refused(rules.LAST_OWNER)
    ended = max(timezone.localdate(at), membership.since)
    if not Membership.objects.filter(pk=membership.pk, until=None).update(until=ended):
        raise Refused(NOT_A_MEMBER)
    _record(
        "producer.member_ended",
        producer,
        actor,
        at,
        before={"person": str(membership.user), "rank": membership.rank},
        after={"until": ended.isoformat()},
    )


@transaction.atomic
def record_year(*, producer: Producer, figures: Year, actor: User, at: dt.datetime) -> YearFigures:
    """Record the figures of one year, or correct them; the journal keeps the earlier ones.

    Raises:
        Refused: when the actor may not edit, the year has not begun, or local workers exceed all workers.
    """
    require(rules.may_edit(actor, producer))
    if figures.year > timezone.localdate(at).year:
        raise Refused(YEAR_NOT_OVER_YET)
    if figures.local_workers is not None and figures.local_workers > (figures.workers or 0):
        raise Refused(LOCAL_AMONG_ALL)
    values = {field.name: getattr(figures, field.name) for field in dataclasses.fields(figures)}
    row = YearFigures.objects.filter(producer=producer, year=figures.year).first()
    before = _plain(row, values) if row else {}
    row = row or YearFigures(producer=producer)
    for name, value in values.items():
        setattr(row, name, value)
    row.recorded_by, row.recorded_at = actor, at
    save_or_refuse(row)
    _record("producer.year_recorded", producer, actor, at, before=before, after=_plain(row, values))
    return row


def _plain(row: models.Model, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns as the journal keeps them: text, numbers, keys of other rows."""
    plain: dict[str, Any] = {}
    for name in names:
        value = getattr(row, name)
        value = value.pk if isinstance(value, models.Model) else value
        plain[name] = value if value is None or isinstance(value, bool | int) else str(value)
    return plain


def _record(
    action: str,
    producer: Producer,
    actor: User,
    at: dt.datetime,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="producer",
        object_id=producer.pk,
        label=producer.name,
        before=dict(before or {}),
        after=dict(after),
        audience=Audience.PRODUCER,
        commune=producer.commune_id,
        province=producer.commune.province_id,
    )
