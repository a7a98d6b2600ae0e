"""Who holds the five samples (điểm d khoản 2 Điều 6), as a table. A hand-over that is not listed does not exist.

Pure: a hand-over never gives more than its giver holds, so that no unit is anywhere twice and none gets lost unsaid.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.workflow import Party
from registry.access.answers import ALLOWED, Answer, refuse

ARTICLE = "điểm d khoản 2 Điều 6"
UNITS = 5
MOST = 99
"""Units of one hand-over; more is a slip of the finger."""


class Holder(TextChoices):
    PRODUCER = "producer", _("Producer")
    COMMUNE = "commune", _("Commune")
    PROVINCE = "province", _("Province OCOP agency")
    COUNCIL = "council", _("Provincial council")
    MINISTRY = "ministry", _("Ministry")
    NOBODY = "nobody", _("Used up or destroyed")


class Step(TextChoices):
    """What can happen to samples; the label is the option of the form."""

    RECEIVE = "receive", _("Received from the producer (commune)")
    TO_PROVINCE = "to_province", _("Handed to the province")
    BROUGHT_TO_PROVINCE = "brought_to_province", _("Received from the producer (province)")
    TO_COUNCIL = "to_council", _("Handed to the council")
    TO_MINISTRY = "to_ministry", _("Sent to the Ministry")
    USED_BY_COUNCIL = "used_by_council", _("Opened or used up by the council")
    USED_BY_PROVINCE = "used_by_province", _("Used up for tests (province)")
    BACK_FROM_COMMUNE = "back_from_commune", _("Given back by the commune")
    BACK_FROM_PROVINCE = "back_from_province", _("Given back by the province")
    BACK_FROM_COUNCIL = "back_from_council", _("Given back by the council")
    DESTROYED_BY_COMMUNE = "destroyed_by_commune", _("Spoilt, destroyed (commune)")
    DESTROYED_BY_PROVINCE = "destroyed_by_province", _("Spoilt, destroyed (province)")


@dataclass(frozen=True, slots=True)
class Row:
    step: Step
    giver: Holder
    taker: Holder
    parties: frozenset[Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What the record says: how many, on which day, from whom to whom by name, and how they are kept."""

    step: Step
    quantity: int
    on: dt.date
    giver: str
    receiver: str
    storage: str = ""
    note: str = ""


_COMMUNE = frozenset({Party.COMMUNE_RECEPTION, Party.COMMUNE_OFFICER})
_PROVINCE = frozenset({Party.PROVINCE_OFFICER})
TABLE = {
    row.step: row
    for row in (
        Row(Step.RECEIVE, Holder.PRODUCER, Holder.COMMUNE, _COMMUNE),
        Row(Step.TO_PROVINCE, Holder.COMMUNE, Holder.PROVINCE, _COMMUNE | _PROVINCE),
        Row(Step.BROUGHT_TO_PROVINCE, Holder.PRODUCER, Holder.PROVINCE, _PROVINCE),
        Row(Step.TO_COUNCIL, Holder.PROVINCE, Holder.COUNCIL, _PROVINCE),
        Row(Step.TO_MINISTRY, Holder.PROVINCE, Holder.MINISTRY, _PROVINCE),
        Row(Step.USED_BY_COUNCIL, Holder.COUNCIL, Holder.NOBODY, _PROVINCE),
        Row(Step.USED_BY_PROVINCE, Holder.PROVINCE, Holder.NOBODY, _PROVINCE),
        Row(Step.BACK_FROM_COMMUNE, Holder.COMMUNE, Holder.PRODUCER, _COMMUNE),
        Row(Step.BACK_FROM_PROVINCE, Holder.PROVINCE, Holder.PRODUCER, _PROVINCE),
        Row(Step.BACK_FROM_COUNCIL, Holder.COUNCIL, Holder.PRODUCER, _PROVINCE),
        Row(Step.DESTROYED_BY_COMMUNE, Holder.COMMUNE, Holder.NOBODY, _COMMUNE),
        Row(Step.DESTROYED_BY_PROVINCE, Holder.PROVINCE, Holder.NOBODY, _PROVINCE),
    )
}


def held(moves: Iterable[tuple[Step, int]]) -> dict[Holder, int]:
    """Return how many units each holder has after ``moves``; the producer's own stock is not counted."""
    units: Counter[Holder] = Counter()
    for step, quantity in moves:
        row = TABLE[step]
        units[row.taker] += quantity
        units[row.giver] -= quantity
    return {holder: units[holder] for holder in Holder if holder is not Holder.PRODUCER and units[holder]}


def may_hand_over(step: Step, quantity: int, now: dict[Holder, int]) -> Answer:
    """Whether the giver holds what is to be handed over."""
    if not 1 <= quantity <= MOST:
        return refuse(_("The number of units is missing."), article=ARTICLE, remedy=_("Write a number from 1 to 99."))
    giver = TABLE[step].giver
    if giver is Holder.PRODUCER or now.get(giver, 0) >= quantity:
        return ALLOWED
    return refuse(
        _("More units than are held there."),
        article=ARTICLE,
        remedy=_("Look at who holds the samples, and correct the number or the hand-over."),
    )


def open_steps(now: dict[Holder, int], parties: frozenset[Party]) -> list[Step]:
    """Return what a person of these capacities can record now."""
    return [
        step
        for step, row in TABLE.items()
        if parties & row.parties and (row.giver is Holder.PRODUCER or now.get(row.giver, 0))
    ]
