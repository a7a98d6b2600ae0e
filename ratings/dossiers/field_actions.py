"""Notes and photos of a visit to the producer, for Form 03."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ratings.dossiers import rules
from ratings.dossiers.field_wording import MATTERS
from ratings.dossiers.models import Dossier, FieldPhoto, FieldVisit
from ratings.dossiers.moving import journal, saved_meanwhile
from registry.access.answers import Refused, refuse, require
from registry.access.revisions import not_overtaken
from registry.accounts.models import User
from registry.files.actions import store_picture

NOTED = ("visited_on", *MATTERS, *(f"seen_{matter}" for matter in MATTERS))
MOST_PHOTOS = 12
"""Photos of one matter."""


class StaleNotes(Refused):
    """Somebody else noted something meanwhile; nothing was written."""


@transaction.atomic
def save_notes(
    *, dossier: Dossier, values: Mapping[str, Any], revision: int, actor: User, at: dt.datetime, window: str = ""
) -> FieldVisit:
    """Save what was seen. ``revision`` is that of the page that was filled (0 before the first save).

    ``window`` is the name that page goes by. What stands there already is saved, whoever noted it.

    Raises:
        StaleNotes: when somebody else saved meanwhile.
        Refused: to anybody but the commune's officer, or while the commune does not have the dossier.
    """
    require(rules.may_draft_report(actor, dossier))
    said = {name: values[name] for name in NOTED}
    visit, made = FieldVisit.objects.get_or_create(
        dossier=dossier, defaults={**said, "revision": 1, "noted_by": actor, "noted_at": at, "saved_in": window}
    )
    if not made:
        saved = FieldVisit.objects.filter(not_overtaken(window, revision=revision), pk=visit.pk).update(
            **said, revision=F("revision") + 1, noted_by=actor, noted_at=at, saved_in=window
        )
        visit.refresh_from_db()
        if not saved and any(getattr(visit, name) != value for name, value in said.items()):
            raise StaleNotes(saved_meanwhile(visit.noted_by, visit.noted_at))
    return visit


def add_photo(
    *, dossier: Dossier, matter: str, key: uuid.UUID, photo: UploadedFile, actor: User, at: dt.datetime
) -> FieldPhoto:
    """Keep a photo of a matter; one that comes again under its key, after a lost answer, is the same photo.

    Raises:
        Refused: to anybody but the commune's officer, for a file that is no photo, or when there are enough.
    """
    require(rules.may_draft_report(actor, dossier))
    if matter not in MATTERS:
        raise ValueError(matter)
    known = FieldPhoto.objects.filter(dossier=dossier, key=key).first()
    if known:
        return known
    if FieldPhoto.objects.filter(dossier=dossier, matter=matter).count() >= MOST_PHOTOS:
        raise Refused(refuse(_("A matter has at most 12 photos."), remedy=_("Take one away first.")))
    picture = store_picture(photo, actor=actor, at=at)
    with transaction.atomic():
        row, made = FieldPhoto.objects.get_or_create(
            dossier=dossier, key=key, defaults={"matter": matter, "picture": picture, "taken_by": actor, "taken_at": at}
        )
        if made:
            journal("dossier.field_photo_added", dossier, actor, at, {"matter": matter, "photo": row.pk})
    return row


@transaction.atomic
def remove_photo(*, photo: FieldPhoto, actor: User, at: dt.datetime) -> None:
    """Take a photo away. Raises Refused to anybody but the commune's officer while it has the dossier."""
    require(rules.may_draft_report(actor, photo.dossier))
    key, matter = photo.pk, photo.matter
    if FieldPhoto.objects.filter(pk=key).delete()[0]:
        journal("dossier.field_photo_removed", photo.dossier, actor, at, {"matter": matter, "photo": key})
