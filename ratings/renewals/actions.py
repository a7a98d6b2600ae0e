"""Make a base dossier of an old paper file: keep its scan, cut the papers out of it, cite them in the renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.dossiers.actions import cite
from ratings.dossiers.models import Dossier
from ratings.renewals.models import CutPaper, PaperFile
from registry.access.answers import Refused, refuse, require
from registry.access.saving import save_or_refuse
from registry.accounts.models import User
from registry.evidence.actions import add_evidence
from registry.evidence.facts import Particulars
from registry.evidence.models import EvidenceVersion
from registry.files.actions import cut_pages
from registry.files.models import StoredFile
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.producers.rules import may_edit
from registry.products.models import Product


@transaction.atomic
def add_paper_file(*, product: Product, label: str, file: StoredFile, actor: User, at: dt.datetime) -> PaperFile:
    """Keep a scan of the paper dossier of an earlier ranking.

    Raises:
        Refused: when the actor may not write for the producer, or the same scan is there already.
    """
    require(may_edit(actor, product.producer))
    row = PaperFile(product=product, label=label.strip(), file=file, added_by=actor, added_at=at)
    save_or_refuse(row)
    _journal("renewal.paper_file_added", row, actor, at, {"label": row.label, "pages": file.page_count})
    return row


def cut_paper(
    *, paper_file: PaperFile, first: int, last: int, particulars: Particulars, actor: User, at: dt.datetime
) -> CutPaper:
    """Put pages ``first`` to ``last`` (from 1, both included) of a scan into the producer's vault as one paper.

    Raises:
        Refused: when the actor may not write for the producer, there are no such pages, or the dates contradict.
    """
    require(may_edit(actor, paper_file.product.producer))
    if not 1 <= first <= last <= paper_file.file.page_count:
        raise Refused(
            refuse(
                _("The scan has pages 1 to %(last)s.") % {"last": paper_file.file.page_count},
                remedy=_("Write the first and the last page of this one paper."),
            )
        )
    piece = cut_pages(paper_file.file, first, last, actor=actor, at=at)
    with transaction.atomic():
        document = add_evidence(
            producer=paper_file.product.producer, particulars=particulars, file=piece, actor=actor, at=at
        )
        cut = CutPaper.objects.create(paper_file=paper_file, document=document, first_page=first, last_page=last)
        _journal("renewal.paper_cut", paper_file, actor, at, {"document": document.pk, "pages": [first, last]})
    return cut


@transaction.atomic
def cite_base(
    *, dossier: Dossier, chosen: Collection[tuple[str, EvidenceVersion]], actor: User, at: dt.datetime
) -> int:
    """Cite papers of the base dossier for lines of the renewal; return how many were chosen.

    Raises:
        Refused: as ``dossiers.actions.cite`` does; nothing is cited then.
    """
    for line, version in chosen:
        cite(dossier=dossier, line=line, version=version, page=None, actor=actor, at=at)
    return len(chosen)


def _journal(action: str, row: PaperFile, actor: User, at: dt.datetime, after: dict[str, object]) -> None:
    commune = row.product.commune
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="paper_file",
        object_id=row.pk,
        label=f"{row.product.name}: {row.label}",
        after=after,
        audience=Audience.PRODUCER,
        commune=commune.pk,
        province=commune.province_id,
    )
