"""Keep papers: add, bring a newer file, correct particulars, compare with the original."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse, require
from registry.access.saving import save_or_refuse
from registry.evidence import rules
from registry.evidence.facts import Particulars
from registry.evidence.kinds import BY_NUMBER
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from registry.files.actions import store
from registry.files.models import StoredFile
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.producers.models import Producer
from registry.producers.queries import owners
from registry.producers.rules import may_edit

if TYPE_CHECKING:
    from registry.accounts.models import User

SAME_FILE = refuse(
    _("This file is the same as the newest version."), remedy=_("Choose the new file, or leave the document as it is.")
)


@transaction.atomic
def add_evidence(
    *, producer: Producer, particulars: Particulars, file: UploadedFile | StoredFile, actor: User, at: dt.datetime
) -> EvidenceDocument:
    """Put a paper with its first file into the vault of the producer.

    Raises:
        Refused: when the actor may not edit the producer, the file is not acceptable, or the dates contradict.
    """
    require(may_edit(actor, producer))
    if particulars.kind not in BY_NUMBER:
        raise ValueError(particulars.kind)
    document = EvidenceDocument(producer=producer, created_by=actor, created_at=at, **particulars.values())
    save_or_refuse(document)
    version = _add(document, file, actor=actor, at=at)
    _record("evidence.added", document, actor, at, after={**_plain(particulars), **_file(version)})
    return document


@transaction.atomic
def add_version(
    *, document: EvidenceDocument, file: UploadedFile | StoredFile, actor: User, at: dt.datetime
) -> EvidenceVersion:
    """Bring a newer file of the same paper; earlier ones stay and keep their comparison with the original.

    Raises:
        Refused: when the actor may not edit, the file is not acceptable, or it is the one already there.
    """
    require(may_edit(actor, document.producer))
    version = _add(document, file, actor=actor, at=at)
    _record("evidence.version_added", document, actor, at, after=_file(version))
    return version


@transaction.atomic
def correct_evidence(
    *, document: EvidenceDocument, particulars: Particulars, actor: User, at: dt.datetime
) -> EvidenceDocument:
    """Correct what was typed about a paper.

    Raises:
        Refused: when the actor may not, or the commune has compared the paper with its original already.
    """
    require(rules.may_correct(actor, document))
    before = _plain(_particulars_of(document))
    for name, value in particulars.values().items():
        setattr(document, name, value)
    after = _plain(particulars)
    if after == before:
        return document
    save_or_refuse(document)
    _record("evidence.corrected", document, actor, at, before=before, after=after)
    return document


@transaction.atomic
def check_against_original(*, version: EvidenceVersion, actor: User, at: dt.datetime) -> OriginalCheck:
    """Note that the copy agrees with the original; the mark serves every dossier that cites this version.

    Raises:
        Refused: when the actor is not an officer of the producer's commune, or it was compared already.
    """
    require(rules.may_check(actor, version))
    check = OriginalCheck(version=version, checked_by=actor, checked_at=at)
    save_or_refuse(check)
    document = version.document
    _record("evidence.compared", document, actor, at, after=_file(version))
    notify(
        event="evidence.compared",
        key=f"original-check:{check.pk}",
        recipients=owners(document.producer),
        values={"title": document.title, "producer": document.producer.name, "by": str(actor)},
        path=f"/evidence/documents/{document.pk}/",
        at=at,
    )
    return check


def _add(
    document: EvidenceDocument, file: UploadedFile | StoredFile, *, actor: User, at: dt.datetime
) -> EvidenceVersion:
    stored = file if isinstance(file, StoredFile) else store(file, actor=actor, at=at)
    newest = EvidenceVersion.objects.filter(document=document).order_by("-number").first()
    if newest and newest.file_id == stored.pk:
        raise Refused(SAME_FILE)
    last = EvidenceVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
    version = EvidenceVersion(
        document=document,
        number=last + 1,
        file=stored,
        pages=stored.page_count,
        uploaded_by=actor,
        uploaded_at=at,
    )
    save_or_refuse(version)
    return version


def _particulars_of(document: EvidenceDocument) -> Particulars:
    return Particulars(**{field.name: getattr(document, field.name) for field in dataclasses.fields(Particulars)})


def _plain(particulars: Particulars) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in particulars.values().items()
    }


def _file(version: EvidenceVersion) -> dict[str, Any]:
    return {"version": version.number, "sha256": version.file.sha256, "pages": version.pages}


def _record(
    action: str,
    document: EvidenceDocument,
    actor: User,
    at: dt.datetime,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    producer = document.producer
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="evidence",
        object_id=document.pk,
        label=f"{producer.name}: {document.title}",
        before=dict(before or {}),
        after=dict(after),
        audience=Audience.PRODUCER,
        commune=producer.commune_id,
        province=producer.commune.province_id,
    )
