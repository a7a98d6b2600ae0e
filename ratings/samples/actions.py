"""Recording where the samples of a dossier go."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import hold, journal
from ratings.samples import queries, rules
from ratings.samples.custody import HandOver, held, may_hand_over
from ratings.samples.models import SampleMove
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User


@transaction.atomic
def hand_over(*, dossier: Dossier, said: HandOver, actor: User, at: dt.datetime) -> SampleMove:
    """Record one hand-over of samples.

    Raises:
        Refused: when the actor's office does not hold them, more is given than is held, a name is missing, or the day
            lies ahead.
    """
    hold(dossier)
    require(rules.may_hand_over_samples(actor, dossier, said.step))
    require(may_hand_over(said.step, said.quantity, held(queries.steps_of(dossier))))
    if not said.giver.strip() or not said.receiver.strip():
        raise Refused(refuse(_("It is not said who gave and who took."), remedy=_("Write both names.")))
    if said.on > timezone.localdate(at):
        raise Refused(refuse(_("The day of the hand-over lies ahead."), remedy=_("Correct the day.")))
    row = SampleMove.objects.create(
        dossier=dossier,
        step=said.step,
        quantity=said.quantity,
        on=said.on,
        giver=said.giver.strip(),
        receiver=said.receiver.strip(),
        storage=said.storage.strip(),
        note=said.note.strip(),
        recorded_by=actor,
        recorded_at=at,
    )
    noted = {"step": said.step.value, "quantity": said.quantity, "on": said.on.isoformat()}
    journal("dossier.samples_handed_over", dossier, actor, at, noted)
    return row
