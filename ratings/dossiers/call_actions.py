"""Noting that the producer was called: when, by whom, and to whom it was said."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.dossiers import rules
from ratings.dossiers.models import CallTask, Dossier
from ratings.dossiers.moving import journal
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User


@transaction.atomic
def record_call(*, task: CallTask, spoke_to: str, note: str, actor: User, at: dt.datetime) -> CallTask:
    """Note a call that was made.

    Raises:
        Refused: to anybody but the commune's desk, without a name, or when the call was made or became needless.
    """
    dossier: Dossier = task.dossier
    require(rules.may_call(actor, dossier))
    if not spoke_to.strip():
        raise Refused(refuse(_("It is not said who was told."), remedy=_("Write the name of the person you spoke to.")))
    done = CallTask.objects.filter(pk=task.pk, called_at=None, dropped_at=None).update(
        called_at=at, called_by=actor, spoke_to=spoke_to.strip(), note=note.strip()
    )
    if not done:
        raise Refused(
            refuse(
                _("This call has been noted already, or the dossier has moved on since."),
                remedy=_("Look at the dossier again."),
            )
        )
    task.refresh_from_db()
    journal("dossier.producer_called", dossier, actor, at, {"spoke_to": spoke_to.strip(), "move": task.transition.move})
    return task
