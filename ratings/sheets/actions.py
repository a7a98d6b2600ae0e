"""Open, answer and seal a sheet. Who may do it is asked by the concept that opened it.

Answers are saved while people type and are not journaled; a sealed submission is, by the higher concept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ratings.criteria.models import CriteriaSet
from ratings.criteria.queries import PublishedSheet, sheet_of
from ratings.criteria.sheet import Mark, Tick, closed_lines
from ratings.criteria.stars import problems_of
from ratings.criteria.wording import problem_sentence
from ratings.sheets.models import Answer, Sheet
from ratings.sheets.queries import Content, Progress, content_of, progress
from ratings.sheets.states import Purpose
from registry.access.answers import Refused, refuse
from registry.access.revisions import not_overtaken


class StaleRevision(Exception):
    """Somebody (another window) saved meanwhile; nothing was written. ``content`` is what stands there now."""

    def __init__(self, sheet: Sheet, content: Content) -> None:
        super().__init__(f"sheet {sheet.pk} is at revision {sheet.revision}")
        self.sheet = sheet
        self.content = content


class Unanswered(Refused):
    """A sheet cannot be sealed yet; ``lines`` are the codes of the lines without an answer."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(
            refuse(
                _("%(count)s lines have not been answered: %(lines)s.")
                % {"count": len(lines), "lines": ", ".join(lines)},
                remedy=_("Answer every line, or name the stop rule under which the assessment ends."),
            )
        )
        self.lines = tuple(lines)


@dataclass(frozen=True)
class Saved:
    """What stands on the sheet after a save."""

    revision: int
    content: Content
    progress: Progress


@transaction.atomic
def open_sheet(
    *, criteria_set: CriteriaSet, purpose: Purpose, case: str = "", copied_from: Sheet | None = None
) -> Sheet:
    """Open an empty sheet, or one that begins with the answers and remarks of another of the same set and case.

    Raises NotPublished for a set that is not published, Refused when the set offers two cases and none was chosen.
    """
    law = sheet_of(criteria_set.pk)
    _require_case(law, case)
    sheet = Sheet.objects.create(criteria_set=criteria_set, purpose=purpose, case=case)
    if copied_from is not None:
        if (copied_from.criteria_set_id, copied_from.case) != (sheet.criteria_set_id, case):
            raise ValueError("answers can be copied only between sheets of one set and case")
        Answer.objects.bulk_create(
            Answer(
                sheet=sheet,
                line_id=answer.line_id,
                option_id=answer.option_id,
                none_fits=answer.none_fits,
                remark=answer.remark,
            )
            for answer in copied_from.answers.all()
        )
    return sheet


@transaction.atomic
def answer_lines(
    *,
    sheet: Sheet,
    revision: int,
    ticks: Mapping[str, Tick | Mark] | None = None,
    remarks: Mapping[str, str] | None = None,
    window: str = "",
) -> Saved:
    """Save answers and remarks; lines that are not named stay as they are.

    ``ticks`` maps line codes to the position of an option (from 1), ``Mark.NONE_FITS`` or ``Mark.CLEAR``. ``revision``
    is that of the page which was filled, ``window`` the name that page goes by. When the line on which another depends (story) loses its points, the answer
    to that other line is taken away in the same save.

    Raises StaleRevision when somebody saved meanwhile; Refused when the sheet is sealed, when "none fits" is put on a
    line that prints a 0, on a line that does not apply, or when a line or option does not exist in this set and case.
    Nothing is written then.
    """
    ticks, remarks = ticks or {}, remarks or {}
    law = sheet_of(sheet.criteria_set_id)
    _require_possible(law, sheet.case, ticks, remarks)
    _step(sheet, revision, window)
    before = content_of(sheet)
    after = {code: tick for code, tick in before.ticks.items() if ticks.get(code) is not Mark.CLEAR}
    after |= {code: tick for code, tick in ticks.items() if tick is not Mark.CLEAR}
    closed = closed_lines(law.sheet, after)
    named = [code for code in closed if ticks.get(code, Mark.CLEAR) is not Mark.CLEAR]
    if named:
        raise Refused(refuse(_not_applicable(law, named[0])))
    for code in closed:
        after.pop(code, None)
    said = {code: remark for code, remark in {**before.remarks, **remarks}.items() if remark.strip()}
    _write(sheet, law, before, Content(after, said))
    return Saved(sheet.revision, Content(after, said), progress(law, after))


@transaction.atomic
def change_case(*, sheet: Sheet, revision: int, case: str) -> Saved:
    """Choose the other case of a set that offers two; answers to its two-case lines are taken away.

    Raises StaleRevision and Refused as ``answer_lines`` does.
    """
    law = sheet_of(sheet.criteria_set_id)
    _require_case(law, case)
    _step(sheet, revision, case=case)
    before = content_of(sheet)
    kept = {code: tick for code, tick in before.ticks.items() if not law.sheet.lines[code].cases}
    _write(sheet, law, before, Content(kept, before.remarks))
    return Saved(sheet.revision, Content(kept, before.remarks), progress(law, kept))


@transaction.atomic
def seal(
    *, sheet: Sheet, revision: int, at: dt.datetime, stop_clause: str = "", stop_place: str = "", stop_reason: str = ""
) -> Sheet:
    """Seal the sheet with the digest of its answers; from now on neither changes.

    A sheet with open lines is sealed only with a stop rule of its set (``stop_clause``, with ``stop_place`` where the
    set prints the clause at two places) and a reason. A stop rule on a complete sheet is kept too.

    Raises Unanswered with the lines that are open, StaleRevision, and Refused when the sheet is sealed already or the
    stop rule is not one of this set.
    """
    law = sheet_of(sheet.criteria_set_id)
    stop_rule_id = _stop_rule(law, stop_clause, stop_place, stop_reason)
    _step(sheet, revision, stop_rule_id=stop_rule_id, stop_reason=stop_reason.strip() if stop_rule_id else "")
    content = content_of(sheet)
    problems = problems_of(law.sheet, content.ticks, case=sheet.case)
    if problems:
        raise Refused(refuse(problem_sentence(*problems[0])))
    unanswered = progress(law, content.ticks).unanswered
    if unanswered and stop_rule_id is None:
        raise Unanswered(unanswered)
    sheet.digest = digest_of(sheet, content, law)
    sheet.sealed_at = at
    sheet.save(update_fields=["digest", "sealed_at"])
    return sheet


def digest_of(sheet: Sheet, content: Content, law: PublishedSheet) -> str:
    """Return the hex SHA-256 of everything answered, in a form that does not depend on keys of the database."""
    stop = law.rule_of[sheet.stop_rule_id] if sheet.stop_rule_id else None
    canonical = json.dumps(
        {
            "law": law.sheet.law,
            "set": law.sheet.slug,
            "criteria": law.sheet.digest,
            "purpose": str(sheet.purpose),
            "case": sheet.case,
            "answers": {code: tick.value if isinstance(tick, Mark) else tick for code, tick in content.ticks.items()},
            "remarks": dict(content.remarks),
            "stop": [stop.clause, stop.where, sheet.stop_reason] if stop else None,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _require_case(law: PublishedSheet, case: str) -> None:
    cases = dict(law.sheet.cases)
    if cases and case not in cases:
        raise Refused(
            refuse(
                _("This product set offers two cases and none has been chosen."),
                article="Phụ lục II",
                remedy=_("Choose: %(cases)s.") % {"cases": "; ".join(cases.values())},
            )
        )
    if case and not cases:
        raise ValueError("this set has no cases")


def _require_possible(
    law: PublishedSheet, case: str, ticks: Mapping[str, Tick | Mark], remarks: Mapping[str, str]
) -> None:
    answers = {code: tick for code, tick in ticks.items() if tick is not Mark.CLEAR}
    problems = problems_of(law.sheet, answers, case=case)
    if problems:
        raise Refused(refuse(problem_sentence(*problems[0])))
    unknown = [code for code in (*ticks, *remarks) if code not in law.sheet.lines]
    if unknown:
        raise Refused(refuse(_("The sheet has no line %(where)s.") % {"where": unknown[0]}))


def _not_applicable(law: PublishedSheet, code: str) -> str:
    rule = law.sheet.condition_of(code)
    return _("Line %(line)s does not apply: %(quote)s.") % {"line": code, "quote": rule.quote}


def _stop_rule(law: PublishedSheet, clause: str, place: str, reason: str) -> int | None:
    if not clause:
        return None
    found = [rule for rule in law.sheet.stop_rules if rule.clause == clause and place in {"", rule.where}]
    if not found:
        raise Refused(refuse(_("This set has no such stop rule.")))
    if not reason.strip():
        raise Refused(refuse(_("Write why the assessment stops here.")))
    return law.rule_ids[found[0].clause, found[0].where]


def _step(sheet: Sheet, revision: int, window: str = "", **changes: object) -> None:
    """Take the next revision, or find out who was faster. The row is locked until the transaction ends."""
    moved = Sheet.objects.filter(not_overtaken(window, revision=revision), pk=sheet.pk, sealed_at=None).update(
        revision=F("revision") + 1, saved_in=window, **changes
    )
    sheet.refresh_from_db()
    if moved:
        return
    if sheet.is_sealed:
        raise Refused(refuse(_("This sheet has been sent and can no longer be changed.")))
    raise StaleRevision(sheet, content_of(sheet))


def _write(sheet: Sheet, law: PublishedSheet, before: Content, after: Content) -> None:
    """Write the difference between two contents: at most one delete and one upsert."""
    codes = before.ticks.keys() | before.remarks.keys() | after.ticks.keys() | after.remarks.keys()
    changed = {
        code
        for code in codes
        if (before.ticks.get(code), before.remarks.get(code)) != (after.ticks.get(code), after.remarks.get(code))
    }
    gone = {code for code in changed if code not in after.ticks and code not in after.remarks}
    if gone:
        sheet.answers.filter(line__in=[law.line_ids[code] for code in gone]).delete()
    rows = [_row(sheet, law, code, after) for code in law.sheet.lines if code in changed - gone]
    if rows:
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["sheet", "line"],
            update_fields=["option", "none_fits", "remark"],
        )


def _row(sheet: Sheet, law: PublishedSheet, code: str, content: Content) -> Answer:
    tick = content.ticks.get(code)
    return Answer(
        sheet=sheet,
        line_id=law.line_ids[code],
        option_id=law.option_ids[code, tick] if isinstance(tick, int) else None,
        none_fits=tick is Mark.NONE_FITS,
        remark=content.remarks.get(code, ""),
    )
