"""Guidance on one line of a sheet: a page of its own, or the part that htmx puts below the line."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratings.criteria.guidance import NoGuidance
from ratings.criteria.guidance_page import shown_guidance
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import NotPublished, published_sheet
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest


@requires(signed_in())
@require_safe
def line_guidance(request: SignedInRequest, law: str, number: int, line: str) -> HttpResponse:
    """What a line asks, what proves each option, common mistakes; ``case`` leaves out the options of the other case."""
    try:
        sheet = published_sheet(law, number).sheet
        shown = shown_guidance(handbook_of(law), sheet, sheet.lines[line], case=request.GET.get("case", ""))
    except (NotPublished, NoGuidance, KeyError) as error:
        raise Http404 from error
    template = "criteria/guidance.html#guide" if request.htmx else "criteria/guidance.html"
    return render(request, template, {"guidance": shown, "sheet": sheet})
