"""Where a dossier can stand, what officials call it, and whose turn it is (wording.md 3).

The states of moves that come later (re-ranking, tests, redo) are here because certificates and verification name them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Kind(TextChoices):
    """Kinds of registration on Form 01 (article 6.1)."""

    FIRST = "first", _("First time")
    UPGRADE = "upgrade", _("Upgrade")
    RE_RANKING = "re_ranking", _("Re-ranking")


class State(TextChoices):
    """One dossier is in exactly one of these."""

    DRAFT = "draft", _("Being written")
    FILED = "filed", _("Filed, waiting for reception")
    REFUSED_RECEPTION = "refused_reception", _("Reception refused")
    RECEIVED = "received", _("Commune is checking and assessing")
    RETURNED_BY_COMMUNE = "returned_by_commune", _("Waiting for the producer to complete (asked by the commune)")
    AWAITING_COMMUNE_SIGNATURE = "awaiting_commune_signature", _("With the commune's leader for signature")
    FORWARDED = "forwarded", _("Requested by the commune, waiting for reception by the province")
    PROVINCE_CHECKING = "province_checking", _("Province is checking the dossier")
    RETURNED_BY_PROVINCE = "returned_by_province", _("Waiting for completion (asked by the province)")
    UNDER_APPRAISAL = "under_appraisal", _("Advisory team is assessing the dossier")
    AGENCY_REPORT = "agency_report", _("Agency is writing its report (re-ranking)")
    TESTS_REQUESTED = "tests_requested", _("Waiting for additional test results")
    ON_AGENDA = "on_agenda", _("On the agenda of a session")
    SCORING = "scoring", _("Council is scoring")
    WRITTEN_OPINION = "written_opinion", _("Council is giving written opinions")
    OPENED = "opened", _("Sheets opened, under discussion")
    RESCORING = "rescoring", _("Spread over the regulation, scoring again")
    CONCLUDED = "concluded", _("Council has concluded")
    DECISION_PREPARED = "decision_prepared", _("With the Chairman of the province")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not eligible for recognition (notified)")
    EXCLUDED = "excluded", _("Dossier excluded")
    APPROVED_FOR_MINISTRY = "approved_for_ministry", _("Result approved, to be sent to the Ministry")
    SENT_TO_MINISTRY = "sent_to_ministry", _("Ministry asked to rank five stars")
    MINISTRY_CHECKING = "ministry_checking", _("Ministry is checking the dossier")
    RETURNED_BY_MINISTRY = "returned_by_ministry", _("Ministry asked for completion")
    CENTRAL_COUNCIL = "central_council", _("Central council is assessing")
    RECOGNISED_FIVE = "recognised_five", _("Recognised with five stars")
    BACK_UNDER_NINETY = "back_under_ninety", _("Ministry reports under 90 points, Chairman of the province to choose")
    POSTPONED = "postponed", _("Moved to a later round")
    RETRACTED = "retracted", _("Retracted by the producer")
    REDO_ORDERED = "redo_ordered", _("To be done again at the Ministry's request")

    @property
    def face(self) -> Face:
        """Icon and tone of the state's chip."""
        return _FACES[self]

    @property
    def icon(self) -> str:
        return _FACES[self].icon

    @property
    def tone(self) -> str:
        return _FACES[self].tone

    @property
    def turn(self) -> Turn:
        """Whose turn it is; follows from the state alone."""
        return _TURNS[self]


class Turn(TextChoices):
    """Who has to act next."""

    PRODUCER = "producer", _("Producer")
    COMMUNE = "commune", _("Commune")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    PROVINCE = "province", _("Province OCOP agency")
    ADVISORY_TEAM = "advisory_team", _("Advisory team")
    COUNCIL = "council", _("Provincial council")
    CHAIR = "chair", _("Chair of the council")
    AUTHORITY = "authority", _("Chairman of the province")
    MINISTRY = "ministry", _("Ministry")
    CENTRAL_COUNCIL = "central_council", _("Central council")
    NOBODY = "nobody", _("Nobody")


@dataclass(frozen=True, slots=True)
class Face:
    """How a state looks: name of an icon and one of the tones neutral, info, warning, success, danger."""

    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Chip:
    """What the chip component shows."""

    label: StrOrPromise
    icon: str
    tone: str


_FACES = {
    State.DRAFT: Face("pencil", "neutral"),
    State.FILED: Face("inbox", "info"),
    State.REFUSED_RECEPTION: Face("x-circle", "danger"),
    State.RECEIVED: Face("search", "info"),
    State.RETURNED_BY_COMMUNE: Face("arrow-return-left", "warning"),
    State.AWAITING_COMMUNE_SIGNATURE: Face("pen", "info"),
    State.FORWARDED: Face("send", "info"),
    State.PROVINCE_CHECKING: Face("search", "info"),
    State.RETURNED_BY_PROVINCE: Face("arrow-return-left", "warning"),
    State.UNDER_APPRAISAL: Face("clipboard-check", "info"),
    State.AGENCY_REPORT: Face("clipboard-check", "info"),
    State.TESTS_REQUESTED: Face("hourglass", "warning"),
    State.ON_AGENDA: Face("calendar", "info"),
    State.SCORING: Face("list-check", "info"),
    State.WRITTEN_OPINION: Face("list-check", "info"),
    State.OPENED: Face("people", "info"),
    State.RESCORING: Face("list-check", "warning"),
    State.CONCLUDED: Face("check", "info"),
    State.DECISION_PREPARED: Face("file-text", "info"),
    State.RECOGNISED: Face("award", "success"),
    State.NOT_RECOGNISED: Face("x-circle", "neutral"),
    State.EXCLUDED: Face("x-circle", "danger"),
    State.APPROVED_FOR_MINISTRY: Face("check", "success"),
    State.SENT_TO_MINISTRY: Face("send", "info"),
    State.MINISTRY_CHECKING: Face("search", "info"),
    State.RETURNED_BY_MINISTRY: Face("arrow-return-left", "warning"),
    State.CENTRAL_COUNCIL: Face("list-check", "info"),
    State.RECOGNISED_FIVE: Face("award", "success"),
    State.BACK_UNDER_NINETY: Face("exclamation-triangle", "warning"),
    State.POSTPONED: Face("calendar", "neutral"),
    State.RETRACTED: Face("arrow-return-left", "neutral"),
    State.REDO_ORDERED: Face("exclamation-triangle", "warning"),
}

_TURNS = {
    State.DRAFT: Turn.PRODUCER,
    State.FILED: Turn.COMMUNE,
    State.REFUSED_RECEPTION: Turn.NOBODY,
    State.RECEIVED: Turn.COMMUNE,
    State.RETURNED_BY_COMMUNE: Turn.PRODUCER,
    State.AWAITING_COMMUNE_SIGNATURE: Turn.COMMUNE_LEADER,
    State.FORWARDED: Turn.PROVINCE,
    State.PROVINCE_CHECKING: Turn.PROVINCE,
    State.RETURNED_BY_PROVINCE: Turn.PRODUCER,
    State.UNDER_APPRAISAL: Turn.ADVISORY_TEAM,
    State.AGENCY_REPORT: Turn.PROVINCE,
    State.TESTS_REQUESTED: Turn.PRODUCER,
    State.ON_AGENDA: Turn.COUNCIL,
    State.SCORING: Turn.COUNCIL,
    State.WRITTEN_OPINION: Turn.COUNCIL,
    State.OPENED: Turn.CHAIR,
    State.RESCORING: Turn.COUNCIL,
    State.CONCLUDED: Turn.PROVINCE,
    State.DECISION_PREPARED: Turn.AUTHORITY,
    State.RECOGNISED: Turn.NOBODY,
    State.NOT_RECOGNISED: Turn.NOBODY,
    State.EXCLUDED: Turn.NOBODY,
    State.APPROVED_FOR_MINISTRY: Turn.PROVINCE,
    State.SENT_TO_MINISTRY: Turn.MINISTRY,
    State.MINISTRY_CHECKING: Turn.MINISTRY,
    State.RETURNED_BY_MINISTRY: Turn.PROVINCE,
    State.CENTRAL_COUNCIL: Turn.CENTRAL_COUNCIL,
    State.RECOGNISED_FIVE: Turn.NOBODY,
    State.BACK_UNDER_NINETY: Turn.AUTHORITY,
    State.POSTPONED: Turn.PROVINCE,
    State.RETRACTED: Turn.NOBODY,
    State.REDO_ORDERED: Turn.PROVINCE,
}


class Recheck(TextChoices):
    """What the office finds when it looks at an answered ticket again."""

    ACCEPTED = "accepted", _("Satisfied")
    AGAIN = "again", _("Not satisfied yet")


class Ground(TextChoices):
    """Why a commune may refuse reception (article 2); it never refuses on merit."""

    PRODUCT = "product", _("The product is none of the six groups (khoản 2 Điều 2)")
    PRODUCER = "producer", _("The producer is none of those admitted (khoản 3 Điều 2)")

    @property
    def article(self) -> str:
        return "khoản 2 Điều 2" if self is Ground.PRODUCT else "khoản 3 Điều 2"


class Subject(TextChoices):
    """Matters that a re-ranking brings up to date, in the order of the law (article 6.1c)."""

    MATERIALS = "materials", _("Raw material")
    TECHNOLOGY = "technology", _("Technology used")
    PACKAGING = "packaging", _("Packaging")
    LABEL = "label", _("Label")
    DECLARATION = "declaration", _("Declaration of quality")
    TESTS = "tests", _("Regular test reports")
    MARKET = "market", _("Market")
    OUTPUT = "output", _("Output")
    REVENUE = "revenue", _("Revenue")
    LEGAL_PAPERS = "legal_papers", _("Legal papers with an end")


class Verdict(TextChoices):
    """What the producer says of one matter."""

    UNCHANGED = "unchanged", _("Unchanged")
    CHANGED = "changed", _("Changed")
    OUT_OF_DATE = "out_of_date", _("Out of date, to be renewed")


CLOSED = frozenset(
    {
        State.REFUSED_RECEPTION,
        State.RECOGNISED,
        State.NOT_RECOGNISED,
        State.EXCLUDED,
        State.RECOGNISED_FIVE,
        State.RETRACTED,
    }
)
"""Nothing more happens to these; every other state is open, and a product has at most one open dossier."""
OPEN = frozenset(State) - CLOSED

EDITABLE = frozenset({State.DRAFT, State.RETURNED_BY_COMMUNE, State.RETURNED_BY_PROVINCE})
"""The producer (or the officer for it) may change the forms."""

RETURNED = frozenset({State.RETURNED_BY_COMMUNE, State.RETURNED_BY_PROVINCE, State.RETURNED_BY_MINISTRY})
"""An office waits for an answer to its request to complete."""

BEFORE_COUNCIL = frozenset({State.ON_AGENDA, State.SCORING, State.OPENED, State.RESCORING})
"""A session of the council has it on its agenda and has not concluded."""

AT_MINISTRY = frozenset(
    {
        State.SENT_TO_MINISTRY,
        State.MINISTRY_CHECKING,
        State.RETURNED_BY_MINISTRY,
        State.CENTRAL_COUNCIL,
        State.RECOGNISED_FIVE,
        State.BACK_UNDER_NINETY,
    }
)
