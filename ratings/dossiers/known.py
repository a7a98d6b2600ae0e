"""What the register knows answers lines of the self-score: a proposal with its reason, never a tick. Pure.

Lines are known by their printed names, which the sheets of one law share; options by their place, since every sheet of
2026 prints them in rising order (proved by tests). What the register cannot know (whether a mark is registered or only
applied for) is proposed as the least that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from ratings.criteria.applicability import LAW_2026
from ratings.criteria.sheet import CriteriaSheet, Line, Mark, Tick
from registry.places.folding import fold
from registry.producers.states import HOUSEHOLDS, TOURISM_ONLY, ProducerKind

IP_PAPER, FOOD_SAFETY_PAPER, QUALITY_SYSTEM_PAPER = 7, 2, 14
"""Kinds of evidence of Form 02."""
MAJORITY = Decimal(51)
KINH = "kinh"


@dataclass(frozen=True, slots=True)
class YearKnown:
    """Figures of one year: persons, đồng, percent. None where they are not stated."""

    workers: int | None = None
    local_workers: int | None = None
    profit: int | None = None
    local_material_share: Decimal | None = None
    linked_output_share: Decimal | None = None
    agents: int | None = None
    """Agents and distributors outside the commune."""


@dataclass(frozen=True, slots=True)
class Known:
    """Facts of the register on the day of filing; ``years`` by calendar year, ``year`` the year of assessment."""

    year: int
    kind: ProducerKind
    local_capital_share: Decimal | None = None
    sex: str = ""
    ethnicity: str = ""
    disabled: bool = False
    years: Mapping[int, YearKnown] = field(default_factory=dict)
    papers: Collection[int] = ()
    """Kinds of evidence of which a paper in force is in the vault."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line should say. ``least`` marks the lowest answer that holds: a higher one does not contradict it."""

    tick: Tick
    why: str
    least: bool = False

    def contradicts(self, line: Line, tick: Tick) -> bool:
        """Whether an answer says more than the register knows, or less than it proves."""
        said, known = line.points(tick), line.points(self.tick)
        return said < known if self.least else said != known


@dataclass(frozen=True, slots=True)
class Unproved:
    """A line whose answers over 0 points need a paper of which none is in the vault."""

    why: str


Finding = Proposal | Unproved


def findings(sheet: CriteriaSheet, known: Known) -> dict[str, Finding]:
    """Return what the register knows, by code of the line; lines of which it knows nothing are left out."""
    found: dict[str, Finding] = {}
    if sheet.law != LAW_2026:
        return found
    for code, line in sheet.lines.items():
        rule = _RULES.get(fold(line.name))
        finding = rule(line, known) if rule else None
        if finding is not None:
            found[code] = finding
    return found


def contradicted(sheet: CriteriaSheet, found: Mapping[str, Finding], ticks: Mapping[str, Tick]) -> tuple[str, ...]:
    """Return the codes of answered lines that contradict what the register knows, in printed order."""
    return tuple(
        code
        for code in sheet.lines
        if code in ticks and code in found and is_against(sheet.lines[code], found[code], ticks[code])
    )


def is_against(line: Line, finding: Finding, tick: Tick) -> bool:
    """Whether an answer contradicts what the register knows of its line."""
    if isinstance(finding, Unproved):
        return line.points(tick) > 0
    return finding.contradicts(line, tick)


# ---------------------------------------------------------------- one rule a line


def _organisation(line: Line, known: Known) -> Finding | None:
    """Kind of organisation (line 3.1): the finer split of article 2.3."""
    kind = known.kind
    why = _("The producer is registered as: %(kind)s.") % {"kind": kind.label}
    if kind is ProducerKind.JOINT_STOCK_COMPANY:
        if known.local_capital_share is None:
            return None
        why = _("Joint stock company; local people hold %(share)s %% of its capital.") % {
            "share": _number(known.local_capital_share)
        }
        return _at(line, 3 if known.local_capital_share >= MAJORITY else 2, why)
    if kind in HOUSEHOLDS | {ProducerKind.FARM, ProducerKind.COOPERATIVE_GROUP}:
        return _at(line, 1, why)
    if kind in {ProducerKind.LIMITED_COMPANY, ProducerKind.PRIVATE_ENTERPRISE}:
        return _at(line, 2, why)
    if kind is ProducerKind.COOPERATIVE or (kind in TOURISM_ONLY and "đối tượng còn lại" in line.options[-1].text):
        return _at(line, 3, why)
    return None


def _representative(line: Line, known: Known) -> Finding | None:
    minority = bool(known.ethnicity.strip()) and fold(known.ethnicity) != KINH
    if known.sex == "female" or minority or known.disabled:
        return _at(line, 2, _("The profile says so of the legal representative."))
    if known.sex and known.ethnicity.strip():
        return _at(line, 1, _("By the profile the representative is a man of the Kinh people without a disability."))
    return None


def _labour(line: Line, known: Known) -> Finding | None:
    year, figures = _latest(known, lambda one: one.workers and one.local_workers is not None)
    if figures is None or not figures.workers or figures.local_workers is None:
        return None
    share = Decimal(100) * figures.local_workers / figures.workers
    why = _("Year %(year)s: %(local)s of %(all)s workers live in the commune (%(share)s %%).") % {
        "year": year, "local": figures.local_workers, "all": figures.workers, "share": _number(share),
    }  # fmt: skip
    return _by_share(line, share, (25, 50, 75), why)


def _material(line: Line, known: Known) -> Finding | None:
    year, figures = _latest(known, lambda one: one.local_material_share is not None)
    if figures is None or figures.local_material_share is None:
        return None
    share = figures.local_material_share
    why = _("Year %(year)s: %(share)s %% of the material comes from the province.") % {
        "year": year, "share": _number(share)
    }  # fmt: skip
    if not share:
        return Proposal(Mark.NONE_FITS, why)
    return _by_share(line, share, (0, 50, 75), why)


def _linked(line: Line, known: Known) -> Finding | None:
    """Share of output under contract (line 1.4): how long a contract has run, the register does not know."""
    year, figures = _latest(known, lambda one: one.linked_output_share is not None)
    if figures is None or figures.linked_output_share is None:
        return None
    share = figures.linked_output_share
    why = _("Year %(year)s: %(share)s %% of the output is sold under contract.") % {
        "year": year, "share": _number(share)
    }  # fmt: skip
    # Printed are "from 50 to under 75" and "over 75": exactly 75 is not over it.
    place = 3 if share > 75 else 2 if share >= 50 else 1
    finding = _at(line, place, why)
    return Proposal(finding.tick, why, least=place == 3)


def _growth(line: Line, known: Known) -> Finding | None:
    """Growth of profit over two years before the year of assessment (line 3.4)."""
    profits = [known.years[year].profit if year in known.years else None for year in range(known.year - 3, known.year)]
    before, middle, last = profits
    if middle is None or last is None:
        return None
    years = {"first": known.year - 3, "middle": known.year - 2, "last": known.year - 1}
    if last <= middle:
        # A cooperative may still rest on its grade, which the register does not know.
        why = _("Profit did not grow from %(middle)s to %(last)s.") % years
        return None if known.kind is ProducerKind.COOPERATIVE else Proposal(Mark.NONE_FITS, why)
    if before is not None and middle > before:
        return _at(line, 2, _("Profit grew two years running, from %(first)s to %(last)s.") % years)
    why = _("Profit grew from %(middle)s to %(last)s.") % years
    exact = before is not None and known.kind is not ProducerKind.COOPERATIVE
    return Proposal(_at(line, 1, why).tick, why, least=not exact)


def _market(line: Line, known: Known) -> Finding | None:
    year, figures = _latest(known, lambda one: one.agents is not None)
    if figures is None or not figures.agents or "đại lý" not in line.options[1].text:
        return None
    why = _("Year %(year)s: %(count)s agents and distributors outside the commune.") % {
        "year": year, "count": figures.agents
    }  # fmt: skip
    place = 3 if figures.agents >= 5 else 2
    return Proposal(_at(line, place, why).tick, why, least=True)


def _property(line: Line, known: Known) -> Finding | None:
    if IP_PAPER in known.papers:
        why = _(
            "A paper on intellectual property is in the vault; whether it is an application or a certificate, it says."
        )
        return Proposal(_at(line, 1, why).tick, why, least=True)
    return Unproved(_("No paper on intellectual property in force is in the vault."))


def _quality(line: Line, known: Known) -> Finding | None:
    if "an toàn thực phẩm" not in line.options[0].text:
        return None
    if QUALITY_SYSTEM_PAPER in known.papers:
        why = _("A certificate of a quality system is in the vault.")
        return Proposal(_at(line, 2, why).tick, why, least=True)
    if FOOD_SAFETY_PAPER in known.papers:
        why = _("A certificate of food safety in force is in the vault, of a quality system none.")
        return _at(line, 1, why)
    return Unproved(_("No certificate of food safety or of a quality system in force is in the vault."))


_RULES: Mapping[str, Callable[[Line, Known], Finding | None]] = {
    fold(name): rule
    for name, rule in (
        ("Loại hình tổ chức sản xuất - kinh doanh", _organisation),
        (
            "Đại diện pháp luật của chủ thể là nữ; hoặc đồng bào dân tộc thiểu số; hoặc người khuyết tật",
            _representative,
        ),
        ("Sử dụng lao động địa phương", _labour),
        ("Nguồn nguyên liệu", _material),
        ("Liên kết chuỗi trong sản xuất", _linked),
        ("Liên kết sản xuất", _linked),
        ("Tăng trưởng sản xuất kinh doanh", _growth),
        ("Khu vực phân phối chính", _market),
        ("Sở hữu trí tuệ", _property),
        ("Đảm bảo chất lượng sản phẩm", _quality),
    )
}
LINES = frozenset(_RULES)
"""Folded names of the lines on which the register has something to say."""


def _latest(known: Known, states: Callable[[YearKnown], object]) -> tuple[int, YearKnown | None]:
    """Return the latest year before or of the assessment that states what is asked."""
    for year in sorted(known.years, reverse=True):
        if year <= known.year and states(known.years[year]):
            return year, known.years[year]
    return 0, None


def _by_share(line: Line, share: Decimal, floors: tuple[int, int, int], why: str) -> Finding:
    place = sum(share >= floor for floor in floors)
    return _at(line, place, why) if place else Proposal(Mark.NONE_FITS, why)


def _at(line: Line, place: int, why: str) -> Proposal:
    """Propose the option at ``place``, counted from 1."""
    return Proposal(line.options[place - 1].position, why)


def _number(value: Decimal) -> str:
    """Write a share, cut and never rounded up: one just under a mark must not read as the mark."""
    return f"{value.quantize(Decimal('0.1'), ROUND_DOWN)}".removesuffix(".0").replace(".", ",")
