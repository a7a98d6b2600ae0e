"""What each office has to do in each state: the verbs of everybody's work list. Pure.

A duty names the state, the capacity, and what to do in a verb. Whose turn it is follows from the state alone
(``dossiers.states``); this table says which people of that side have the dossier on their list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ratings.dossiers.states import State
from ratings.dossiers.workflow import Party

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_S, _P = State, Party


@dataclass(frozen=True, slots=True)
class Duty:
    """``signed`` narrows to Form 03 signed (True) or not yet (False), ``typed`` to dossiers that the office types.

    None does not ask.
    """

    state: State
    parties: frozenset[Party]
    verb: StrOrPromise
    signed: bool | None = None
    typed: bool | None = None


def _duty(
    state: State,
    parties: Collection[Party],
    verb: StrOrPromise,
    *,
    signed: bool | None = None,
    typed: bool | None = None,
) -> Duty:
    return Duty(state, frozenset(parties), verb, signed, typed)


DUTIES: tuple[Duty, ...] = (
    _duty(_S.DRAFT, [_P.PRODUCER], _("Complete the dossier and file it")),
    _duty(_S.DRAFT, [_P.COMMUNE_OFFICER], _("Type on and file for the producer"), typed=True),
    _duty(_S.RETURNED_BY_COMMUNE, [_P.PRODUCER], _("Answer what the commune asked")),
    _duty(_S.RETURNED_BY_COMMUNE, [_P.COMMUNE_OFFICER], _("Answer with the producer"), typed=True),
    _duty(_S.RETURNED_BY_PROVINCE, [_P.PRODUCER, _P.COMMUNE_OFFICER], _("Answer what the province asked")),
    _duty(_S.FILED, [_P.COMMUNE_RECEPTION, _P.COMMUNE_OFFICER], _("Receive the dossier")),
    _duty(_S.RECEIVED, [_P.COMMUNE_OFFICER], _("Check it and draft Form 03")),
    _duty(_S.AWAITING_COMMUNE_SIGNATURE, [_P.COMMUNE_LEADER], _("Sign Form 03 and the request"), signed=False),
    _duty(_S.AWAITING_COMMUNE_SIGNATURE, [_P.COMMUNE_OFFICER], _("Send the request file to the province"), signed=True),
    _duty(_S.FORWARDED, [_P.PROVINCE_OFFICER], _("Accept the request file")),
    _duty(_S.PROVINCE_CHECKING, [_P.PROVINCE_OFFICER], _("Check it and hand it to the advisory team")),
    _duty(_S.AGENCY_REPORT, [_P.PROVINCE_OFFICER], _("Report on the re-ranking")),
    _duty(_S.UNDER_APPRAISAL, [_P.PROVINCE_OFFICER], _("Record the advisory team's report")),
    _duty(_S.TESTS_REQUESTED, [_P.PRODUCER], _("Hand in the test report")),
    _duty(_S.TESTS_REQUESTED, [_P.COMMUNE_OFFICER], _("Hand in the test report with the producer"), typed=True),
    _duty(_S.ON_AGENDA, [_P.PROVINCE_OFFICER], _("Prepare the session")),
    _duty(_S.POSTPONED, [_P.PROVINCE_OFFICER], _("Put it into a round")),
    _duty(_S.CONCLUDED, [_P.PROVINCE_OFFICER], _("Prepare the decision or the notice")),
    _duty(_S.APPROVED_FOR_MINISTRY, [_P.PROVINCE_OFFICER], _("Send the five-star request file")),
    _duty(_S.RETURNED_BY_MINISTRY, [_P.PROVINCE_OFFICER], _("Answer what the Ministry asked")),
    _duty(_S.DECISION_PREPARED, [_P.AUTHORITY], _("Sign the decision")),
    _duty(_S.BACK_UNDER_NINETY, [_P.AUTHORITY], _("Choose: the centre's result, or rank again")),
    _duty(_S.SENT_TO_MINISTRY, [_P.MINISTRY_OFFICER], _("Accept the file at the Ministry")),
    _duty(_S.MINISTRY_CHECKING, [_P.MINISTRY_OFFICER], _("Check the file")),
    _duty(_S.CENTRAL_COUNCIL, [_P.MINISTRY_OFFICER], _("Record the central council's result")),
)


def duty_in(state: State, parties: Collection[Party], *, signed: bool = False, typed: bool = False) -> Duty | None:
    """Return what somebody acting as ``parties`` has to do while a dossier is in ``state``, if anything."""
    for duty in DUTIES:
        asked = duty.signed in (None, signed) and duty.typed in (None, typed)
        if asked and duty.state is state and duty.parties & frozenset(parties):
            return duty
    return None
