"""Every address names its permission; what names none is refused at run time."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from ocop.third_party import _BY_NAME, permission_of
from ocop.urls import urlpatterns as addresses
from registry.access.permissions import declared_permission, holding
from registry.access.roles import Role
from tests.cast import client_of

CLOSED_ON_PURPOSE = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_signup_webauthn",
}
"""Pages of allauth that this project does not offer: they name no permission and stay closed."""


def all_patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


def undeclared():
    names = set()
    for route, pattern in all_patterns():
        if declared_permission(pattern.callback) is None and pattern.name not in _BY_NAME:
            names.add(pattern.name or route)
    return names


def test_every_address_of_ours_declares_a_permission():
    assert undeclared() - CLOSED_ON_PURPOSE == set()


def bare(request):
    return HttpResponse("open")


urlpatterns = [path("bare", bare), *addresses]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [None, "cuc"])
def test_a_view_without_permission_is_refused(settings, name):
    settings.ROOT_URLCONF = __name__
    answer = client_of(name).get("/bare")
    assert answer.status_code == 403
    assert b"open" not in answer.content


def test_a_third_party_view_that_is_not_listed_stays_closed(rf):
    request = rf.get("/")
    request.resolver_match = None
    assert permission_of(request, bare) is None


def test_a_permission_names_its_offices():
    assert holding(Role.COMMUNE_OFFICER).name == "holding:commune_officer"
