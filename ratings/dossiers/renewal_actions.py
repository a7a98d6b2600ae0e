"""What the producer, or the officer for it, says anew before a re-ranking (articles 6.1c, 12.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from ratings.dossiers import rules
from ratings.dossiers.models import Dossier, RenewalUpdate
from ratings.dossiers.moving import hold, journal
from ratings.dossiers.renewal import Update, updates_stated
from ratings.dossiers.states import Subject
from registry.access.answers import require
from registry.accounts.models import User


@transaction.atomic
def say_updates(
    *, dossier: Dossier, updates: Mapping[Subject, Update], late_reason: str, actor: User, at: dt.datetime
) -> Dossier:
    """Keep what is said of the matters of article 6.1c, and why the dossier is filed late; what is not named stays.

    Raises:
        Refused: when the actor may not write, the dossier is no re-ranking, or a change is not told.
    """
    hold(dossier)
    require(rules.may_edit_forms(actor, dossier))
    require(rules.is_re_ranking(dossier))
    require(updates_stated(updates.values()))
    for subject, update in updates.items():
        RenewalUpdate.objects.update_or_create(
            dossier=dossier,
            subject=subject,
            defaults={"verdict": update.verdict, "note": update.note.strip(), "said_by": actor, "said_at": at},
        )
    Dossier.objects.filter(pk=dossier.pk).update(late_reason=late_reason.strip())
    dossier.refresh_from_db()
    said = {subject.value: update.verdict.value for subject, update in updates.items()}
    journal("dossier.updates_said", dossier, actor, at, {"updates": said, "late": bool(late_reason.strip())})
    return dossier
