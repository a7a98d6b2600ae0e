"""Where a dossier stands, for whoever knows its number and the producer's phone: no account, nothing personal.

The last four digits of a phone can be guessed, so wrong ones are counted for each dossier and for each address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ratings.dossiers.lines import office_of
from ratings.dossiers.models import Dossier
from ratings.dossiers.queries import for_lists
from ratings.dossiers.standing import standing_of
from registry.access.answers import Answer, refuse
from registry.access.limits import Limit, address_of
from registry.access.permissions import anyone, requires
from registry.access.statuses import INVALID
from registry.calendar.today import today

DIGITS = 4
BY_DOSSIER = Limit("status-dossier", most=5, seconds=3600)
BY_ADDRESS = Limit("status-address", most=20, seconds=3600)
TOO_MANY = 429


class StatusForm(forms.Form):
    number = forms.RegexField(
        r"^\d{5}-\d{4}-\d{5,}$",
        label=gettext_lazy("Number of the dossier"),
        help_text=gettext_lazy("As on the receipt, for example 19654-2026-00001."),
        error_messages={"invalid": gettext_lazy("A number looks like 19654-2026-00001. Compare it with the receipt.")},
        max_length=20,
    )
    digits = forms.RegexField(
        rf"^\d{{{DIGITS}}}$",
        label=gettext_lazy("Last 4 digits of the producer's phone"),
        error_messages={"invalid": gettext_lazy("Four digits, the last ones of the phone number on Form 01.")},
        max_length=DIGITS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@requires(anyone())
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_status(request: HttpRequest) -> HttpResponse:
    """Ask for number and digits; say stage, whose turn and the next day."""
    form = StatusForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            answer, dossier = _looked_up(request, **form.cleaned_data)
            context |= {"answer": answer}
            status = 200 if dossier else TOO_MANY if answer is not None and answer.remedy else INVALID
            if dossier is not None:
                office = office_of(dossier.commune.name)
                context |= {"dossier": dossier, "standing": standing_of(dossier, today()), "office": office}
    return render(request, "dossiers/status.html", context, status=status)


def _looked_up(request: HttpRequest, *, number: str, digits: str) -> tuple[Answer | None, Dossier | None]:
    who = address_of(request)
    if BY_DOSSIER.reached(number) or BY_ADDRESS.reached(who):
        return refuse(
            _("There were too many wrong tries."),
            remedy=_("Try again in an hour, or ask the People's Committee of your commune."),
        ), None
    dossier = for_lists(Dossier.objects.filter(number=number)).first()
    phone = "".join(filter(str.isdecimal, dossier.producer.phone)) if dossier else ""
    if dossier and len(phone) >= DIGITS and constant_time_compare(phone[-DIGITS:], digits):
        return None, dossier
    BY_DOSSIER.count(number)
    BY_ADDRESS.count(who)
    return refuse(_("No dossier has this number and these digits. Compare both with the receipt.")), None
