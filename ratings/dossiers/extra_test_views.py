"""Pages of further tests: the province asks and gives more time, the producer hands in the report."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import extra_test_actions, queries
from ratings.dossiers.forms import BringTestsForm, LaterForm, TestsForm
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.views import seen
from ratings.dossiers.workflow import Move
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_request_tests(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Ask for further tests"),
        _("The dossier waits for the test report; producer and commune are told which tests and by when."),
        _("The tests are asked for; the producer has been told."),
    )
    return move_page(
        request,
        dossier,
        Move.REQUEST_TESTS,
        page,
        TestsForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, form: extra_test_actions.request_tests(
            dossier=shown, **form.said(), actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_give_tests_time(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    asked = queries.open_tests(dossier)
    page = Page(
        _("Give the tests more time"),
        _("The producer has until the new day; the first day and the reason stay in the dossier."),
        _("The new day is set; the producer has been told."),
    )
    return move_page(
        request,
        dossier,
        Move.GIVE_TESTS_TIME,
        page,
        LaterForm(request.POST or None, initial=initial_of(dossier, due_on=asked.due_on if asked else None)),
        lambda shown, form: extra_test_actions.give_tests_time(
            dossier=shown, **form.said(), actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_bring_tests(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    versions = queries.citable_versions(dossier)
    page = Page(
        _("Hand in the test report"),
        _("The advisory team reads the report and goes on with the dossier."),
        _("The test report is handed in."),
    )
    form = BringTestsForm(request.POST or None, versions=versions, initial=initial_of(dossier))
    return move_page(
        request,
        dossier,
        Move.BRING_TESTS,
        page,
        form,
        lambda shown, form: extra_test_actions.bring_tests(
            dossier=shown, version=form.chosen(), actor=request.user, at=now()
        ),
    )
