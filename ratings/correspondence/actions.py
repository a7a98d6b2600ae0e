"""Enter a document in an office's register of a dossier, or strike a wrong entry out."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.correspondence import rules
from ratings.correspondence.models import Direction, DocumentKind, Keeper, OfficeDocument
from ratings.correspondence.rules import Stated
from ratings.dossiers.models import Dossier, ReturnRequest
from ratings.dossiers.rules import reason_given
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User
from registry.files.models import StoredFile
from registry.journal.actions import record
from registry.journal.states import Audience


@transaction.atomic
def record_document(
    *,
    dossier: Dossier,
    keeper: Keeper,
    stated: Stated,
    scan: StoredFile | None = None,
    actor: User,
    at: dt.datetime,
) -> OfficeDocument:
    """Enter a document; the slip of a request to complete is kept with the latest request of that office.

    Raises:
        Refused: when the actor does not keep that register, the days do not fit, or the document is entered already.
    """
    require(rules.may_keep(actor, dossier, keeper))
    require(rules.dated(stated.direction, stated.dated_on, stated.received_on, timezone.localdate(at)))
    asked = None
    if stated.kind is DocumentKind.RETURN_SLIP and stated.direction is Direction.OUT:
        asked = ReturnRequest.objects.filter(dossier=dossier, office=keeper.value).order_by("-pk").first()
    try:
        with transaction.atomic():
            row = OfficeDocument.objects.create(
                dossier=dossier,
                keeper=keeper,
                request=asked,
                scan=scan,
                recorded_by=actor,
                recorded_at=at,
                **asdict(stated),
            )
    except IntegrityError:
        raise Refused(
            refuse(
                _("This document is entered already, or something of it is missing."),
                remedy=_("Look at the list; a wrong entry is struck out first."),
            )
        ) from None
    _journal("office_document.entered", row, actor, at)
    return row


@transaction.atomic
def strike_document(*, row: OfficeDocument, reason: str, actor: User, at: dt.datetime) -> None:
    """Strike a wrong entry out; it stays in the journal with its reason.

    Raises:
        Refused: when the actor does not keep that register, gives no reason, or somebody has struck it out already.
    """
    require(rules.may_keep(actor, row.dossier, Keeper(row.keeper)))
    require(reason_given(reason))
    struck = OfficeDocument.objects.filter(pk=row.pk, struck_at=None).update(
        struck_at=at, struck_by=actor, struck_reason=reason.strip()[:300]
    )
    if not struck:
        raise Refused(refuse(_("This entry is struck out already."), remedy=_("Look at the list again.")))
    _journal("office_document.struck", row, actor, at, reason=reason.strip())


def _journal(action: str, row: OfficeDocument, actor: User, at: dt.datetime, **more: str) -> None:
    dossier = row.dossier
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="dossier",
        object_id=dossier.pk,
        label=dossier.number,
        after={
            "number": row.number,
            "dated_on": row.dated_on.isoformat(),
            "what": row.kind,
            "signer": row.signer_name,
            **more,
        },
        audience=Audience.AUDIT,
        commune=dossier.commune_id,
        province=dossier.province_id,
    )
