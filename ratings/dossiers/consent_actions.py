"""The producer agrees that the office types and files for it: by a code sent to its representative, or on paper."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ratings.dossiers import rules
from ratings.dossiers.models import ConsentCode, Dossier
from ratings.dossiers.moving import hold, journal
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User
from registry.files.models import StoredFile
from registry.notifications.actions import notify
from registry.producers.queries import owners

DIGITS = 6
LIVES = dt.timedelta(minutes=30)
"""So long a code is good: time to ring, to wait for the message, and to read it aloud."""
TRIES = 5
PAUSE = dt.timedelta(minutes=1)
"""Between two codes of one dossier."""


@transaction.atomic
def record_consent(
    *, dossier: Dossier, note: str, on: dt.date, actor: User, at: dt.datetime, scan: StoredFile | None = None
) -> Dossier:
    """Record how and when the producer agreed that the office types and files for it, with the signed page.

    Raises:
        Refused: when the actor is not the commune's officer, nothing is said, or the day lies ahead.
    """
    require(rules.may_record_consent(actor, dossier))
    require(rules.reason_given(note))
    if on > timezone.localdate(at):
        raise Refused(refuse(_("The day of the consent lies ahead."), remedy=_("Correct the day.")))
    end_of_day = timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time()))
    said = {"consent_note": note.strip(), "consent_on": on, "consent_at": min(at, end_of_day), "consent_scan": scan}
    Dossier.objects.filter(pk=dossier.pk).update(**said)
    dossier.refresh_from_db()
    noted = {"note": note.strip(), "on": on.isoformat(), "scan": scan.sha256 if scan else ""}
    journal("dossier.consent_recorded", dossier, actor, at, noted)
    return dossier


@transaction.atomic
def send_code(*, dossier: Dossier, actor: User, at: dt.datetime) -> list[User]:
    """Send a code to the representatives of the producer; an earlier one is good no longer. Return who was told.

    Raises:
        Refused: when the actor may not, nobody has an account for the producer, or a code was sent a moment ago.
    """
    hold(dossier)
    require(rules.may_record_consent(actor, dossier))
    people = [person for person in owners(dossier.producer) if person != actor]
    if not people:
        raise Refused(
            refuse(
                _("No representative of this producer has an account, so no code can be sent."),
                remedy=_("Print the read-back page, have it signed, and record the consent with its photo."),
            )
        )
    if ConsentCode.objects.filter(dossier=dossier, sent_at__gt=at - PAUSE).exists():
        raise Refused(refuse(_("A code was sent a moment ago."), remedy=_("Wait a minute before you send another.")))
    ConsentCode.objects.filter(dossier=dossier, used_at=None, dropped_at=None).update(dropped_at=at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = ConsentCode.objects.create(dossier=dossier, digest=_digest(dossier, code), sent_at=at, sent_by=actor)
    notify(
        event="dossier.consent_code",
        key=f"consent-code:{row.pk}",
        recipients=people,
        values={
            "number": dossier.number,
            "product": dossier.product.name,
            "commune": f"UBND {dossier.commune.name}",
            "code": code,
            "by": str(actor),
        },
        path=f"/dossiers/{dossier.number}/",
        at=at,
    )
    journal("dossier.consent_code_sent", dossier, actor, at, {"to": [str(person) for person in people]})
    return people


def confirm_code(*, dossier: Dossier, code: str, actor: User, at: dt.datetime) -> Dossier:
    """Record the consent by the code that the representative read to the officer.

    Raises:
        Refused: when no code is waiting, it is too old or tried too often, or this is not it. A wrong try counts.
    """
    waiting = ConsentCode.objects.filter(dossier=dossier, used_at=None, dropped_at=None, sent_at__gt=at - LIVES)
    require(rules.may_record_consent(actor, dossier))
    row = waiting.filter(tries__lt=TRIES).first()
    if row is None:
        raise Refused(
            refuse(
                _("No code is waiting: it was never sent, is older than 30 minutes, or was tried too often."),
                remedy=_("Send a new code."),
            )
        )
    counted = waiting.filter(pk=row.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not counted or not constant_time_compare(row.digest, _digest(dossier, "".join(code.split()))):
        raise Refused(
            refuse(_("This is not the code that was sent."), remedy=_("Ask the representative to read it once more."))
        )
    return _confirmed(dossier, row, actor, at)


@transaction.atomic
def _confirmed(dossier: Dossier, row: ConsentCode, actor: User, at: dt.datetime) -> Dossier:
    if not ConsentCode.objects.filter(pk=row.pk, used_at=None, dropped_at=None).update(used_at=at):
        raise Refused(refuse(_("This code has been used already."), remedy=_("Look at the dossier again.")))
    when = timezone.localtime(at).strftime("%H:%M %d/%m/%Y")
    names = ", ".join(str(person) for person in owners(dossier.producer))
    note = _("Code sent to the representative (%(names)s), confirmed at %(when)s") % {"names": names, "when": when}
    return record_consent(dossier=dossier, note=note[:200], on=timezone.localdate(at), actor=actor, at=at)


def _digest(dossier: Dossier, code: str) -> str:
    return salted_hmac("ocop.consent", f"{dossier.pk}:{code}", algorithm="sha256").hexdigest()
