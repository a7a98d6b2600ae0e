"""What a producer reads of a dossier in each state, and how offices are named (wording.md 0 and 3).

Pure. A line has variants from the richest to the plainest; the first whose placeholders are all known is said, so that
a status never shows a gap. Dates come in as dates and are written dd/mm/yyyy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.dossiers.states import State, Turn

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Known = Mapping[str, object]
"""Placeholders by name: commune, province (both in full, "xã Triệu Cơ"), day, due, round, result, count, number, reason,
phone, request_number, request_date, points, stars, sentence, until, subject. An empty value counts as unknown."""

_SCORING = gettext_lazy("The council is scoring. The result is kept secret until the sheets are opened.")

_LINES: Mapping[State, tuple[StrOrPromise, ...]] = {
    State.DRAFT: (
        gettext_lazy(
            "The dossier has not been filed. %(count)s items are still to be completed. To be in time for %(round)s, "
            "you should file by %(due)s at the latest."
        ),
        gettext_lazy(
            "The dossier has not been filed. All items are there. To be in time for %(round)s, "
            "you should file by %(due)s at the latest."
        ),
        gettext_lazy("The dossier has not been filed."),
    ),
    State.FILED: (
        gettext_lazy(
            "The dossier was sent to the People's Committee of %(commune)s on %(day)s. It waits for reception by the "
            "commune. Bring 01 paper set if you have not handed it in."
        ),
    ),
    State.REFUSED_RECEPTION: (
        gettext_lazy(
            "The People's Committee of %(commune)s did not accept the dossier because: %(reason)s (Article 2). "
            "You can ask under the number %(phone)s."
        ),
        gettext_lazy(
            "The People's Committee of %(commune)s did not accept the dossier because: %(reason)s (Article 2). "
            "You can ask at its office."
        ),
        gettext_lazy("The People's Committee of %(commune)s did not accept the dossier (Article 2)."),
    ),
    State.RECEIVED: (
        gettext_lazy(
            "The People's Committee of %(commune)s received the full dossier on %(day)s and must finish within 15 working "
            "days, by %(due)s at the latest. You need not do anything now."
        ),
    ),
    State.RETURNED_BY_COMMUNE: (
        gettext_lazy(
            "The dossier still lacks %(count)s items. Please complete them by %(due)s. The commune's time is counted anew "
            "from full receipt."
        ),
        gettext_lazy("The dossier has to be completed. The commune's time is counted anew from full receipt."),
    ),
    State.AWAITING_COMMUNE_SIGNATURE: (
        gettext_lazy(
            "The commune's report waits for the signature of the leader of the People's Committee of %(commune)s, by "
            "%(due)s at the latest."
        ),
        gettext_lazy(
            "The commune's report waits for the signature of the leader of the People's Committee of %(commune)s."
        ),
    ),
    State.FORWARDED: (
        gettext_lazy(
            "The People's Committee of %(commune)s asked the province for assessment by letter No %(request_number)s of "
            "%(request_date)s. The dossier belongs to %(round)s, results by %(result)s."
        ),
        gettext_lazy("The People's Committee of %(commune)s asked the province for assessment."),
    ),
    State.PROVINCE_CHECKING: (gettext_lazy("The province is checking the dossier. You need not do anything now."),),
    State.RETURNED_BY_PROVINCE: (
        gettext_lazy(
            "The province asks to complete %(count)s items by %(due)s; the People's Committee of %(commune)s helps you. "
            "After that day the dossier may move to the next round."
        ),
        gettext_lazy("The province asks to complete the dossier; the People's Committee of %(commune)s helps you."),
    ),
    State.UNDER_APPRAISAL: (
        gettext_lazy("The advisory team is looking at the dossier and may come to see the place of production."),
    ),
    State.AGENCY_REPORT: (
        gettext_lazy(
            "The province is looking at the dossier for re-ranking, by %(due)s at the latest (45 days after the province "
            "received it in full)."
        ),
        gettext_lazy("The province is looking at the dossier for re-ranking."),
    ),
    State.TESTS_REQUESTED: (
        gettext_lazy("Please hand in the test report on %(subject)s by %(due)s."),
        gettext_lazy("Please hand in the additional test report."),
    ),
    State.ON_AGENDA: (
        gettext_lazy("The council meets on %(day)s. Prepare to present the product if you are invited."),
        gettext_lazy("The dossier is on the agenda of the council. Prepare to present the product if you are invited."),
    ),
    State.SCORING: (_SCORING,),
    State.WRITTEN_OPINION: (
        gettext_lazy("The council gives its opinions in writing, by %(due)s at the latest."),
        gettext_lazy("The council gives its opinions in writing."),
    ),
    State.OPENED: (_SCORING,),
    State.RESCORING: (_SCORING,),
    State.CONCLUDED: (
        gettext_lazy("The council has concluded. The result is being submitted to the Chairman of %(province)s."),
    ),
    State.DECISION_PREPARED: (gettext_lazy("Waiting for the decision of the Chairman of %(province)s."),),
    State.RECOGNISED: (
        gettext_lazy(
            "The product is recognised at %(stars)s stars by Decision No %(number)s of %(day)s; the certificate is valid "
            "to the end of %(until)s."
        ),
        gettext_lazy("The product is recognised at %(stars)s stars by Decision No %(number)s of %(day)s."),
        gettext_lazy("The product is recognised."),
    ),
    State.NOT_RECOGNISED: (
        gettext_lazy(
            "The product is not recognised yet: %(sentence)s There is no decision and no certificate. "
            "You can register for the next round; file at the commune by %(due)s."
        ),
        gettext_lazy("The product is not recognised yet: %(sentence)s There is no decision and no certificate."),
        gettext_lazy("The product is not recognised yet. There is no decision and no certificate."),
    ),
    State.EXCLUDED: (
        gettext_lazy("The dossier is excluded because %(reason)s. The council concluded this on %(day)s."),
        gettext_lazy("The dossier is excluded."),
    ),
    State.APPROVED_FOR_MINISTRY: (
        gettext_lazy(
            "The product has %(points)s points in the province. The province sends the five-star request file to the "
            "Ministry by %(due)s at the latest. Prepare 05 more samples."
        ),
        gettext_lazy("The province sends the five-star request file to the Ministry. Prepare 05 more samples."),
    ),
    State.SENT_TO_MINISTRY: (
        gettext_lazy(
            "The dossier has been at the Ministry of Agriculture and Environment since %(day)s; results by %(result)s."
        ),
        gettext_lazy("The dossier is at the Ministry of Agriculture and Environment."),
    ),
    State.MINISTRY_CHECKING: (gettext_lazy("The Ministry is looking at the dossier."),),
    State.RETURNED_BY_MINISTRY: (
        gettext_lazy("The Ministry asks the province to complete %(count)s items."),
        gettext_lazy("The Ministry asks the province to complete the dossier."),
    ),
    State.CENTRAL_COUNCIL: (gettext_lazy("The central council is assessing."),),
    State.RECOGNISED_FIVE: (
        gettext_lazy("The product is recognised at five stars by the Minister by Decision No %(number)s."),
        gettext_lazy("The product is recognised at five stars by the Minister."),
    ),
    State.BACK_UNDER_NINETY: (
        gettext_lazy(
            "The centre gave %(points)s points, under 90. The Chairman of %(province)s will recognise 3 to 4 stars by this "
            "result or have the product ranked again in the province (point g, clause 4, Article 7)."
        ),
        gettext_lazy(
            "The centre gave under 90 points. The Chairman of %(province)s will recognise 3 to 4 stars by this "
            "result or have the product ranked again in the province (point g, clause 4, Article 7)."
        ),
    ),
    State.POSTPONED: (
        gettext_lazy(
            "The dossier moves to %(round)s because %(reason)s. It stays as it is and need not be filed again."
        ),
        gettext_lazy("The dossier moves to a later round. It stays as it is and need not be filed again."),
    ),
    State.RETRACTED: (
        gettext_lazy("You retracted the dossier on %(day)s."),
        gettext_lazy("You retracted the dossier."),
    ),
    State.REDO_ORDERED: (
        gettext_lazy(
            "The Ministry asks the province to assess again (point b, clause 1, Article 10). The province will invite you."
        ),
    ),
}

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def line_of(state: State, known: Known) -> str:
    """Return what the producer reads in ``state``."""
    filled = {name: _written(value) for name, value in known.items() if value not in {None, ""}}
    if state is State.DRAFT and filled.get("count") == "0":
        del filled["count"]
    for variant in _LINES[state]:
        text = str(variant)
        if set(_PLACEHOLDER.findall(text)) <= set(filled):
            return text % filled
    raise KeyError(f"{state.value}: not even the plainest line can be said")


def _written(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def in_sentence(place: str) -> str:
    """Write the name of a place as it stands inside a sentence: "Xã Triệu Cơ" -> "xã Triệu Cơ"."""
    return place[:1].lower() + place[1:]


def office_of(commune: str) -> str:
    """Name the commune's office in full: "UBND xã Triệu Cơ"."""
    return _("People's Committee of %(place)s") % {"place": in_sentence(commune)}


def who_is_next(turn: Turn, *, producer: str, commune: str, province: str) -> str:
    """Name whom a dossier waits for, in full; empty when nobody has to act."""
    place = in_sentence(province)
    names: Mapping[Turn, str] = {
        Turn.PRODUCER: producer,
        Turn.COMMUNE: office_of(commune),
        Turn.COMMUNE_LEADER: _("leader of the %(office)s") % {"office": office_of(commune)},
        Turn.PROVINCE: _("OCOP agency of %(place)s") % {"place": place},
        Turn.ADVISORY_TEAM: _("advisory team of the council of %(place)s") % {"place": place},
        Turn.COUNCIL: _("council of %(place)s") % {"place": place},
        Turn.CHAIR: _("chair of the council of %(place)s") % {"place": place},
        Turn.AUTHORITY: _("Chairman of the People's Committee of %(place)s") % {"place": place},
        Turn.MINISTRY: _("Ministry of Agriculture and Environment"),
        Turn.CENTRAL_COUNCIL: _("central council"),
        Turn.NOBODY: "",
    }
    return names[turn]
