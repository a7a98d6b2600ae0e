"""Pages of products: list, registration, record, photos."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.answers import Answer, Refused
from registry.access.editions import OVERTAKEN, differing
from registry.access.numbers import whole_number
from registry.access.permissions import anyone, requires, signed_in
from registry.access.sorting import Order, columns_of
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.documents.serving import as_workbook
from registry.evidence.kept import kept, token_for
from registry.files.actions import store_picture
from registry.files.models import Picture
from registry.files.pictures import SIZES
from registry.files.serving import as_inline_picture
from registry.places.models import Commune
from registry.producers import queries as producers
from registry.producers import rules as producer_rules
from registry.producers.history import latest
from registry.producers.models import Producer
from registry.products import actions, queries, rules, sets
from registry.products.filters import ProductFilter
from registry.products.forms import NewProductForm, PhotoForm, ProductForm
from registry.products.models import Product, ProductPhoto

PAGE = 25
ORDERS = {
    "": Order(gettext_lazy("Name"), ("folded",)),
    "producer": Order(gettext_lazy("Producer"), ("producer__folded", "folded")),
    "commune": Order(gettext_lazy("Commune"), ("commune__folded", "folded")),
    "set": Order(gettext_lazy("Product set"), ("set_number", "folded")),
    "newest": Order(gettext_lazy("Newest first"), ("-created_at",)),
}


@requires(signed_in())
@require_safe
def products(request: SignedInRequest) -> HttpResponse:
    rows = queries.for_lists(queries.visible_to(request.user))
    narrowed = ProductFilter(request.GET, rows, request=request)
    found = narrowed.qs.order_by(*columns_of(ORDERS, request.GET.get("sort", "")))
    if request.GET.get("as") == "xlsx":
        lines = map(_line, queries.listed(found))
        return as_workbook("san-pham", title=_("Products"), headings=_headings(), rows=lines)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "orders": ORDERS,
        "filter": narrowed,
        "page": page,
        "rows": queries.listed(page),
        "active": sum(1 for name in ("set_number", "commune") if request.GET.get(name)),
        "searching": any(request.GET.get(name) for name in ("q", "set_number", "commune")),
        "may_register": producers.editable_by(request.user).exists(),
    }
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"products/list.html{part}", context)


@requires(signed_in())
@require_safe
def producer_products(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(producers.visible_to(request.user).select_related("commune"), pk=pk)
    rows = queries.for_lists(queries.visible_to(request.user).filter(producer=producer))
    context = {
        "producer": producer,
        "rows": queries.listed(rows),
        "may_edit": producer_rules.may_edit(request.user, producer),
        "standing": producer_rules.standing(producer),
    }
    return render(request, "products/of_producer.html", context)


def _headings() -> list[str]:
    return [_("Product"), _("Code"), _("Product set"), _("Producer"), _("Commune"), _("Specification"), _("Standard")]


def _line(row: queries.Listed) -> tuple[str, ...]:
    product = row.product
    return (
        product.name,
        str(row.code or ""),
        str(row.product_set),
        product.producer.name,
        product.commune.name,
        product.specification,
        product.standard,
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def product_new(request: SignedInRequest) -> HttpResponse:
    mine = producers.editable_by(request.user).select_related("commune").order_by("folded", "pk")
    producer = _chosen_producer(request, mine)
    if producer is None:
        return render(request, "products/choose_producer.html", {"producers": mine[:500]})
    form = NewProductForm(
        request.POST or None,
        request.FILES or None,
        initial={"commune": producer.commune_id},
        communes=_communes(producer.commune),
    )
    picture = _picture_of(request, form)
    searching = "find" in request.POST
    answer: Answer | None = None
    if request.method == "POST" and not searching and form.is_valid():
        try:
            made = actions.register_product(
                producer=producer,
                facts=form.facts(),
                photo=picture,
                duplicates_confirmed=form.cleaned_data["confirmed"],
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The product is registered."))
            return redirect("product", made.public_id)
    name = form.data.get("name", "")
    context = {
        "producer": producer,
        "form": form,
        "refusal": answer,
        "standing": producer_rules.standing(producer),
        "kept_token": token_for(picture, request.user) if picture else "",
        "duplicates": _duplicates(request, producer, name),
        **_sets_shown(form, request.POST.get("wanted_set", "")),
    }
    status = 200 if searching else status_of(form, answer)
    if searching:
        form.errors.clear()
    return render(request, "products/new.html", context, status=status)


@requires(signed_in())
@require_safe
def product_sets(request: SignedInRequest) -> HttpResponse:
    """The part of the form that lists sets; asked for while somebody types."""
    chosen = request.GET.get("set_number", "")
    wanted = request.GET.get("wanted_set", "") or request.GET.get("name", "")
    return render(request, "products/sets.html", _sets(wanted, chosen))


@requires(signed_in())
@require_safe
def product_duplicates(request: SignedInRequest) -> HttpResponse:
    """The part of the form that warns; asked for when the name was typed."""
    key = request.GET.get("producer", "")
    producer = get_object_or_404(producers.editable_by(request.user), pk=whole_number(key))
    found = _duplicates(request, producer, request.GET.get("name", ""))
    return render(request, "products/duplicates.html", {"duplicates": found, "confirmed": False})


@requires(signed_in())
@require_safe
def product(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = _visible(request, public_id)
    photos = list(queries.photos(shown))
    context = {
        "product": shown,
        "set": sets.product_set(shown.set_number),
        "code": getattr(shown, "code", None),
        "old_codes": shown.old_codes.all(),
        "photos": photos,
        "cover": photos[0] if photos else None,
        "more_photos": len(photos) > 1,
        "may_edit": rules.may_edit(request.user, shown),
        "producer_visible": producers.visible_to(request.user).filter(pk=shown.producer_id).exists(),
        "photo_form": PhotoForm(),
        "events": latest("product", shown.pk),
    }
    return render(request, "products/record.html", context)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def product_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = _editable(request, public_id)
    form = ProductForm(request.POST or None, initial=ProductForm.initial_of(shown), communes=_communes(shown.commune))
    searching = "find" in request.POST
    answer: Answer | None = None
    if request.method == "POST" and not searching and form.is_valid():
        try:
            actions.update_product(
                product=shown, facts=form.facts(), actor=request.user, at=now(), seen=request.POST.get("seen", "")
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The product is saved."))
            return redirect("product", shown.public_id)
    status = 200 if searching else status_of(form, answer)
    if searching:
        form.errors.clear()
    saved = _editable(request, public_id)
    context = {
        "product": saved,
        "seen": actions.edition(saved),
        "saved_now": differing(form, ProductForm.initial_of(saved)) if answer is OVERTAKEN else [],
        "producer": shown.producer,
        "form": form,
        "refusal": answer,
        **_sets_shown(form, request.POST.get("wanted_set", "")),
    }
    return render(request, "products/edit.html", context, status=status)


@requires(signed_in())
@require_POST
def product_photo_add(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = _editable(request, public_id)
    form = PhotoForm(request.POST, request.FILES)
    form.full_clean()
    if not form.upload():
        messages.error(request, _("Choose a photo or take one."))
    else:
        caption = form.cleaned_data.get("caption", "")
        try:
            actions.add_photo(product=shown, photo=form.upload(), caption=caption, actor=request.user, at=now())
        except Refused as refused:
            messages.error(request, refused.answer.in_one_line)
        else:
            messages.success(request, _("The photo is added."))
    return redirect("product", shown.public_id)


@requires(signed_in())
@require_POST
def product_photo_first(request: SignedInRequest, public_id: str, photo: int) -> HttpResponse:
    """Put one photo before all others."""
    shown = _editable(request, public_id)
    keys = [row.pk for row in queries.photos(shown)]
    if photo not in keys:
        raise Http404
    order = [photo, *(key for key in keys if key != photo)]
    actions.reorder_photos(product=shown, order=order, actor=request.user, at=now())
    return redirect("product", shown.public_id)


@requires(signed_in())
@require_POST
def product_photo_remove(request: SignedInRequest, public_id: str, photo: int) -> HttpResponse:
    shown = _editable(request, public_id)
    row = get_object_or_404(ProductPhoto.objects.select_related("product__producer"), pk=photo, product=shown)
    actions.remove_photo(photo=row, actor=request.user, at=now())
    messages.success(request, _("The photo is removed."))
    return redirect("product", shown.public_id)


@requires(anyone())
@require_safe
def photo(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """A photo in one of the sizes: for everybody when the product is public, else for those who see the product."""
    if width not in SIZES:
        raise Http404
    row = get_object_or_404(queries.photos_visible_to(request.user).select_related("product"), pk=pk)
    size = row.picture.sizes.select_related("file").get(width=width)
    return as_inline_picture(size, public=row.product.public)


def _visible(request: SignedInRequest, public_id: str) -> Product:
    rows = queries.visible_to(request.user).select_related("producer__commune", "commune__province", "code")
    return get_object_or_404(rows, public_id=public_id)


def _editable(request: SignedInRequest, public_id: str) -> Product:
    rows = queries.editable_by(request.user).select_related("producer__commune", "commune__province", "code")
    return get_object_or_404(rows, public_id=public_id)


def _chosen_producer(request: SignedInRequest, mine: Any) -> Producer | None:
    """The producer named in the address; without one, the only producer a person acts for."""
    key = request.GET.get("producer", "")
    if key:
        return get_object_or_404(mine, pk=whole_number(key))
    few = list(mine[:2])
    return few[0] if len(few) == 1 else None


def _communes(commune: Commune) -> Any:
    return Commune.objects.filter(province=commune.province_id).order_by("folded", "code")


def _duplicates(request: SignedInRequest, producer: Producer, name: str) -> list[Product]:
    if not name.strip():
        return []
    return queries.possible_duplicates(name, among=queries.same_place(request.user, producer))


def _picture_of(request: SignedInRequest, form: PhotoForm) -> Picture | None:
    """Keep what was sent at once, so that a form refused for another reason does not lose it."""
    if not form.is_bound:
        return None
    form.full_clean()
    upload = form.upload()
    if upload is None:
        return kept(Picture, form.data.get("kept", ""), request.user)
    try:
        return store_picture(upload, actor=request.user, at=now())
    except Refused as refused:
        form.add_error("photo", refused.answer.in_one_line)
        return None


def _sets_shown(form: ProductForm, wanted: str) -> dict[str, Any]:
    chosen = form["set_number"].value()
    name = form.data.get("name", "") if form.is_bound else ""
    return {**_sets(wanted or name, str(chosen or "")), "wanted_set": wanted}


def _sets(wanted: str, chosen: str) -> dict[str, Any]:
    """Sets that fit what was typed, the chosen one among them in any case."""
    found = sets.find(wanted)
    number = whole_number(chosen) or 0
    if number in sets.BY_NUMBER and (not wanted or all(each.number != number for each in found)):
        found = [sets.BY_NUMBER[number], *(each for each in found if each.number != number)]
    return {"found": found or list(sets.SETS), "chosen": number, "nothing": bool(wanted) and not sets.find(wanted)}
