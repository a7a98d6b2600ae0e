"""Making an account of one's own, for producers."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registry.access.answers import Answer, Refused, refuse
from registry.access.limits import Limit, address_of
from registry.access.permissions import anyone, requires
from registry.access.statuses import status_of
from registry.accounts.actions import sign_up as make_account
from registry.accounts.forms import SignUpForm
from registry.calendar.today import now

BY_ADDRESS = Limit("sign-up", most=10, seconds=3600)
BACKEND = "registry.accounts.backends.NamePhoneOrEmail"


@requires(anyone())
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make the account and go on to the producer one wants to act for."""
    form = SignUpForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST":
        who = address_of(request)
        if BY_ADDRESS.reached(who):
            answer = refuse(_("Too many accounts were made from here."), remedy=_("Try again in an hour."))
        elif form.is_valid():
            BY_ADDRESS.count(who)
            try:
                made = make_account(contact=form.contact(), password=form.cleaned_data["password"], at=now())
            except Refused as refused:
                answer = refused.answer
            else:
                login(request, made, backend=BACKEND)
                return redirect("/join/")
    return render(request, "accounts/sign_up.html", {"form": form, "refusal": answer}, status=status_of(form, answer))
