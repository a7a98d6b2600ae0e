"""Pages of dossiers for reading: the list, and the record with its parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ratings.dossiers import queries, rules
from ratings.dossiers.completeness import TOURISM_SET, Item, missing
from ratings.dossiers.filters import DossierFilter
from ratings.dossiers.models import Dossier, ReturnItem, ReturnRequest, Submission, Transition
from ratings.dossiers.offers import Offers, offers_of, place_of
from ratings.dossiers.slips import Slip, applying
from ratings.dossiers.standing import Standing, line_for_producer, open_return_of, report_on, standing_of
from ratings.dossiers.states import EDITABLE, Kind, State
from ratings.dossiers.workflow import Move, Party
from registry.access.permissions import requires, signed_in
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.access.sorting import Order, columns_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.phrases import dmy
from registry.calendar.queries import working_calendar
from registry.calendar.today import today
from registry.documents.serving import as_workbook
from registry.evidence.kinds import BY_NUMBER
from registry.products import queries as products
from registry.products.sets import BY_NUMBER as SETS
from registry.templatetags.ocop import Tab

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrOrPromise

PAGE = 25
ORDERS = {
    "": Order(gettext_lazy("Moved last"), ("-state_since",)),
    "due": Order(gettext_lazy("Last day first"), ("due_on",)),
    "number": Order(gettext_lazy("Number"), ("number",)),
    "product": Order(gettext_lazy("Product"), ("product__folded",)),
    "producer": Order(gettext_lazy("Producer"), ("producer__folded", "product__folded")),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    dossier: Dossier
    standing: Standing


@requires(signed_in())
@require_safe
def dossiers(request: SignedInRequest) -> HttpResponse:
    """List of the dossiers a person sees, the latest to move first."""
    visible = queries.visible_to(request.user)
    narrowed = DossierFilter(request.GET, visible, request=request)
    found = queries.for_lists(narrowed.qs).order_by(*columns_of(ORDERS, request.GET.get("sort", "")))
    day, calendar = today(), working_calendar()
    if request.GET.get("as") == "xlsx":
        lines = (_line(dossier, standing_of(dossier, day, days=calendar)) for dossier in found)
        return as_workbook("ho-so", title=_("Dossiers"), headings=_headings(), rows=lines)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "orders": ORDERS,
        "filter": narrowed,
        "page": page,
        "rows": [ListRow(dossier, standing_of(dossier, day, days=calendar)) for dossier in page],
        "counts": _counts(request, visible),
        "active": sum(1 for name in ("state", "kind", "evaluation_round", "commune") if request.GET.get(name)),
        "searching": any(request.GET.get(name) for name in ("q", "state", "kind", "evaluation_round", "commune")),
        "may_see_defects": request.user.holds(COMMUNE_ROLES | PROVINCE_ROLES | MINISTRY_ROLES),
        "may_open": request.user.holds({Role.COMMUNE_OFFICER}) or bool(rules.own_producers(request.user)),
        "keeps_register": request.user.holds(COMMUNE_ROLES | PROVINCE_ROLES),
        "own_communes": sorted(request.user.communes(COMMUNE_ROLES)),
        "letter_communes": sorted(request.user.communes(rules.KEEPS_TEMPLATE)),
    }
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"dossiers/list.html{part}", context)


def _headings() -> list[str]:
    return [
        _("Number"), _("Product"), _("Producer"), _("Commune"), _("Kind of registration"), _("Evaluation round"),
        _("State"), _("Since"), _("Whose turn"), _("Last day"),
    ]  # fmt: skip


def _line(dossier: Dossier, standing: Standing) -> tuple[str, ...]:
    round_ = dossier.evaluation_round
    return (
        dossier.number, dossier.product.name, dossier.producer.name, dossier.commune.name, dossier.get_kind_display(),
        round_.label if round_ else "", str(dossier.current.label), dmy(timezone.localdate(dossier.state_since)),
        standing.who, dmy(standing.due) if standing.due else "",
    )  # fmt: skip


def _counts(request: SignedInRequest, visible: Any) -> list[tuple[State, int, str, bool]]:
    """How many dossiers stand in each state, with the address that shows only them."""
    chosen = request.GET.get("state", "")
    rows = []
    for state, count in queries.counts_by_state(visible).items():
        query = request.GET.copy()
        query.pop("page", None)
        if chosen == state.value:
            query.pop("state", None)
        else:
            query["state"] = state.value
        rows.append((state, count, f"?{query.urlencode()}", chosen == state.value))
    return rows


@requires(signed_in())
@require_safe
def product_dossiers(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The part of a product's page that lists its dossiers and opens the next one."""
    product = get_object_or_404(products.visible_to(request.user), public_id=public_id)
    rows = queries.for_lists(queries.visible_to(request.user).filter(product=product)).order_by("-pk")
    day, calendar = today(), working_calendar()
    mine = products.editable_by(request.user).filter(pk=product.pk)
    context = {
        "product": product,
        "rows": [ListRow(dossier, standing_of(dossier, day, days=calendar)) for dossier in rows],
        "may_open": queries.without_open_dossier(mine).exists(),
    }
    return render(request, f"dossiers/of_product.html{'#rows' if request.htmx else ''}", context)


# ---------------------------------------------------------------- the record


@dataclass(frozen=True, slots=True)
class Record:
    """What every part of a dossier's page has: head, clock, offers, history."""

    dossier: Dossier
    standing: Standing
    line: str
    items: tuple[Item, ...]
    offers: Offers
    history: Sequence[Transition]
    submission: Submission | None
    """The latest filing."""


def seen(request: SignedInRequest, number: str) -> Dossier:
    """Return the dossier if the person may see it; else the page does not exist for her."""
    return get_object_or_404(queries.for_record(queries.visible_to(request.user)), number=number)


def record_of(request: SignedInRequest, dossier: Dossier, *, read: queries.SelfScoreRead | None = None) -> Record:
    """Gather the head of a dossier's pages; ``read`` is what the page has read of the self-score already."""
    day = today()
    history = list(queries.transitions_of(dossier))
    items = queries.items_of(dossier, day, read=read)
    submission = queries.latest_submission(dossier)
    return Record(
        dossier=dossier,
        standing=standing_of(dossier, day),
        line=line_for_producer(dossier, history, today=day, items=items),
        items=items,
        offers=offers_of(request.user, dossier, day, items=items, submission=submission),
        history=history,
        submission=submission,
    )


def head_of(
    request: SignedInRequest, dossier: Dossier, tab: str = "", *, read: queries.SelfScoreRead | None = None
) -> dict[str, Any]:
    """Return the context of the head: record, tabs, whether the person may write."""
    record = record_of(request, dossier, read=read)
    return {
        "record": record,
        "dossier": dossier,
        "tab": tab,
        "tabs": _tabs(record, tab),
        "letter_url": letter_url(request, dossier),
        "may_write": bool(rules.may_edit_forms(request.user, dossier)),
        "has_work_list": rules.of_office(request.user, dossier),
        "keeps_documents": bool(rules.parties_of(request.user, dossier) & rules.KEEP_DOCUMENTS),
        "timeline": timeline_of(record.history)[:6] if tab == "overview" else [],
    }


def letter_url(request: SignedInRequest, dossier: Dossier) -> str:
    """Where the commune makes the request letter that lists this dossier, while its papers await signature."""
    waiting = dossier.current is State.AWAITING_COMMUNE_SIGNATURE
    if not waiting or not rules.may_keep_template(request.user, dossier.commune_id):
        return ""
    return f"{reverse('request-letter', args=[dossier.commune_id])}?dossier={dossier.number}"


_SLIP_NAMES = {
    Slip.RECEIPT: gettext_lazy("Receipt with the day of the result (PDF)"),
    Slip.REFUSAL: gettext_lazy("Slip of refusal (PDF)"),
    Slip.APOLOGY: gettext_lazy("Letter of apology"),
    Slip.CONTROL: gettext_lazy("Control slip (PDF)"),
}


@dataclass(frozen=True, slots=True)
class PaperLink:
    label: StrOrPromise
    url: str


def slips_offered(request: SignedInRequest, record: Record) -> list[PaperLink]:
    """The slips of the one-stop desk that apply to the dossier now."""
    dossier = record.dossier
    found = applying(dossier, record.history, parties=rules.parties_of(request.user, dossier), today=today())
    return [
        PaperLink(
            _SLIP_NAMES[slip],
            reverse("dossier-apology", args=[dossier.number])
            if slip is Slip.APOLOGY
            else reverse("dossier-slip", args=[dossier.number, slip.value]),
        )
        for slip in Slip
        if slip in found
    ]


def _tabs(record: Record, active: str) -> list[Tab]:
    number = record.dossier.number
    draft = record.dossier.current in EDITABLE
    names = (
        ("overview", _("Overview"), "dossier", None),
        ("forms", _("Forms 01, 02"), "dossier-forms", None),
        ("self-score", _("Self-score"), "dossier-self-score", None),
        ("evidence", _("Evidence"), "dossier-evidence", None),
        *((("renewal", _("What is new"), "dossier-renewal", None),) if record.dossier.kind != Kind.FIRST else ()),
        ("checks", _("Check"), "dossier-checks", len(missing(record.items)) if draft else None),
        ("history", _("History of the dossier"), "dossier-history", None),
    )
    return [
        Tab(label, reverse(url, args=[number]), active=key == active, count=count) for key, label, url, count in names
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    title: str
    at: dt.datetime
    who: str
    note: str
    icon: str
    tone: str
    url: str = ""


def timeline_of(history: Sequence[Transition]) -> list[Entry]:
    """Return the history as the timeline shows it, the latest first."""
    return [
        Entry(
            title=each.get_move_display(),
            at=each.at,
            who=f"{each.actor} · {each.get_party_display()}",
            note=_note(each),
            icon=State(each.target).icon,
            tone=State(each.target).tone,
        )
        for each in history
    ]


def _note(transition: Transition) -> str:
    noted = transition.facts
    parts = [transition.reason]
    if noted.get("request"):
        parts.append(
            _("Report No %(report)s, request No %(request)s") % {"report": noted.get("report", "…"), **noted}
            if noted.get("report")
            else _("Request No %(request)s") % noted
        )
    if noted.get("code"):
        parts.append(_("Product code %(code)s") % noted)
    if noted.get("submission"):
        parts.append(_("Filing No %(submission)s, digest %(short)s") % {**noted, "short": noted["digest"][:12]})
    if transition.due_on:
        parts.append(_("until %(day)s") % {"day": f"{transition.due_on:%d/%m/%Y}"})
    return " · ".join(part for part in parts if part)


@requires(signed_in())
@require_safe
def dossier(request: SignedInRequest, number: str) -> HttpResponse:
    """Overview: what it is about, where it stands, the latest moves, and the parts that concepts above bring."""
    shown = seen(request, number)
    head = head_of(request, shown, "overview")
    calls = queries.calls_of(shown) if rules.parties_of(request.user, shown) - {Party.PRODUCER} else []
    context = {
        **head,
        "may_change_set": bool(rules.may_change_set(request.user, shown, scored=False)),
        "calls": [call for call in calls if call.called_at],
        "call_task": rules.may_call(request.user, shown) and any(call.called_at is None for call in calls),
        "set": SETS[shown.product.set_number],
        "report": report_on(shown),
        "agency_report": queries.agency_report_of(shown) if shown.kind == Kind.RE_RANKING else None,
        "code": getattr(shown.product, "code", None),
        "open_return": open_return_of(shown),
        "submission": head["record"].submission,
        "slips": slips_offered(request, head["record"]),
        "plan_items": queries.plan_of(shown),
        "samples_url": _samples_url(shown),
        "tests": queries.tests_of(shown) if _had_tests(head["record"].history) else (),
        "may_plan": bool(rules.may_plan(request.user, shown)),
        "today": today(),
        "line_title": _("The producer reads:") if rules.parties_of(request.user, shown) - {Party.PRODUCER} else "",
    }
    return render(request, "dossiers/overview.html", context)


def _had_tests(history: Iterable[Transition]) -> bool:
    return any(each.move == Move.REQUEST_TESTS for each in history)


def _samples_url(shown: Dossier) -> str:
    """Where the samples of the dossier are followed, by the concept above; "" where none are sent or nothing is filed."""
    sends = shown.product.set_number != TOURISM_SET and shown.current is not State.DRAFT
    return reverse("dossier-samples", args=[shown.number]) if sends else ""


@requires(signed_in())
@require_safe
def dossier_evidence(request: SignedInRequest, number: str) -> HttpResponse:
    """Documents cited in the self-score, by kind, with the lines that cite them."""
    shown = seen(request, number)
    cited: dict[int, dict[str, Any]] = {}
    for citation in queries.citations_of(shown):
        entry = cited.setdefault(
            citation.version_id,
            {
                "version": citation.version,
                "kind": BY_NUMBER[citation.version.document.kind].name,
                "compared": hasattr(citation.version, "original_check"),
                "expired": _expired(citation.version.document.valid_until),
                "lines": [],
            },
        )
        entry["lines"].append(citation)
    papers_in_order = sorted(cited.values(), key=lambda entry: (entry["version"].document.kind, entry["version"].pk))
    return render(request, "dossiers/evidence.html", {**head_of(request, shown, "evidence"), "papers": papers_in_order})


def _expired(last: dt.date | None) -> bool:
    return last is not None and last < today()


@requires(signed_in())
@require_safe
def dossier_checks(request: SignedInRequest, number: str) -> HttpResponse:
    """Completeness list, Form 03 and past requests to complete."""
    shown = seen(request, number)
    head = head_of(request, shown, "checks", read=queries.read_with_known(shown, today()))
    returns = list(queries.returns_of(shown))
    context = {
        **head,
        "places": [(item, place_of(item, shown)) for item in head["record"].items],
        "done": sum(1 for item in head["record"].items if item.done and not item.warning),
        "needed": sum(1 for item in head["record"].items if not item.warning),
        "report": queries.report_of(shown),
        "submission": head["record"].submission,
        "may_draft": bool(rules.may_draft_report(request.user, shown)),
        "returns": returns,
        "threads": threads_of(returns),
        "slips": slips_offered(request, head["record"]),
        "may_consent": bool(rules.may_record_consent(request.user, shown)),
    }
    return render(request, "dossiers/checks.html", context)


def threads_of(returns: Iterable[ReturnRequest]) -> list[tuple[str, list[ReturnItem]]]:
    """Return every ticket by what it is about, the earliest first within each; what is asked for now comes first."""
    threads: dict[str, list[ReturnItem]] = {}
    for request in returns:
        for item in request.items.all():
            threads.setdefault(item.subject, []).insert(0, item)
    return [(tickets[-1].title, tickets) for tickets in threads.values()]


@requires(signed_in())
@require_safe
def dossier_history(request: SignedInRequest, number: str) -> HttpResponse:
    """Everything that happened, and every filing with its seal."""
    shown = seen(request, number)
    head = head_of(request, shown, "history")
    context = {**head, "timeline": timeline_of(head["record"].history), "submissions": queries.submissions_of(shown)}
    return render(request, "dossiers/history.html", context)
