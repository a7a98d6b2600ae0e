"""The public face: front page, catalogue, product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ratings.catalogue import queries
from ratings.catalogue.filters import CatalogueFilter
from ratings.catalogue.queries import CappedPaginator
from registry.access.permissions import anyone, requires
from registry.calendar.today import today
from registry.calendar.working_days import last_day
from registry.products.sets import product_set

PAGE = 24


@requires(anyone())
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    day = today()
    counted = queries.figures(day)
    context = {"figures": counted, "total": sum(counted.values()), "newest": queries.newest(day)}
    return render(request, "catalogue/front.html", context)


@requires(anyone())
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    narrowed = CatalogueFilter(request.GET, queries.shown_on(today()))
    page = CappedPaginator(narrowed.found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": narrowed,
        "page": page,
        "active": narrowed.active,
        "searching": bool(narrowed.active or narrowed.cleaned_data.get("q")),
    }
    asked = getattr(request, "htmx", None)
    part = "#rows" if asked and not asked.boosted else ""
    return render(request, f"catalogue/list.html{part}", context)


@requires(anyone())
@require_safe
def catalogue_product(request: HttpRequest, public_id: str) -> HttpResponse:
    day = today()
    rows = queries.shown_on(day).select_related("product__producer", "commune", "province")
    entry = get_object_or_404(rows, public_id=public_id)
    certificate = queries.certificate_of(entry)
    context = {
        "entry": entry,
        "set": product_set(entry.set_number),
        "photos": list(queries.photos_of(entry)),
        "certificate": certificate,
        "last_day": last_day(entry.valid_until),
        "earned": queries.earned(certificate) if certificate else None,
        "others": list(queries.others_of_producer(entry, day)[:6]),
    }
    return render(request, "catalogue/product.html", context)
