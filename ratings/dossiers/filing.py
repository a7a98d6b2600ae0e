"""What filing asks and what it seals, gathered from what stands in the database now. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from ratings.criteria.applicability import applicable_law
from ratings.criteria.queries import law_on, sheet_of
from ratings.criteria.sheet import Mark
from ratings.criteria.stars import evaluate
from ratings.dossiers import completeness, queries, rules
from ratings.dossiers.completeness import Item
from ratings.dossiers.differences import Differences, differences
from ratings.dossiers.models import Dossier, ReturnRequest
from ratings.dossiers.renewal import extended_to, in_time
from ratings.dossiers.states import EDITABLE, Kind
from ratings.dossiers.workflow import Fact
from ratings.sheets.queries import content_of, ticks_of
from registry.access.answers import ALLOWED, Answer, refuse
from registry.calendar.queries import working_calendar
from registry.calendar.working_days import re_ranking_window
from registry.evidence.models import EvidenceVersion
from registry.producers.models import Producer
from registry.producers.rules import may_register
from registry.products.models import Product

FORM_FIELDS = (
    "materials_and_technology",
    "quality_change",
    "markets",
    "business_results",
    "plan",
    "changes",
    "samples",
    "samples_excuse",
    "pledged",
)
"""What Forms 01 and 02 ask besides the profiles of producer and product."""


# ---------------------------------------------------------------- facts


def filing_facts(dossier: Dossier, day: dt.date) -> dict[Fact, Answer]:
    """What the guards of filing ask, computed from what stands in the database now."""
    items = queries.items_of(dossier, day)
    return {
        Fact.ELIGIBLE: eligible(dossier, day),
        Fact.IN_TIME: filed_in_time(dossier, day),
        Fact.COMPLETE: forms_complete(items),
        Fact.CONSENT: rules.consent_recorded(dossier),
    }


def eligible(dossier: Dossier, day: dt.date) -> Answer:
    """The law admits producer and product (articles 2.2, 2.3), and the sheet is that of the law of the filing day."""
    allowed = may_register(dossier.producer, dossier.product.set_number)
    if not allowed:
        return allowed
    filed_on = dossier.filed_on or day
    if applicable_law(filed_on=filed_on, kind=dossier.kind, on=day).law != dossier.criteria_set.law.code:
        return refuse(
            _("The dossier was begun under Decision %(old)s; on the day of filing Decision %(new)s applies.")
            % {"old": dossier.criteria_set.law, "new": law_on(filed_on, dossier.kind, on=day)},
            article="khoản 2 Điều 12",
            remedy=_("Begin the self-score anew on the sheet of that decision."),
        )
    return ALLOWED


def filed_in_time(dossier: Dossier, day: dt.date) -> Answer:
    """A re-ranking comes in its window, or late and saying why (articles 7.6a, 12.3)."""
    return in_time(Kind(dossier.kind), dossier.renews_until, dossier.late_reason, day)


def window_of(shown: Dossier, day: dt.date) -> dict[str, Any]:
    """When this re-ranking is filed; nothing for an upgrade."""
    if shown.renews_until is None:
        return {}
    return {
        "window": re_ranking_window(shown.renews_until, working_calendar()),
        "extended_to": extended_to(shown.renews_until),
        "in_time": filed_in_time(shown, shown.filed_on or day),
        "today": day,
    }


def answer_facts(request: ReturnRequest | None, items: Collection[Item]) -> dict[Fact, Answer]:
    """What the guards of an answer ask; ``items`` is the completeness list as it stands now."""
    return {
        Fact.ANSWERED: rules.all_answered(request, list(request.items.all()) if request else []),
        Fact.COMPLETE: forms_complete(items),
    }


def forms_complete(items: Collection[Item]) -> Answer:
    """Answer the fact COMPLETE; the consent to typing is a fact of its own."""
    return completeness.complete([item for item in items if item.code != "consent"])


# ---------------------------------------------------------------- what is sealed


_PRODUCER_FIELDS = (
    "name", "kind", "address", "commune_id", "registration_number", "registration_issuer", "representative_name",
    "representative_position", "representative_sex", "representative_ethnicity", "representative_residence",
    "representative_disabled", "phone", "email", "history", "structure", "small_or_medium",
)  # fmt: skip
_PRODUCT_FIELDS = ("public_id", "name", "set_number", "description", "specification", "standard", "story")


def content_to_seal(dossier: Dossier, number: int, *, on: dt.date) -> dict[str, Any]:
    """Everything that is filed, as plain data: forms, profiles as of now, answers with points, cited file versions."""
    law = sheet_of(dossier.criteria_set_id)
    content = content_of(dossier.self_score)
    ticks = ticks_of([dossier.self_score])[dossier.self_score.pk]
    result = evaluate(law.sheet, [ticks], case=dossier.case, provisional=True)
    points = queries.points_of(law, content)
    papers = queries.citable_versions(dossier)
    request = queries.open_return(dossier)
    return {
        "number": dossier.number,
        "filing": number,
        "kind": dossier.kind,
        "law": law.sheet.law,
        "set": law.sheet.number,
        "criteria": law.sheet.digest,
        "case": dossier.case,
        "producer": _plain(dossier.producer, _PRODUCER_FIELDS)
        | {"registered_on": _iso(dossier.producer.registered_on)},
        "product": _plain(dossier.product, _PRODUCT_FIELDS),
        "forms": _plain(dossier, FORM_FIELDS),
        "renews": [dossier.renews_stars, _iso(dossier.renews_until), dossier.late_reason],
        "updates": {one.subject: [one.verdict, one.note] for one in queries.updates_of(dossier)},
        "consent": [dossier.consent_note, _iso(dossier.consent_on)],
        "answers": {
            code: {
                "tick": tick.value if isinstance(tick, Mark) else tick,
                "points": points[code],
                "remark": content.remarks.get(code, ""),
            }
            for code, tick in content.ticks.items()
        },
        "remarks": dict(content.remarks),
        "self_score": {"digest": dossier.self_score.digest, "total": result.sum, "stars": result.star},
        "citations": [
            {"line": citation.line.code, "page": citation.page, "marked": citation.marked, **_file(citation.version)}
            for citation in queries.citations_of(dossier)
        ],
        "papers": [_file(version) for version in papers if _in_force(version, on)],
        "answered": {item.subject: item.answer for item in request.items.all()} if request else {},
    }


def differences_of(dossier: Dossier, on: dt.date) -> Differences | None:
    """Compare what was sealed last time with what stands now, or with what was filed; None without a last time."""
    before = queries.sealed_before(dossier)
    if before is None:
        return None
    filed = None if dossier.current in EDITABLE else queries.latest_submission(dossier)
    after = filed.content if filed else content_to_seal(dossier, 0, on=on)
    return differences(before.content, after, sheet_of(dossier.criteria_set_id).sheet)


def _file(version: EvidenceVersion) -> dict[str, Any]:
    document = version.document
    return {
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "valid_until": _iso(document.valid_until),
        "version": version.number,
        "sha256": version.file.sha256,
    }


def _in_force(version: EvidenceVersion, on: dt.date) -> bool:
    return version.document.valid_until is None or version.document.valid_until >= on


def _plain(row: Dossier | Producer | Product, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
