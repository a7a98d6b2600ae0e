"""Validity of papers, and who may keep them or compare them with the original."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from registry.evidence.states import LAPSES_SOON_DAYS, Validity
from registry.producers.rules import is_clerk_of, may_edit

if TYPE_CHECKING:
    from registry.accounts.models import User

ONLY_CLERKS = refuse(_("Only the officers of the commune compare copies with originals."))
ALREADY_COMPARED = refuse(_("This version was already compared with the original."))
COMPARED_ALREADY_FROZEN = refuse(
    _("The commune compared this paper with the original, so its particulars stay as they were."),
    remedy=_("Upload the new paper as a new document, or ask the officer of the commune to correct it."),
)


def validity(document: EvidenceDocument, day: dt.date) -> Validity:
    """Whether the paper is in force on ``day``; its last day counts as in force."""
    if document.valid_from and day < document.valid_from:
        return Validity.NOT_YET
    if document.valid_until is None:
        return Validity.NO_END
    if day > document.valid_until:
        return Validity.LAPSED
    if (document.valid_until - day).days <= LAPSES_SOON_DAYS:
        return Validity.LAPSES_SOON
    return Validity.IN_FORCE


def may_check(user: User, version: EvidenceVersion) -> Answer:
    """Only clerks of the producer's commune, and each version once (khoản 2 Điều 7: the commune checks the dossier)."""
    if not is_clerk_of(user, version.document.producer.commune_id):
        return ONLY_CLERKS
    if OriginalCheck.objects.filter(version=version).exists():
        return ALREADY_COMPARED
    return ALLOWED


def may_correct(user: User, document: EvidenceDocument) -> Answer:
    """Particulars that the commune compared with the original are corrected by the commune only."""
    allowed = may_edit(user, document.producer)
    if not allowed or is_clerk_of(user, document.producer.commune_id):
        return allowed
    compared = OriginalCheck.objects.filter(version__document=document).exists()
    return COMPARED_ALREADY_FROZEN if compared else ALLOWED
