"""Enter the producers of a register that a province kept before this system, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from registry.access.answers import require
from registry.access.inserting import insert_many
from registry.journal.actions import record
from registry.places.folding import fold
from registry.producers import rules
from registry.producers.facts import ProducerFacts
from registry.producers.models import Producer

if TYPE_CHECKING:
    from registry.accounts.models import User


@transaction.atomic
def bring_in_producers(*, facts: Sequence[ProducerFacts], source: str, actor: User, at: dt.datetime) -> list[Producer]:
    """Enter ``facts`` in their order, with one journal entry for all; ``source`` says where they were taken from.

    Whether the law lets them register a product is asked when they do: a register tells of the past.

    Raises:
        Refused: when the actor is no officer of the province of one of the communes.
    """
    require(rules.may_bring_in(actor, {one.commune for one in facts}))
    if not facts:
        return []
    producers = []
    for one in facts:
        values = one.values()
        producers.append(Producer(**values, folded=fold(values["name"]), created_by=actor, created_at=at))
    insert_many(producers)
    record(
        action="producers.brought_in",
        actor=actor,
        at=at,
        object_type="register",
        object_id=source,
        label=source,
        after={"producers": [producer.pk for producer in producers]},
    )
    return producers
