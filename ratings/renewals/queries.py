"""Reading scans of paper dossiers and what was cut out of them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from ratings.dossiers.models import Dossier
from ratings.renewals.models import CutPaper, PaperFile
from registry.accounts.models import User
from registry.evidence.models import EvidenceDocument
from registry.evidence.queries import with_versions
from registry.products.queries import visible_to as products_of


def paper_files_of(product: int) -> QuerySet[PaperFile]:
    """Scans of a product's paper dossier with the papers cut out of each."""
    cuts = CutPaper.objects.select_related("document")
    return (
        PaperFile.objects.filter(product=product)
        .select_related("file", "added_by")
        .prefetch_related(Prefetch("cuts", cuts))
    )


def paper_files_visible_to(person: User) -> QuerySet[PaperFile]:
    rows = PaperFile.objects.filter(product__in=products_of(person).order_by().values("pk"))
    return rows.select_related("file", "product__producer__commune", "product__commune")


def cuts_of(dossier: Dossier) -> QuerySet[CutPaper]:
    """Papers of the base dossier of a renewal, in the order of kinds, each with its versions."""
    documents = with_versions(EvidenceDocument.objects.all())
    rows = CutPaper.objects.filter(paper_file__product=dossier.product_id)
    return (
        rows.select_related("paper_file")
        .prefetch_related(Prefetch("document", documents))
        .order_by("document__kind", "paper_file__added_at", "first_page")
    )
