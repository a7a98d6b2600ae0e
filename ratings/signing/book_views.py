"""The signing book (sổ trình ký): papers of several dossiers are submitted, signed and sent in one go.

Opened by the commune's officer and leader, mostly when a round is about to close. Each dossier is moved by the same action
as on its own page, in a transaction of its own: what is refused stays in the book with its reason, the rest is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ratings.dossiers import commune_actions
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import require_unmoved
from ratings.dossiers.rules import report_complete
from ratings.signing import queries
from ratings.signing.forms import BookForm, RecordBookForm, SignBookForm
from ratings.signing.letter_views import KEEPERS, own_commune
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires
from registry.access.roles import Role
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.files.actions import store
from registry.places.models import Commune

PAGES = SUBMIT, SIGN, SEND = "submit", "sign", "send"
Act = Callable[[Dossier], object]


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def signing_book(request: SignedInRequest, commune: str) -> HttpResponse:
    """Three pages of the book: to be submitted, to be signed, to be sent. Each has its own button."""
    of = own_commune(request, commune)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    answer: Answer | None = None
    left: list[tuple[Dossier, Answer]] = []
    form = _form(request, of, asked, bound=True) if asked in PAGES else None
    if form is not None and form.is_valid():
        answer, left = _do(request, asked, form)
        if answer is None and not left:
            return redirect("signing-book", of.pk)
    pages = {name: _form(request, of, name, bound=name == asked) for name in PAGES}
    context: dict[str, Any] = {
        "commune": of,
        "leader": _is_leader(request, of),
        "pages": pages,
        "incomplete": [one for one in queries.drafted(request.user, of.pk) if not _complete(one)],
        "asked_form": pages.get(asked),
        "refusal": answer,
        "left": left,
    }
    status = REFUSED if left else status_of(form, answer)
    return render(request, "signing/book.html", context, status=status)


def _is_leader(request: SignedInRequest, of: Commune) -> bool:
    return of.pk in request.user.communes({Role.COMMUNE_LEADER})


def _form(request: SignedInRequest, of: Commune, name: str, *, bound: bool) -> BookForm:
    """The form of one page of the book over the dossiers that stand on it now."""
    data, files = (request.POST, request.FILES) if bound else (None, None)
    if name == SUBMIT:
        return BookForm(data, dossiers=[one for one in queries.drafted(request.user, of.pk) if _complete(one)])
    if name == SEND:
        return BookForm(data, dossiers=list(queries.signed(request.user, of.pk)))
    waiting = list(queries.unsigned(request.user, of.pk))
    if _is_leader(request, of):
        return SignBookForm(data, dossiers=waiting, initial={"report_date": today(), "request_date": today()})
    return RecordBookForm(data, files, dossiers=waiting)


def _complete(dossier: Dossier) -> bool:
    filings = getattr(dossier, "filings", [])
    return bool(report_complete(dossier.commune_report, filings[0] if filings else None))


def _do(request: SignedInRequest, asked: str, form: BookForm) -> tuple[Answer | None, list[tuple[Dossier, Answer]]]:
    """Do one page of the book; return why nothing could be done, and the dossiers that were refused."""
    try:
        act = _act(request, asked, form)
    except Refused as refused:
        return refused.answer, []
    left: list[tuple[Dossier, Answer]] = []
    taken = form.taken()
    for dossier, revision in taken:
        try:
            require_unmoved(dossier, revision)
            act(dossier)
        except Refused as refused:
            left.append((dossier, refused.answer))
    done = len(taken) - len(left)
    if done:
        messages.success(request, _said(asked, done))
    return None, left


def _act(request: SignedInRequest, asked: str, form: BookForm) -> Act:
    actor, at = request.user, now()
    if isinstance(form, RecordBookForm):
        scan, signer = store(form.cleaned_data["scan"], actor=actor, at=at), form.signer()
        return lambda dossier: commune_actions.record_signed(
            dossier=dossier, numbers=form.numbers(dossier), signer=signer, scan=scan, actor=actor, at=at
        )
    if isinstance(form, SignBookForm):
        return lambda dossier: commune_actions.sign_here(
            dossier=dossier, numbers=form.numbers(dossier), actor=actor, at=at
        )
    step = commune_actions.submit_for_signature if asked == SUBMIT else commune_actions.forward
    return lambda dossier: step(dossier=dossier, actor=actor, at=at)


def _said(asked: str, done: int) -> str:
    words = {
        SUBMIT: ngettext(
            "Papers of %(count)s dossier are submitted for signature.",
            "Papers of %(count)s dossiers are submitted for signature.",
            done,
        ),
        SIGN: ngettext("Papers of %(count)s dossier are signed.", "Papers of %(count)s dossiers are signed.", done),
        SEND: ngettext(
            "%(count)s dossier is sent to the province.", "%(count)s dossiers are sent to the province.", done
        ),
    }
    return words[asked] % {"count": done}
