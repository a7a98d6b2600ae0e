"""Results, faults and problems as sentences for people (wording.md 3, demo.md 5)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.criteria.result import (
    BOUNDS,
    HIGHEST,
    LEAST_RECOGNISED,
    GateResult,
    GateTest,
    Level,
    Lift,
    Outcome,
    Problem,
    Result,
)
from ratings.criteria.sheet import Criterion, Heading, Line, Part, Rule
from ratings.criteria.validation import Fault, FaultKind


def points(hundredths: int) -> str:
    """Show hundredths of a point with two decimals in the language of the page: 7220 is "72,20"."""
    return number_format(Decimal(hundredths) / 100, decimal_pos=2)


def name_of(printed: Line | Criterion | Part | Heading) -> str:
    """Return the printed name; names printed in capitals are set as in a sentence."""
    return printed.name.capitalize() if printed.name.isupper() else printed.name


def place_of(line: Line) -> str:
    """Name a line: "tiêu chí 9 (Đảm bảo chất lượng sản phẩm)"."""
    return _("criterion %(code)s (%(name)s)") % {"code": line.code, "name": name_of(line)}


def need_of(gate: GateResult) -> str:
    """Say what a minimum asks for: the authored short text, else the option as printed, in quotation marks."""
    if gate.gate.needs:
        return gate.gate.needs
    option = next(option for option in gate.line.options if option.points == gate.gate.min_points)
    return f"“{option.text}”"


def verdict(result: Result) -> str:
    """Return the shortest complete statement, for lists and notices (wording.md 3)."""
    if result.outcome is Outcome.KNOCKED_OUT:
        return _("Excluded: %(ground)s") % {"ground": "; ".join(rule.quote for rule in result.knock_outs)}
    if result.outcome is Outcome.MINIMUM_MISSING:
        return _(
            "Not eligible for recognition: %(total)s, minimum requirement for %(level)s stars not met at %(places)s"
        ) % {
            "total": _total(result, begins=False),
            "level": LEAST_RECOGNISED,
            "places": ", ".join(_("criterion %(code)s") % {"code": gate.line.code} for gate in _held(result).missing),
        }
    return _("%(total)s: %(star)s stars") % {"total": _total(result), "star": result.star}


def sentence(result: Result) -> str:
    """Say which star follows from the sheets and what holds it."""
    held = result.held_back_by
    facts = {
        "total": _total(result),
        "total_star": result.total_star,
        "star": result.star,
        "level": held.star if held else "",
        "missing": "; ".join(missing_sentence(gate) for gate in held.missing) if held else "",
    }
    match result.outcome:
        case Outcome.KNOCKED_OUT:
            return " ".join(knock_out_sentence(rule) for rule in result.knock_outs)
        case Outcome.MINIMUM_MISSING:
            facts["total"] = _total(result, begins=False)
            return (
                _(
                    "Not eligible for recognition: %(total)s, minimum requirement for %(level)s stars not met "
                    "at %(missing)s."
                )
                % facts
            )
        case Outcome.BELOW:
            facts["bound"] = BOUNDS[LEAST_RECOGNISED]
            return (
                _("%(total)s: %(star)s stars, under the %(bound)s points from which a product is recognised.") % facts
            )
    if held:
        return (
            _(
                "%(total)s is in the range of %(total_star)s stars, but the minimum requirement for %(level)s stars is "
                "not met at %(missing)s. Ranked at %(star)s stars."
            )
            % facts
        )
    if result.star == HIGHEST:
        return _five_stars(result, facts)
    return (
        _("%(total)s is in the range of %(star)s stars and every minimum requirement is met. Ranked at %(star)s stars.")
        % facts
    )


def _five_stars(result: Result, facts: dict[str, object]) -> str:
    missing = result.level(HIGHEST).missing
    if missing:
        facts["missing"] = "; ".join(missing_sentence(gate) for gate in missing)
        return (
            _(
                "%(total)s is in the range of 5 stars. Under the council's regulation the dossier goes to the ministry "
                "on points alone; five-star minimum requirement not met at %(missing)s."
            )
            % facts
        )
    return (
        _(
            "%(total)s is in the range of 5 stars and every minimum requirement is met. Eligible to be proposed to the "
            "ministry for 5 stars."
        )
        % facts
    )


def missing_sentence(gate: GateResult) -> str:
    """Say where a minimum is missed and what it asks for."""
    return _("%(place)s: needs %(need)s") % {"place": place_of(gate.line), "need": need_of(gate)}


def gate_sentence(gate: GateResult) -> str:
    """Say how a minimum stands in figures, under the test that the regulation chose."""
    facts = {
        "mark": gate.gate.min_points,
        "reaching": gate.sheets_at_mark,
        "sheets": len(gate.points),
        "mean": points(gate.mean_hundredths),
        "agreed": gate.agreed,
    }
    match gate.test:
        case GateTest.MEAN:
            return _("mean %(mean)s, minimum %(mark)s points") % facts
        case GateTest.AGREED:
            return _("agreed %(agreed)s points, minimum %(mark)s points") % facts
        case _:
            return _("%(reaching)s of %(sheets)s sheets reach the minimum of %(mark)s points") % facts


def knock_out_sentence(rule: Rule) -> str:
    """Say why a dossier is excluded, in the words of the law."""
    if rule.where:
        return _("Dossier excluded: %(quote)s (criterion %(code)s).") % {"quote": rule.quote, "code": rule.where}
    return _("Dossier excluded: %(quote)s.") % {"quote": rule.quote}


def spread_sentence(result: Result) -> str:
    """Name the pair of sheets that differ most and what the regulation allows; empty if none is over the limit."""
    if not result.pairs_over_limit:
        return ""
    pair = result.pairs_over_limit[0]
    return _("%(first)s and %(second)s differ by %(points)s points, the regulation allows %(limit)s") % {
        "first": pair.first,
        "second": pair.second,
        "points": pair.difference,
        "limit": result.spread_limit,
    }


def next_star_sentence(result: Result) -> str:
    """Say what reaches the next star; empty at five stars and after a knock-out."""
    step = result.next_star
    if step is None:
        return ""
    return _("For %(star)s stars: %(lifts)s (then %(points)s points).") % {
        "star": step.star,
        "lifts": "; ".join(lift_sentence(lift) for lift in (*step.gates, *step.further)),
        "points": points(step.mean_hundredths_after),
    }


def lift_sentence(lift: Lift) -> str:
    return _("criterion %(code)s from %(least)s to %(to)s points") % {
        "code": lift.line.code,
        "least": lift.least,
        "to": lift.to,
    }


def _held(result: Result) -> Level:
    held = result.held_back_by
    if held is None:
        raise ValueError("no minimum requirement decides this result")
    return held


def _total(result: Result, *, begins: bool = True) -> str:
    """Name the total; ``begins`` says whether it stands at the beginning of a sentence."""
    if result.n == 1:
        text = _("Total of %(points)s") if begins else _("total of %(points)s")
    else:
        text = _("Mean total of %(points)s") if begins else _("mean total of %(points)s")
    return text % {"points": points(result.mean_hundredths)}


_FAULTS: dict[FaultKind, Promise] = {
    FaultKind.PART_MAXIMUM: gettext_lazy("Part %(where)s prints %(printed)s points, the decision gives %(found)s."),
    FaultKind.PART_SUM: gettext_lazy("Part %(where)s prints %(printed)s points, its criteria add up to %(found)s."),
    FaultKind.CRITERION_SUM: gettext_lazy(
        "Criterion %(where)s prints %(printed)s points, its lines add up to %(found)s."
    ),
    FaultKind.HEADING_SUM: gettext_lazy("Heading %(where)s prints %(printed)s points, its lines add up to %(found)s."),
    FaultKind.LINE_MAXIMUM: gettext_lazy("Line %(where)s prints %(printed)s points, its best option gives %(found)s."),
    FaultKind.TOTAL: gettext_lazy("The sheet prints %(printed)s points in all, its parts add up to %(found)s."),
    FaultKind.NO_OPTIONS: gettext_lazy("Line %(where)s has no option."),
    FaultKind.SECOND_ZERO: gettext_lazy("Line %(where)s prints %(found)s options of 0 points."),
    FaultKind.SAME_CODE: gettext_lazy("The number %(where)s is printed %(found)s times."),
    FaultKind.SAME_TEXT: gettext_lazy("Line %(where)s prints two options with the same words: “%(text)s”."),
    FaultKind.GATE_WITHOUT_LINE: gettext_lazy(
        "A minimum for %(printed)s stars names line %(where)s, which is missing."
    ),
    FaultKind.GATE_WITHOUT_OPTION: gettext_lazy(
        "The minimum for %(printed)s stars on line %(where)s is %(found)s points, which no option gives."
    ),
    FaultKind.GATE_NOT_MARKED: gettext_lazy(
        "The minimum for %(printed)s stars on line %(where)s and the star mark on its options disagree."
    ),
    FaultKind.GATE_FALLS: gettext_lazy("On line %(where)s a higher star asks for less than a lower one."),
    FaultKind.RULE_WITHOUT_LINE: gettext_lazy("A rule names line %(where)s, which is missing."),
    FaultKind.RULE_CONDITION: gettext_lazy("The rule “%(text)s” at %(where)s depends on a line that is missing."),
    FaultKind.ONE_CASE: gettext_lazy("Line %(where)s should offer two cases."),
    FaultKind.SOURCE: gettext_lazy("The source itself remarks: %(text)s."),
}


def fault_sentence(fault: Fault) -> str:
    """Say what does not add up in a set."""
    return str(_FAULTS[fault.kind]) % {
        "where": fault.where,
        "printed": fault.printed,
        "found": fault.found,
        "text": fault.text,
    }


_PROBLEMS: dict[Problem, Promise] = {
    Problem.NO_SUCH_LINE: gettext_lazy("The sheet has no line %(where)s."),
    Problem.NO_SUCH_OPTION: gettext_lazy("Line %(where)s has no such option."),
    Problem.OTHER_CASE: gettext_lazy("The option on line %(where)s belongs to the other case."),
    Problem.CASE_MISSING: gettext_lazy("The case of this dossier has not been chosen."),
    Problem.ZERO_IS_PRINTED: gettext_lazy("Line %(where)s prints an option of 0 points; tick that one."),
    Problem.UNANSWERED: gettext_lazy("Line %(where)s has not been answered."),
    Problem.NO_SUCH_STOP_RULE: gettext_lazy("This set has no such stop rule."),
    Problem.NOT_AGREED: gettext_lazy("The council has not agreed on line %(where)s."),
}


def problem_sentence(where: str, problem: Problem) -> str:
    """Say why answers cannot be counted."""
    return str(_PROBLEMS[problem]) % {"where": where}
