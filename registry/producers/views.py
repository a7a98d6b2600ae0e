"""Pages of producers: list, profile, members, figures of years."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.answers import Answer, Refused, require
from registry.access.editions import OVERTAKEN, differing
from registry.access.numbers import whole_number
from registry.access.permissions import holding, requires, signed_in
from registry.access.sorting import Order, columns_of
from registry.access.statuses import INVALID, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.documents.serving import as_workbook
from registry.places.models import Commune
from registry.producers import actions, queries, rules
from registry.producers.filters import ProducerFilter
from registry.producers.forms import MemberForm, ProducerForm, YearForm
from registry.producers.history import latest
from registry.producers.joining_actions import register_proposed
from registry.producers.models import JoinRequest, Membership, Producer

PAGE = 25
ORDERS = {
    "": Order(gettext_lazy("Name"), ("folded",)),
    "commune": Order(gettext_lazy("Commune"), ("commune__folded", "folded")),
    "kind": Order(gettext_lazy("Kind"), ("kind", "folded")),
    "newest": Order(gettext_lazy("Newest first"), ("-created_at",)),
}


@requires(signed_in())
@require_safe
def producers(request: SignedInRequest) -> HttpResponse:
    rows = queries.visible_to(request.user).select_related("commune")
    narrowed = ProducerFilter(request.GET, rows, request=request)
    found = narrowed.qs.order_by(*columns_of(ORDERS, request.GET.get("sort", "")))
    if request.GET.get("as") == "xlsx":
        return as_workbook("chu-the", title=_("Producers"), headings=_headings(), rows=map(_line, found))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "orders": ORDERS,
        "filter": narrowed,
        "page": page,
        "active": sum(1 for name in ("kind", "commune") if request.GET.get(name)),
        "searching": any(request.GET.get(name) for name in ("q", "kind", "commune")),
        "may_register": request.user.holds(rules.CLERKS),
    }
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"producers/list.html{part}", context)


def _headings() -> list[str]:
    return [
        _("Producer"),
        _("Kind"),
        _("Commune"),
        _("Registration number"),
        _("Representative"),
        _("Phone"),
        _("E-mail"),
    ]


def _line(row: Producer) -> tuple[str, ...]:
    return (
        row.name,
        row.get_kind_display(),
        row.commune.name,
        row.registration_number,
        row.representative_name,
        row.phone,
        row.email,
    )


@requires(holding(*rules.CLERKS))
@require_http_methods(["GET", "HEAD", "POST"])
def producer_new(request: SignedInRequest) -> HttpResponse:
    proposed = _proposed(request)
    form = _form(request, None, proposed)
    answer: Answer | None = None
    duplicates: list[Producer] = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["confirmed"]:
            among = queries.visible_to(request.user).filter(commune=form.cleaned_data["commune"])
            duplicates = queries.possible_duplicates(form.cleaned_data["name"], among=among)
        if not duplicates:
            try:
                made = _registered(request, form, proposed)
            except Refused as refused:
                answer = refused.answer
            else:
                messages.success(request, _("The producer is registered."))
                return redirect("producer", made.pk)
    context = {"form": form, "refusal": answer, "duplicates": duplicates, "producer": None, "proposed": proposed}
    return render(request, "producers/edit.html", context, status=INVALID if duplicates else status_of(form, answer))


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def producer_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(queries.editable_by(request.user).select_related("commune"), pk=pk)
    form = _form(request, producer)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_producer(
                producer=producer, facts=form.facts(), actor=request.user, at=now(), seen=request.POST.get("seen", "")
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The profile is saved."))
            return redirect("producer", producer.pk)
    shown = Producer.objects.select_related("commune").get(pk=producer.pk)
    context: dict[str, Any] = {
        "form": form,
        "refusal": answer,
        "duplicates": [],
        "producer": shown,
        "seen": actions.edition(shown),
        "saved_now": differing(form, ProducerForm.initial_of(shown)) if answer is OVERTAKEN else [],
    }
    return render(request, "producers/edit.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_safe
def producer(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    context = {
        "standing": rules.standing(shown),
        "predecessor_visible": _predecessor_visible(request, shown),
        "is_clerk": rules.is_clerk_of(request.user, shown.commune_id),
        "successors": [] if shown.active else queries.visible_to(request.user).filter(predecessor=shown),
        "events": latest("producer", shown.pk),
    }
    return render(request, "producers/record.html", {**_record(request, shown), **context})


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def producer_members(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    allowed = rules.may_change_members(request.user, shown)
    if request.method == "POST":
        require(allowed)
    form = MemberForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            person, rank = form.cleaned_data["person"], form.cleaned_data["rank"]
            actions.add_member(producer=shown, user=person, rank=rank, actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("%(person)s can now act for the producer.") % {"person": person})
            return redirect("producer-members", shown.pk)
    context = {"members": queries.members(shown), "form": form, "allowed": allowed, "refusal": answer}
    return render(
        request, "producers/members.html", {**_record(request, shown), **context}, status=status_of(form, answer)
    )


@requires(signed_in())
@require_POST
def producer_member_end(request: SignedInRequest, pk: int, membership: int) -> HttpResponse:
    shown = _visible(request, pk)
    row = get_object_or_404(
        Membership.objects.select_related("producer__commune", "user"), pk=membership, producer=shown
    )
    actions.end_membership(membership=row, actor=request.user, at=now())
    messages.success(request, _("%(person)s no longer acts for the producer.") % {"person": row.user})
    return redirect("producer-members", shown.pk)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def producer_years(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if request.method == "POST":
        require(rules.may_edit(request.user, shown))
    form = YearForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_year(producer=shown, figures=form.figures(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The figures are saved."))
            return redirect("producer-years", shown.pk)
    context = {"years": queries.years(shown), "form": form, "refusal": answer}
    return render(
        request, "producers/years.html", {**_record(request, shown), **context}, status=status_of(form, answer)
    )


def _visible(request: SignedInRequest, pk: int) -> Producer:
    rows = queries.visible_to(request.user).select_related("commune__province", "predecessor", "created_by")
    return get_object_or_404(rows, pk=pk)


def _predecessor_visible(request: SignedInRequest, shown: Producer) -> bool:
    if shown.predecessor_id is None:
        return False
    return queries.visible_to(request.user).filter(pk=shown.predecessor_id).exists()


def _record(request: SignedInRequest, shown: Producer) -> dict[str, Any]:
    """What every page of one producer shows around its part."""
    return {"producer": shown, "may_edit": rules.may_edit(request.user, shown)}


def _proposed(request: SignedInRequest) -> JoinRequest | None:
    """Return the proposal that is being registered, if the person may answer it."""
    asked = whole_number(request.GET.get("request", ""))
    if asked is None:
        return None
    return get_object_or_404(queries.joins_to_decide(request.user).filter(producer=None), pk=asked)


def _registered(request: SignedInRequest, form: ProducerForm, proposed: JoinRequest | None) -> Producer:
    if proposed:
        return register_proposed(join=proposed, facts=form.facts(), actor=request.user, at=now())
    return actions.register_producer(facts=form.facts(), actor=request.user, at=now())


def _form(request: SignedInRequest, producer: Producer | None, proposed: JoinRequest | None = None) -> ProducerForm:
    own = request.user.communes(rules.CLERKS)
    if producer is None:
        communes = Commune.objects.filter(pk__in=own)
        initial: dict[str, Any] = {"commune": next(iter(own))} if len(own) == 1 else {}
        if proposed:
            initial |= ProducerForm.initial_of_proposal(proposed)
    elif producer.commune_id in own:
        communes = Commune.objects.filter(province=producer.commune.province_id)
        initial = ProducerForm.initial_of(producer)
    else:
        communes = Commune.objects.filter(pk=producer.commune_id)
        initial = ProducerForm.initial_of(producer)
    predecessors = queries.visible_to(request.user)
    if producer is not None:
        predecessors = predecessors.exclude(pk=producer.pk)
        if producer.predecessor_id:
            predecessors = predecessors | Producer.objects.filter(pk=producer.predecessor_id)
    return ProducerForm(
        request.POST or None, initial=initial, communes=communes.order_by("folded"), predecessors=predecessors
    )
