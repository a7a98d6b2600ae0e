"""Preparing the re-ranking of a certificate: from the day it is issued, not when it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratings.certificates import queries
from ratings.certificates.models import Certificate
from ratings.certificates.renewal import minimums, readings, still_needed
from ratings.certificates.standing import standing_of
from ratings.criteria.applicability import applicable_law
from ratings.criteria.guidance_page import ShownPaper, shown_paper
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import NotPublished, law_on, published_sheet, sheet_of
from ratings.criteria.sheet import CriteriaSheet
from ratings.dossiers import queries as dossiers
from ratings.dossiers.evidence_plan import Step, steps_until
from ratings.dossiers.states import OPEN, Kind
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import today
from registry.calendar.working_days import last_day, re_ranking_window
from registry.evidence.queries import kinds_in_force
from registry.places.folding import fold
from registry.products import queries as products


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A paper to ask for; ``late`` when that day is over."""

    paper: ShownPaper
    step: Step
    late: bool


@requires(signed_in())
@require_safe
def certificate_renewal(request: SignedInRequest, code: str) -> HttpResponse:
    """When to file, what the law of today asks for these stars, which papers are missing and by when to ask for them."""
    rows = queries.visible_to(request.user).select_related("product__producer", "dossier")
    shown = get_object_or_404(rows, code=code)
    day, calendar = today(), working_calendar()
    own_last = last_day(shown.first_until)
    window = re_ranking_window(own_last, calendar)
    sheet, last = _sheets(shown, day)
    handbook = handbook_of(sheet.law)
    kinds = kinds_in_force(shown.product.producer_id, min(max(day, window.first), window.safe))
    found = minimums(sheet, shown.stars, handbook, kinds, last)
    steps = steps_until(still_needed(found, handbook, sheet.number), window.safe, calendar)
    context = {
        "certificate": shown,
        "standing": standing_of(shown, day),
        "ends": own_last,
        "window": window,
        "minimums": found,
        "new": [each for each in found if each.is_new],
        "compared": last is not None,
        "steps": [ShownStep(shown_paper(handbook, step.needed.paper), step, step.ask_by < day) for step in steps],
        "missed": window.safe < day,
        "readings": readings(own_last, window.last) if window.last < day else None,
        "open_dossier": dossiers.visible_to(request.user).filter(product=shown.product, state__in=OPEN).first(),
        "may_open": products.editable_by(request.user).filter(pk=shown.product_id).exists(),
        "today": day,
    }
    return render(request, "certificates/renewal.html", context)


def _sheets(shown: Certificate, day: dt.date) -> tuple[CriteriaSheet, CriteriaSheet | None]:
    """Return the sheet of today, and the one by which the product was ranked last, where it is known."""
    present = published_sheet(law_on(day, Kind.RE_RANKING, on=day).code, shown.product.set_number).sheet
    if shown.dossier is not None:
        return present, sheet_of(shown.dossier.criteria_set_id).sheet
    try:
        then = applicable_law(filed_on=shown.issued_on, kind=Kind.FIRST, on=shown.issued_on).law
        last = published_sheet(then, present.number or 0).sheet
    except (NotPublished, ValueError):
        return present, None
    return present, last if fold(last.name) == fold(present.name) else None
