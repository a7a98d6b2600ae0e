"""The list that follows the typing in a search for communes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from registry.access.permissions import requires, signed_in
from registry.places.queries import offers

LONGEST = 80


@requires(signed_in())
@require_safe
@cache_control(private=True, max_age=300)
def commune_options(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=&province=`` with options of communes; ``field`` names the parameter that holds the text.

    At most two queries and thirty options whatever is asked, and the browser keeps the answer for five minutes, so
    that typing costs little. What is found alone is chosen at once. Places are public facts: nothing is narrowed by person.
    """
    text = request.GET.get(request.GET.get("field", "q"), "")[:LONGEST].strip()
    province = request.GET.get("province", "")[:2]
    found = offers(text, province or None) if text or province else []
    context = {"offers": found, "asked": bool(text or province), "alone": len(found) == 1}
    return render(request, "places/commune_options.html", context)
