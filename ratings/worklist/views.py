"""Home is a work list for everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ratings.worklist.queries import home_of, renewals_of
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import today


@requires(signed_in())
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for me, by when; then what I wait for and from whom; then certificates that will end."""
    day = today()
    found = home_of(request.user, today=day)
    return render(request, "worklist/home.html", {"home": found, "renewals": renewals_of(request.user, today=day)})
