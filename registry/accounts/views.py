"""Pages of the system administrator: people, their offices, help with a password."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires
from registry.access.statuses import status_of
from registry.accounts import actions, queries, rules
from registry.accounts.filters import PersonFilter
from registry.accounts.forms import ContactForm, LastDayForm, OfficeForm
from registry.accounts.models import RoleAssignment, User
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today

PAGE = 25


@requires(holding(*rules.ADMINISTRATORS))
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    narrowed = PersonFilter(request.GET, queries.for_list(queries.visible_to(request.user)), request=request)
    context = {
        "filter": narrowed,
        "page": Paginator(narrowed.qs, PAGE).get_page(request.GET.get("page")),
        "active": 1 if request.GET.get("role") else 0,
    }
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"accounts/list.html{part}", context)


@requires(holding(*rules.ADMINISTRATORS))
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: SignedInRequest) -> HttpResponse:
    form = ContactForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_account(contact=form.contact(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The account is open. Now give the person an office, and a password link."))
            return redirect("person", made.pk)
    context = {"form": form, "refusal": answer, "shown": None}
    return render(request, "accounts/contact.html", context, status=status_of(form, answer))


@requires(holding(*rules.ADMINISTRATORS))
@require_http_methods(["GET", "HEAD", "POST"])
def person_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(shown))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(person=shown, contact=form.contact(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The account is saved."))
            return redirect("person", shown.pk)
    context = {"form": form, "refusal": answer, "shown": _visible(request, pk)}
    return render(request, "accounts/contact.html", context, status=status_of(form, answer))


@requires(holding(*rules.ADMINISTRATORS))
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person with her offices; the form gives another."""
    shown = _visible(request, pk)
    form = OfficeForm(request.POST or None, initial={"since": today()})
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_office(person=shown, office=form.office(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Given: %(office)s.") % {"office": given.said})
            return redirect("person", shown.pk)
    return _shown(request, shown, form, answer)


@requires(holding(*rules.ADMINISTRATORS))
@require_POST
def office_end(request: SignedInRequest, pk: int, office: int) -> HttpResponse:
    row = get_object_or_404(
        RoleAssignment.objects.select_related("user", "commune", "province"), pk=office, user=_visible(request, pk)
    )
    form = LastDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the last day of the office."))
        return redirect("person", pk)
    actions.end_office(office=row, last_day=form.cleaned_data["last_day"], actor=request.user, at=now())
    messages.success(request, _("The office ends: %(office)s.") % {"office": row.said})
    return redirect("person", pk)


@requires(holding(*rules.ADMINISTRATORS))
@require_POST
@never_cache
def person_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the link once; it is stored nowhere, so the page is the answer to the press of the button."""
    shown = _visible(request, pk)
    link = actions.password_link(person=shown, actor=request.user, at=now())
    picture = segno.make(link, error="m", micro=False).svg_data_uri(border=2)
    return render(request, "accounts/password_link.html", {"shown": shown, "link": link, "picture": picture})


@requires(holding(*rules.ADMINISTRATORS))
@require_POST
def person_close(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.close_account(person=_visible(request, pk), actor=request.user, at=now())
    messages.success(request, _("The account is closed."))
    return redirect("person", pk)


@requires(holding(*rules.ADMINISTRATORS))
@require_POST
def person_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.reopen_account(person=_visible(request, pk), actor=request.user, at=now())
    messages.success(request, _("The account is open again."))
    return redirect("person", pk)


def _visible(request: SignedInRequest, pk: int) -> User:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def _shown(request: SignedInRequest, shown: User, form: OfficeForm, answer: Answer | None) -> HttpResponse:
    day = today()
    offices = [(one, one.until is None or one.until > day) for one in queries.offices_of(shown)]
    context = {
        "shown": shown,
        "offices": offices,
        "holds_office": any(running and one.since <= day for one, running in offices),
        "form": form,
        "refusal": answer,
        "may_change": rules.may_change_offices(request.user, shown),
        "today": day,
    }
    return render(request, "accounts/person.html", context, status=status_of(form, answer))
