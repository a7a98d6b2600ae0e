"""Another product set for a dossier that was filed, with the producer's consent (wording.md 5, change_set)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.criteria.queries import published_sets, sheet_of
from ratings.dossiers import completeness, queries, rules
from ratings.dossiers.models import Citation, Dossier
from ratings.dossiers.moving import hold, journal
from ratings.dossiers.set_change import Kept, kept_answers
from ratings.dossiers.workflow import Party
from ratings.sheets import actions as sheets
from ratings.sheets.queries import content_of
from ratings.sheets.states import Purpose
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User
from registry.notifications.actions import notify
from registry.products.actions import change_set as change_product_set


@dataclass(frozen=True, slots=True)
class Consent:
    """How and when the producer agreed."""

    note: str
    on: dt.date


@transaction.atomic
def change_set(
    *, dossier: Dossier, set_number: int, consent: Consent | None, actor: User, at: dt.datetime, case: str = ""
) -> Kept:
    """Move product and dossier to another set: answers of the same words stay, the rest is answered anew.

    The dossier is sealed again when what was asked is answered. ``consent`` is not asked of the producer itself.

    Raises:
        Refused: to others, while the dossier is not returned, once sheets exist, without consent, or when the law bars
            the producer from the set or its sheet is not published.
    """
    hold(dossier)
    require(rules.may_change_set(actor, dossier, scored=queries.was_scored(dossier)))
    agreed = _agreed(dossier, consent, actor, timezone.localdate(at))
    old = sheet_of(dossier.criteria_set_id).sheet
    if set_number == old.number:
        raise Refused(refuse(_("The dossier is in this set already."), remedy=_("Choose another set.")))
    criteria_set = published_sets(dossier.criteria_set.law.code).filter(number=set_number).first()
    if criteria_set is None:
        raise Refused(refuse(_("The sheet of set %(number)s is not published.") % {"number": set_number}))
    law = sheet_of(criteria_set.pk)
    change_product_set(product=dossier.product, set_number=set_number, actor=actor, at=at)
    content = content_of(dossier.self_score)
    kept = kept_answers(old, law.sheet, content.ticks, content.remarks, case=case)
    sheet = sheets.open_sheet(criteria_set=criteria_set, purpose=Purpose.SELF_SCORE, case=case)
    sheets.answer_lines(sheet=sheet, revision=sheet.revision, ticks=kept.ticks, remarks=kept.remarks)
    _move_citations(dossier, kept, law.line_ids)
    tourism = set_number == completeness.TOURISM_SET
    Dossier.objects.filter(pk=dossier.pk).update(
        criteria_set=criteria_set, case=case, self_score=sheet, samples=0 if tourism else max(dossier.samples, 5)
    )
    dossier.refresh_from_db()
    said = {"from": old.number, "to": set_number, "consent": agreed, "kept": len(kept.ticks)}
    journal("dossier.set_changed", dossier, actor, at, said)
    people = [person for person in queries.producer_people(dossier) if person.pk != actor.pk]
    notify(
        event="dossier.set_changed",
        key=f"set:{dossier.pk}:{sheet.pk}",
        recipients=people,
        values={"number": dossier.number, "product": dossier.product.name, "set": set_number, "anew": len(kept.anew)},
        path=f"/dossiers/{dossier.number}/self-score/",
        at=at,
    )
    return kept


def _agreed(dossier: Dossier, consent: Consent | None, actor: User, today: dt.date) -> str:
    if Party.PRODUCER in rules.parties_of(actor, dossier):
        return _("by the producer itself")
    if consent is None or not consent.note.strip() or consent.on > today:
        raise Refused(
            refuse(
                _("It is not said how and when the producer agreed to another set."),
                remedy=_("State the paper or the conversation and its day."),
            )
        )
    return f"{consent.note.strip()} ({consent.on.isoformat()})"


def _move_citations(dossier: Dossier, kept: Kept, line_ids: dict[str, int]) -> None:
    """Cite for the lines that the new sheet has too; the others are cited no more."""
    for citation in list(Citation.objects.filter(dossier=dossier).select_related("line")):
        code = kept.lines.get(citation.line.code)
        if code is None:
            citation.delete()
        else:
            Citation.objects.filter(pk=citation.pk).update(line=line_ids[code])
