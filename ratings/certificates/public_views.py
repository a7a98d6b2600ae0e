"""Verification for everybody: no account, no script, no cookie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ratings.certificates import kept_answers
from ratings.certificates.codes import fault_of, grouped, normalise
from ratings.certificates.kept_answers import Answered, fresh_until
from ratings.certificates.verification import Verification, as_data, verify
from registry.access.frame import Frame
from registry.access.permissions import anyone, requires
from registry.calendar.today import now, today

LONGEST = 40
"""Signs of what is typed as a code that are looked at."""
NOT_FOUND, BAD_DAY = 404, 400
_WRITTEN = ("%Y-%m-%d", "%d/%m/%Y")


def without_session(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view whose answer is the same for everybody, so that nothing on the way asks who is asking."""
    view.without_session = True  # type: ignore[attr-defined]
    return view


@requires(anyone())
@require_safe
def verification_form(request: HttpRequest) -> HttpResponseBase:
    """Where a code is typed; with one, go to its page."""
    language = _language(request)
    code = _typed(request.GET.get("code", ""))
    if code:
        there = reverse("verification", args=[grouped(code) if fault_of(code) is None else code])
        return HttpResponseRedirect(f"{there}?lang=en" if language == "en" else there)
    body = _rendered("certificates/verify.html", language, {"found": None})
    return _answer(Answered(200, "text/html; charset=utf-8", body, fresh_until(now())), language)


@requires(anyone())
@require_safe
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict on a code, today or ``?on=`` another day."""
    language, moment = _language(request), now()
    code, asked = normalise(code[:LONGEST]), request.GET.get("on", "")[:20].strip()
    made = kept_answers.kept_or_made(
        (code, asked, language, "html"), moment, lambda: _page(code, asked, language, moment)
    )
    return _answer(made, language)


@requires(anyone())
@require_safe
def verification_data(request: HttpRequest, code: str) -> HttpResponse:
    """The same facts as JSON."""
    language, moment = _language(request), now()
    code, asked = normalise(code[:LONGEST]), request.GET.get("on", "")[:20].strip()
    made = kept_answers.kept_or_made(
        (code, asked, language, "json"), moment, lambda: _data(code, asked, language, moment)
    )
    return _answer(made, language)


for _view in (verification_form, verification, verification_data):
    without_session(_view)


def _typed(text: str) -> str:
    """Return the code in what was typed or pasted, a whole address included."""
    last = text[:200].strip().rstrip("/").rsplit("/", 1)[-1].partition("?")[0]
    return "".join(sign for sign in normalise(last)[:LONGEST] if sign.isalnum())


def _page(code: str, asked: str, language: str, moment: dt.datetime) -> Answered:
    with translation.override(language):
        day = day_of(asked)
        found = verify(code, on=day or today(), today=today())
        context: dict[str, Any] = {"found": found, "asked": asked, "bad_day": bool(asked) and day is None}
        body = _rendered("certificates/verify.html", language, context)
    return Answered(_status(found, bad_day=context["bad_day"]), "text/html; charset=utf-8", body, fresh_until(moment))


def _data(code: str, asked: str, language: str, moment: dt.datetime) -> Answered:
    with translation.override(language):
        day = day_of(asked)
        if asked and day is None:
            answer = JsonResponse({"detail": _("“%(on)s” is no date.") % {"on": asked}})
            return Answered(BAD_DAY, "application/json", answer.content, fresh_until(moment))
        found = verify(code, on=day or today(), today=today())
        body = JsonResponse(as_data(found), json_dumps_params={"ensure_ascii": False}).content
    return Answered(_status(found, bad_day=False), "application/json", body, fresh_until(moment))


def day_of(written: str) -> dt.date | None:
    """Read a day as browsers send it or as people write it; None for anything else."""
    for pattern in _WRITTEN:
        try:
            return dt.datetime.strptime(written, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _status(found: Verification, *, bad_day: bool) -> int:
    if bad_day:
        return BAD_DAY
    return 200 if found.certificate else NOT_FOUND


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE


def _rendered(template: str, language: str, context: dict[str, Any]) -> bytes:
    """Render without the request, so that no context processor asks for its session."""
    with translation.override(language):
        page = {"frame": Frame(demo=settings.DEMO), "language": language, "today": today(), **context}
        return render_to_string(template, page).encode()


def _answer(made: Answered, language: str) -> HttpResponse:
    response = HttpResponse(made.body, status=made.status, content_type=made.content_type)
    seconds = max(0, int((made.fresh_until - timezone.now()).total_seconds()))
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Content-Language"] = language
    return response
