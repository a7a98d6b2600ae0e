"""The producer's plan of papers: saved from what the self-score asks for, then ticked off."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.criteria.queries import sheet_of
from ratings.dossiers import rules
from ratings.dossiers.models import Dossier, PlanItem
from ratings.dossiers.moving import journal
from ratings.dossiers.plan_page import plan_for
from ratings.dossiers.score_page import result_of
from ratings.sheets.queries import content_of
from registry.access.answers import Refused, refuse, require
from registry.accounts.models import User
from registry.calendar.working_days import WorkingCalendar


@transaction.atomic
def save_plan(*, dossier: Dossier, calendar: WorkingCalendar, actor: User, at: dt.datetime) -> list[PlanItem]:
    """Save the plan for the next star as it follows from the self-score now.

    What is done stays as it is; what is not done and no longer asked for goes.

    Raises:
        Refused: when the actor may not, or there is no next star to plan for yet.
    """
    Dossier.objects.select_for_update().filter(pk=dossier.pk).values_list("pk", flat=True).get()
    require(rules.may_plan(actor, dossier))
    content = content_of(dossier.self_score)
    result = result_of(sheet_of(dossier.criteria_set_id), content.ticks, dossier.case)
    plan = plan_for(result, content.ticks, case=dossier.case, today=timezone.localdate(at), calendar=calendar)
    if plan is None:
        raise Refused(
            refuse(
                _("There is no next star to plan for yet."),
                remedy=_("Answer every line of the self-score first."),
            )
        )
    kept = PlanItem.objects.filter(dossier=dossier)
    kept.filter(done_at=None).delete()
    done = set(kept.values_list("paper", flat=True))
    saved = PlanItem.objects.bulk_create(
        PlanItem(
            dossier=dossier,
            paper=step.needed.paper.key,
            name=step.needed.paper.name,
            evidence=step.needed.paper.evidence,
            lines=list(step.needed.lines),
            ask_by=step.ask_by,
            in_hand_by=step.in_hand_by,
        )
        for step in plan.steps
        if step.needed.paper.key not in done
    )
    papers = {"papers": len(saved), "file_by": plan.file_by.isoformat()}
    journal("dossier.plan_saved", dossier, actor, at, papers)
    return saved


@transaction.atomic
def mark_plan_item(*, item: PlanItem, done: bool, actor: User, at: dt.datetime) -> PlanItem:
    """Tick a paper off, or take the tick away; doing so twice changes nothing. Not journaled (a list of one's own).

    Raises:
        Refused: when the actor may not.
    """
    require(rules.may_plan(actor, item.dossier))
    changed = {"done_at": at, "done_by": actor} if done else {"done_at": None, "done_by": None}
    PlanItem.objects.filter(pk=item.pk, done_at__isnull=done).update(**changed)
    item.refresh_from_db()
    return item
