"""What a commune does with its template of the request letter: bring in its own, go back to the default one."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ratings.dossiers import rules
from ratings.signing.models import RequestTemplate
from ratings.signing.request_letter import try_out
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User
from registry.documents import word
from registry.files.serving import safe_name
from registry.journal.actions import record
from registry.places.models import Commune


def take_template(*, upload: UploadedFile, commune: Commune, actor: User, at: dt.datetime) -> RequestTemplate:
    """Take the commune's own template into use once it has been filled with sample values without fault.

    Trying it out takes about a second, so it happens before the transaction.

    Raises:
        Refused: to others than officer and leader of the commune; when the file is no plain Word document, asks for an
            unknown value, would not list the products, or goes over a limit.
    """
    require(rules.may_keep_template(actor, commune.pk))
    if upload.size is not None and upload.size > word.MAX_BYTES:
        raise Refused(word.TOO_LARGE)
    data = bytes(upload.read(word.MAX_BYTES + 1))
    try_out(data)
    return _keep(data, safe_name(upload.name or "", "docx"), commune, actor=actor, at=at)


@transaction.atomic
def _keep(data: bytes, file_name: str, commune: Commune, *, actor: User, at: dt.datetime) -> RequestTemplate:
    # Two officers at once: the row of the commune decides who is first, the second one's template ends the first one's.
    Commune.objects.select_for_update().filter(pk=commune.pk).values_list("pk", flat=True).get()
    before = _end(commune, actor=actor, at=at)
    made = RequestTemplate.objects.create(
        commune=commune,
        file_name=file_name[-160:],
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=actor,
        uploaded_at=at,
    )
    _note("dossier.request_template_taken", commune, before, made.sha256, actor=actor, at=at)
    return made


@transaction.atomic
def use_default_template(*, commune: Commune, actor: User, at: dt.datetime) -> None:
    """Go back to the default template; the commune's own is kept in its history.

    Raises:
        Refused: to others than officer and leader of the commune, or when the default one is in use already.
    """
    require(rules.may_keep_template(actor, commune.pk))
    before = _end(commune, actor=actor, at=at)
    if not before:
        raise Refused(refuse(_("The commune already uses the default template.")))
    _note("dossier.request_template_dropped", commune, before, "", actor=actor, at=at)


def _end(commune: Commune, *, actor: User, at: dt.datetime) -> str:
    """End the template in use, if there is one; return its digest."""
    used = RequestTemplate.objects.filter(commune=commune, ended_at=None)
    digest = used.values_list("sha256", flat=True).first() or ""
    return digest if used.update(ended_at=at, ended_by=actor) else ""


def _note(action: str, commune: Commune, before: str, after: str, *, actor: User, at: dt.datetime) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="request_template",
        object_id=commune.pk,
        label=commune.name,
        before={"sha256": before},
        after={"sha256": after},
        commune=commune.pk,
        province=commune.province_id,
    )
