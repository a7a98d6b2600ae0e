"""The register of dossiers of an office: on the screen, as print and as workbook of exactly what is shown."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from ratings.dossiers.paper_views import pdf_answer
from ratings.office import register_page
from ratings.office.forms import RegisterForm
from ratings.office.register_page import Office, Shown
from registry.access.permissions import holding, requires
from registry.access.roles import COMMUNE_ROLES, PROVINCE_ROLES
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import today
from registry.documents.workbook import MEDIA_TYPE

Form = TypeVar("Form", bound=RegisterForm)
KEEPERS = holding(*COMMUNE_ROLES, *PROVINCE_ROLES)


@requires(KEEPERS)
@require_safe
def dossier_register(request: SignedInRequest) -> HttpResponse:
    """Rows and figures of the office for the days chosen; the present month to begin with."""
    form, shown = _asked(request)
    context = {
        "form": form,
        "shown": shown,
        "figures": register_page.figures_of(shown.counts) if shown else [],
        "query": f"place={shown.office.key}&first={shown.first:%Y-%m-%d}&last={shown.last:%Y-%m-%d}" if shown else "",
    }
    return render(request, "office/register.html", context, status=status_of(form, None))


@requires(KEEPERS)
@require_safe
def dossier_register_pdf(request: SignedInRequest) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        _form, shown = _asked(request)
        if shown is None:
            return redirect("dossier-register")
        paper = register_page.printed(request.user, shown, today=today())
        return pdf_answer(paper.pdf(), _name(shown))


@requires(KEEPERS)
@require_safe
def dossier_register_xlsx(request: SignedInRequest) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        _form, shown = _asked(request)
        if shown is None:
            return redirect("dossier-register")
        response = HttpResponse(register_page.workbook(shown), content_type=MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{_name(shown)}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response


def _asked(request: SignedInRequest) -> tuple[RegisterForm, Shown | None]:
    """Return the form and the register it asks for; none where the days do not make a period."""
    form, offices = form_of(request, RegisterForm)
    if not form.is_valid():
        return form, None
    cleaned = form.cleaned_data
    office = offices[cleaned["place"]]
    return form, register_page.register_of(
        request.user, office, first=cleaned["first"], last=cleaned["last"], today=today()
    )  # fmt: skip


def form_of(request: SignedInRequest, kind: type[Form]) -> tuple[Form, dict[str, Office]]:
    """Return the form of a register as it is asked for, and the offices it offers: the present month to begin with."""
    offices = {office.key: office for office in register_page.offices_of(request.user)}
    first, last = register_page.month_of(today())
    usual = {"place": next(iter(offices)), "first": first.isoformat(), "last": last.isoformat()}
    return kind(usual | request.GET.dict(), places=[(key, office.name) for key, office in offices.items()]), offices


def _name(shown: Shown) -> str:
    return f"so-theo-doi-{shown.office.key}-{shown.first:%Y%m%d}-{shown.last:%Y%m%d}"
