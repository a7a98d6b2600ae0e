"""A producer ends its activity, or becomes another one (a household a company): its products go along, its history stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Refused, refuse, require
from registry.access.saving import save_or_refuse
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.producers import rules
from registry.producers.models import Producer
from registry.producers.queries import owners
from registry.products.models import Product

if TYPE_CHECKING:
    from registry.accounts.models import User

ENDED_ALREADY = refuse(_("The producer has ended its activity already."))
NOT_ENDED = refuse(_("The producer is active."))
HAS_SUCCESSOR = refuse(
    _("The producer has become another one, which holds its products."), remedy=_("Use the profile of its successor.")
)
NO_REASON = refuse(_("No reason is given."), remedy=_("Write the reason in a sentence."))
LIES_AHEAD = refuse(_("The day lies ahead."), remedy=_("Correct the day."))
SAME_NAME = refuse(
    _("The successor already has a product of the same name."),
    remedy=_("Change the name of one of the two products first."),
)


@transaction.atomic
def end_activity(
    *, producer: Producer, reason: str, on: dt.date, successor: Producer | None, actor: User, at: dt.datetime
) -> Producer:
    """Record that the producer ended on a day; with a successor, its products pass to that one under their old codes.

    Certificates keep the name that they were issued to; open dossiers stay with whom they were filed by.

    Raises:
        Refused: to anybody but the commune's officers (of the successor's commune too), without a reason, for a day
            that lies ahead, when it has ended already, or when the successor is not active, is the same producer, or
            has a product of the same name.
    """
    require(ALLOWED if rules.is_clerk_of(actor, producer.commune_id) else rules.OTHER_COMMUNE)
    if not reason.strip():
        raise Refused(NO_REASON)
    if on > timezone.localdate(at):
        raise Refused(LIES_AHEAD)
    if not Producer.objects.filter(pk=producer.pk, active=True).update(
        active=False, ended_on=on, ended_reason=reason.strip()
    ):
        raise Refused(ENDED_ALREADY)
    moved: list[str] = []
    if successor is not None:
        moved = _pass_on(producer, successor, actor)
    producer.refresh_from_db()
    said = {"on": on.isoformat(), "reason": reason.strip(), "successor": str(successor or ""), "products": moved}
    _record("producer.ended", producer, actor, at, said)
    people = {person.pk: person for one in filter(None, (producer, successor)) for person in owners(one)}
    people.pop(actor.pk, None)
    if people:
        notify(
            event="producer.ended",
            key=f"producer-ended:{producer.pk}:{on.isoformat()}",
            recipients=people.values(),
            values={"producer": producer.name, "successor": str(successor or ""), "by": str(actor), "ended_on": on},
            path=f"/producers/{(successor or producer).pk}/",
            at=at,
        )
    return producer


def _pass_on(producer: Producer, successor: Producer, actor: User) -> list[str]:
    require(ALLOWED if rules.is_clerk_of(actor, successor.commune_id) else rules.OTHER_COMMUNE)
    if successor.pk == producer.pk or not successor.active:
        raise Refused(rules.NOT_ACTIVE)
    products = list(Product.objects.filter(producer=producer).order_by("pk"))
    taken = set(Product.objects.filter(producer=successor).values_list("folded", flat=True))
    if any(product.folded in taken for product in products):
        raise Refused(SAME_NAME)
    Product.objects.filter(producer=producer).update(producer=successor)
    if successor.predecessor_id is None:
        successor.predecessor = producer
        save_or_refuse(successor)
    return [product.name for product in products]


@transaction.atomic
def resume_activity(*, producer: Producer, actor: User, at: dt.datetime) -> Producer:
    """Take back that a producer ended, where that was a mistake.

    Raises:
        Refused: to anybody but the commune's officers, when it is active, or when a successor holds its products.
    """
    require(ALLOWED if rules.is_clerk_of(actor, producer.commune_id) else rules.OTHER_COMMUNE)
    if Producer.objects.filter(predecessor=producer).exists():
        raise Refused(HAS_SUCCESSOR)
    if not Producer.objects.filter(pk=producer.pk, active=False).update(active=True, ended_on=None, ended_reason=""):
        raise Refused(NOT_ENDED)
    producer.refresh_from_db()
    _record("producer.resumed", producer, actor, at, {})
    return producer


def _record(action: str, producer: Producer, actor: User, at: dt.datetime, after: Mapping[str, object]) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="producer",
        object_id=producer.pk,
        label=producer.name,
        before={},
        after=dict(after),
        audience=Audience.PRODUCER,
        commune=producer.commune_id,
        province=producer.commune.province_id,
    )
