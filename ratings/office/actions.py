"""An officer goes on leave, or gives up the work: her offices pass to another person, and all open work is written down."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.dossiers.rules import reason_given
from ratings.dossiers.standing import standing_of
from ratings.office import queries, rules
from ratings.office.models import WorkHandover
from registry.access.answers import Refused, refuse, require
from registry.accounts.actions import hand_over_offices
from registry.accounts.models import User
from registry.calendar.queries import working_calendar
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.places.models import Commune


@transaction.atomic
def hand_over_work(
    *,
    commune: Commune,
    giver: User,
    taker: User,
    since: dt.date,
    last_day: dt.date | None,
    reason: str,
    actor: User,
    at: dt.datetime,
) -> WorkHandover:
    """Let ``taker`` do the work of ``giver`` from ``since``: until ``last_day``, or for good when there is none.

    The work belongs to the office, so whoever holds the office finds every open dossier on her list; what is written
    down is what stood open on that day, for the minutes.

    Raises:
        Refused: when the actor does not lead the commune, the giver holds no office there, the taker is the same
            person or closed, the days do not fit, or no reason is given.
    """
    require(rules.may_hand_over_work(actor, commune.pk))
    require(reason_given(reason))
    today = timezone.localdate(at)
    if since < today or (last_day and last_day < since):
        raise Refused(
            refuse(
                _("The days do not fit."), remedy=_("It begins today or later, and ends on the day it began or later.")
            )
        )
    offices = hand_over_offices(
        giver=giver, taker=taker, commune=commune, since=since, last_day=last_day, actor=actor, at=at
    )
    days = working_calendar()
    lines = []
    for dossier in queries.open_at_commune(commune.pk):
        standing = standing_of(dossier, today, days=days)
        lines.append(
            {
                "number": dossier.number,
                "product": dossier.product.name,
                "producer": dossier.producer.name,
                "state": dossier.state,
                "due": standing.due.isoformat() if standing.due else "",
            }
        )
    row = WorkHandover.objects.create(
        commune=commune,
        giver=giver,
        taker=taker,
        since=since,
        last_day=last_day,
        reason=reason.strip(),
        offices=[office.role for office in offices],
        lines=lines,
        calls=queries.calls_waiting_in(commune.pk),
        made_by=actor,
        made_at=at,
    )
    record(
        action="work.handed_over",
        actor=actor,
        at=at,
        object_type="commune",
        object_id=commune.pk,
        label=commune.name,
        before={"officer": str(giver)},
        after={"officer": str(taker), "since": since.isoformat(), "dossiers": len(lines)},
        audience=Audience.AUDIT,
        commune=commune.pk,
        province=commune.province_id,
    )
    return row
