"""Every event that people are told of, with its words.

A kind has a subject and sentences. They are written when somebody reads or is sent them, in her language, from the
plain values kept with the notification. The first sentence is always said; a later one is left out when a value that
it needs is missing or empty (no date was set, no reason was given). ``day`` is the day of the event.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Plain = str | int | bool | None
_NEEDS = re.compile(r"%\((\w+)\)s")
_GIVEN = frozenset({"day"})


class UnknownEvent(Exception):
    """Nobody has written what people are told of this event."""


class MissingValue(Exception):
    """The sentences of this event need a value that was not given."""


@dataclass(frozen=True, slots=True)
class Kind:
    subject: StrOrPromise
    body: tuple[StrOrPromise, ...]

    @property
    def needs(self) -> frozenset[str]:
        """Values without which the subject or the first sentence cannot be said."""
        return _needs_of(self.subject) | _needs_of(self.body[0])


@dataclass(frozen=True, slots=True)
class Said:
    """What a person reads."""

    subject: str
    sentences: tuple[str, ...]


_NOTHING_TO_DO = _("You do not have to do anything now.")
_REASON = _("Reason: %(reason)s.")
_BY = _("To be done by %(due_on)s at the latest.")

KINDS: Mapping[str, Kind] = {
    # The producer and the commune.
    "dossier.file": Kind(
        _("Dossier %(number)s has been filed"),
        (
            _(
                "The dossier of %(product)s (%(producer)s) was sent to the People's Committee of %(commune)s on %(day)s."
            ),
            _("It waits for the commune to receive it. The producer brings one paper set if that is not done yet."),
        ),
    ),
    "producer.ended": Kind(
        _("%(producer)s has ended its activity"),
        (
            _("%(by)s recorded that %(producer)s ended on %(ended_on)s."),
            _("Its products now belong to %(successor)s, under the same codes."),
        ),
    ),
    "dossier.consent_code": Kind(
        _("Code %(code)s: consent to dossier %(number)s"),
        (
            _(
                "%(by)s (%(commune)s) types the dossier of %(product)s for you. If you agree that it is filed for you, read "
                "this code to the officer: %(code)s. It is good for 30 minutes."
            ),
            _("If you do not agree, tell nobody the code."),
        ),
    ),
    "dossier.file_on_behalf": Kind(
        _("Dossier %(number)s has been filed on behalf of the producer"),
        (
            _(
                "The People's Committee of %(commune)s filed the dossier of %(product)s for %(producer)s on %(day)s, "
                "with the producer's confirmation."
            ),
            _("It waits for the commune to receive it. The producer brings one paper set if that is not done yet."),
        ),
    ),
    "dossier.retract": Kind(
        _("Dossier %(number)s has been retracted"),
        (_("%(producer)s retracted the dossier of %(product)s on %(day)s."), _REASON),
    ),
    "dossier.receive_complete": Kind(
        _("Dossier %(number)s has been received in full"),
        (
            _("The People's Committee of %(commune)s received the full dossier of %(product)s on %(day)s."),
            _("It finishes its check within 15 working days, by %(due_on)s at the latest."),
            _NOTHING_TO_DO,
        ),
    ),
    "dossier.refuse_reception": Kind(
        _("Dossier %(number)s was not received"),
        (_("The People's Committee of %(commune)s does not receive the dossier of %(product)s (Article 2)."), _REASON),
    ),
    "dossier.return_by_commune": Kind(
        _("Dossier %(number)s needs completion"),
        (
            _("The People's Committee of %(commune)s asks for completion of the dossier of %(product)s."),
            _("Items to complete: %(items)s."),
            _BY,
            _REASON,
            _("The commune's period is counted anew from the day on which it has everything."),
        ),
    ),
    "dossier.answer_commune": Kind(
        _("Dossier %(number)s has been completed"),
        (_("%(producer)s sent what was asked for in the dossier of %(product)s on %(day)s."),),
    ),
    "dossier.submit_for_signature": Kind(
        _("Dossier %(number)s awaits your signature"),
        (_("The evaluation report (Form 03) and the request for %(product)s of %(producer)s await signature."), _BY),
    ),
    "dossier.send_back_to_officer": Kind(
        _("The report on dossier %(number)s came back from signature"),
        (_("The report and the request for %(product)s are to be changed."), _REASON),
    ),
    "dossier.sign_here": Kind(
        _("The report on dossier %(number)s is signed"),
        (_("The report and the request for %(product)s are signed and can be sent to the province."),),
    ),
    "dossier.record_signed": Kind(
        _("The signed report on dossier %(number)s is recorded"),
        (_("The report and the request for %(product)s are signed and can be sent to the province."),),
    ),
    "dossier.forward": Kind(
        _("Dossier %(number)s has been sent to the province"),
        (
            _("The People's Committee of %(commune)s asked the province on %(day)s to evaluate %(product)s."),
            _("Number of the request: %(letter)s."),
            _("The dossier belongs to %(round)s."),
        ),
    ),
    # The province.
    "dossier.accept": Kind(
        _("The province has accepted dossier %(number)s"),
        (
            _("The province accepted the dossier of %(product)s (%(producer)s) on %(day)s and checks it."),
            _NOTHING_TO_DO,
        ),
    ),
    "dossier.return_by_province": Kind(
        _("The province asks for completion of dossier %(number)s"),
        (
            _("The dossier of %(product)s needs completion; the People's Committee of %(commune)s helps with it."),
            _("Items to complete: %(items)s."),
            _("To be done by %(due_on)s at the latest; later the dossier may move to the next round."),
            _REASON,
        ),
    ),
    "dossier.answer_province": Kind(
        _("Dossier %(number)s has been completed"),
        (_("What the province asked for in the dossier of %(product)s (%(producer)s) was sent on %(day)s."),),
    ),
    "dossier.request_tests": Kind(
        _("Further tests for dossier %(number)s"),
        (
            _("The advisory team needs further tests of %(product)s: %(tests)s."),
            _("The report is to be handed in by %(due_on)s at the latest."),
            _REASON,
        ),
    ),
    "dossier.give_tests_time": Kind(
        _("More time for the tests of dossier %(number)s"),
        (
            _("The tests of %(product)s (%(tests)s) have more time."),
            _("The report is to be handed in by %(due_on)s at the latest."),
            _REASON,
        ),
    ),
    "dossier.bring_tests": Kind(
        _("The test report of dossier %(number)s is there"),
        (_("%(producer)s handed in the test report of %(product)s (%(tests)s) on %(day)s."),),
    ),
    "dossier.postpone": Kind(
        _("Dossier %(number)s moves to a later round"),
        (
            _("The dossier of %(product)s moves to a later round. It stays as it is and is not filed again."),
            _("It now belongs to %(round)s."),
            _REASON,
        ),
    ),
    "dossier.put_in_round": Kind(
        _("Dossier %(number)s has its evaluation round"),
        (
            _("The province has put the dossier of %(product)s into an evaluation round."),
            _("It now belongs to %(round)s."),
        ),
    ),
    "dossier.start_appraisal": Kind(
        _("Dossier %(number)s is with the advisory team"),
        (_("The advisory team examines the dossier of %(product)s (%(producer)s) and may visit the site."),),
    ),
    "dossier.start_agency_report": Kind(
        _("Dossier %(number)s is with the OCOP agency of the province"),
        (
            _("The OCOP agency of the province examines the re-ranking of %(product)s (%(producer)s)."),
            _("The province has time until %(due_on)s."),
        ),
    ),
    "dossier.set_changed": Kind(
        _("Dossier %(number)s is in another product set"),
        (
            _("The dossier of %(product)s is now in set %(set)s."),
            _("%(anew)s lines of the self-score are to be answered anew."),
        ),
    ),
    "dossier.put_on_agenda": Kind(
        _("Dossier %(number)s is on the agenda of the council"),
        (
            _("The dossier of %(product)s (%(producer)s) is on the agenda of a session of the council."),
            _("The council meets on %(held_on)s."),
            _("The producer prepares to present the product if invited."),
        ),
    ),
    "dossier.take_off_agenda": Kind(
        _("Dossier %(number)s is off the agenda"),
        (_("The dossier of %(product)s is no longer on the agenda of the session."), _REASON),
    ),
    "dossier.start_scoring": Kind(
        _("The council scores dossier %(number)s"),
        (_("Scoring of %(product)s (%(producer)s) is open. The result stays sealed until the sheets are opened."),),
    ),
    "scoring.sheet": Kind(
        _("Please score dossier %(number)s"),
        (
            _("Your sheet for %(product)s of %(producer)s is open (scoring %(scoring)s)."),
            _("Nobody sees your points before the chair opens the sheets; a sheet that is sent cannot be changed."),
        ),
    ),
    "dossier.open_sheets": Kind(
        _("The sheets on dossier %(number)s are open"),
        (_("The chair has opened the sheets on %(product)s; the council discusses the result."),),
    ),
    "dossier.call_second_scoring": Kind(
        _("Dossier %(number)s is scored again"),
        (_("The points on %(product)s differ by more than the regulation allows; the council scores again."), _REASON),
    ),
    "dossier.conclude": Kind(
        _("The council has concluded on dossier %(number)s"),
        (_("The council concluded on %(product)s (%(producer)s) on %(day)s. The result goes to the chairman."),),
    ),
    "dossier.exclude": Kind(
        _("Dossier %(number)s is excluded"),
        (
            _("On %(day)s the council concluded that the dossier of %(product)s (%(producer)s) is excluded."),
            _("Ground: %(clause)s."),
            _REASON,
        ),
    ),
    "dossier.notify_not_recognised": Kind(
        _("%(product)s is not recognised this time"),
        (
            _("The product %(product)s of %(producer)s is not recognised (dossier %(number)s)."),
            "%(sentence)s",
            _("Notice number %(notice)s."),
            _("There is no decision and no certificate. The producer may register for a later round."),
        ),
    ),
    "dossier.prepare_decision": Kind(
        _("A decision on dossier %(number)s awaits you"),
        (_("The draft decision on %(product)s (%(producer)s) has been submitted."), _BY),
    ),
    "dossier.take_out_of_decision": Kind(
        _("Dossier %(number)s was taken out of the draft decision"),
        (_("The dossier of %(product)s is no longer part of the draft."), _REASON),
    ),
    "dossier.sign_recognition": Kind(
        _("%(product)s is recognised with %(stars)s stars"),
        (
            _("The product %(product)s of %(producer)s is recognised with %(stars)s stars (dossier %(number)s)."),
            _("Decision number %(decision)s of %(issued_on)s."),
            _("The certificate is valid to the end of %(last_day_on)s."),
        ),
    ),
    "dossier.sign_approval": Kind(
        _("%(product)s is approved for the ministry"),
        (
            _("The province approved the result of %(product)s (%(producer)s) and asks the ministry for five stars."),
            _("Decision number %(decision)s of %(issued_on)s."),
            _("The producer prepares five more samples."),
        ),
    ),
    # The ministry.
    "dossier.send_to_ministry": Kind(
        _("Dossier %(number)s is with the ministry"),
        (
            _("The province asked the Ministry of Agriculture and Environment to evaluate %(product)s for five stars."),
            _("Letter number %(letter)s of %(sent_on)s."),
        ),
    ),
    "dossier.ministry_accept": Kind(
        _("The ministry has accepted dossier %(number)s"),
        (_("The ministry checks the dossier of %(product)s (%(producer)s)."), _NOTHING_TO_DO),
    ),
    "dossier.return_by_ministry": Kind(
        _("The ministry asks for completion of dossier %(number)s"),
        (
            _("The ministry asks the province to complete the dossier of %(product)s (%(producer)s)."),
            _("Items to complete: %(items)s."),
            _BY,
            _REASON,
        ),
    ),
    "dossier.answer_ministry": Kind(
        _("Dossier %(number)s has been completed"),
        (_("What the ministry asked for in the dossier of %(product)s (%(producer)s) was sent on %(day)s."),),
    ),
    "dossier.to_central_council": Kind(
        _("Dossier %(number)s is with the central council"),
        (_("The central council evaluates %(product)s (%(producer)s)."), _NOTHING_TO_DO),
    ),
    "dossier.record_five": Kind(
        _("%(product)s is recognised with 5 stars"),
        (
            _("The Minister recognised the product %(product)s of %(producer)s with 5 stars (dossier %(number)s)."),
            _("Decision number %(decision)s of %(issued_on)s."),
        ),
    ),
    "dossier.send_back": Kind(
        _("The centre gave %(product)s under 90 points"),
        (
            _("The central council's result on %(product)s (%(producer)s, dossier %(number)s) is under 90 points."),
            _("Points: %(points)s."),
            _(
                "The chairman of the province recognises 3 or 4 stars on this result or has the product ranked again "
                "in the province (point g, clause 4, Article 7)."
            ),
        ),
    ),
    "dossier.use_central_result": Kind(
        _("The centre's result counts for dossier %(number)s"),
        (_("The chairman of the province uses the centre's result on %(product)s; prepare the decision."),),
    ),
    "dossier.rank_again": Kind(
        _("Dossier %(number)s is ranked again in the province"),
        (_("The chairman of the province has %(product)s (%(producer)s) ranked again by the provincial council."),),
    ),
    # Facts about producers, papers and products.
    "producer.member_added": Kind(
        _("You now act for %(producer)s"),
        (_("%(by)s has entered you as a person who acts for %(producer)s."),),
    ),
    "producer.join_asked": Kind(
        _("%(person)s asks to act for %(producer)s"),
        (_("%(person)s asks to act for %(producer)s."), _("Accept or refuse it in the list of requests.")),
    ),
    "producer.join_refused": Kind(
        _("Your request for %(producer)s was refused"),
        (_("The office does not confirm that you act for %(producer)s."), _REASON),
    ),
    "office.given": Kind(
        _("You hold an office: %(office)s"),
        (_("%(by)s has entered it. It holds from %(since)s."), _("Your work list shows what waits for you.")),
    ),
    "product.registered": Kind(
        _("The product %(product)s is registered"),
        (_("%(by)s has registered the product %(product)s of %(producer)s."),),
    ),
    "producer.link": Kind(
        _("%(producer)s names %(other)s as linked with it"),
        (
            _("%(producer)s has entered a link with %(other)s: %(goods)s."),
            _("Please confirm it on the page of links, or take it away."),
        ),
    ),
    "evidence.compared": Kind(
        _("A copy was compared with its original"),
        (_("%(by)s has compared “%(title)s” of %(producer)s with the original."),),
    ),
}


def kind_of(event: str) -> Kind:
    """Return the kind of ``event``; raise UnknownEvent where there is none."""
    try:
        return KINDS[event]
    except KeyError:
        raise UnknownEvent(event) from None


def check(event: str, values: Mapping[str, Plain | dt.date]) -> dict[str, Plain]:
    """Return ``values`` as they are kept, dates as ISO text.

    Raises:
        UnknownEvent: when no kind is written for the event.
        MissingValue: when a needed value is missing.
        TypeError: when a value is not plain (objects and lazy texts are not kept).
    """
    missing = sorted(kind_of(event).needs - _GIVEN - values.keys())
    if missing:
        raise MissingValue(f"{event} needs {', '.join(missing)}")
    return {name: _kept(name, value) for name, value in values.items()}


def say(event: str, values: Mapping[str, Plain], created_at: dt.datetime) -> Said:
    """Write subject and sentences in the active language."""
    kind = kind_of(event)
    shown = {name: text for name, value in values.items() if (text := _shown(name, value))}
    shown["day"] = _day(timezone.localdate(created_at))
    first, *others = kind.body
    sentences = [first, *(sentence for sentence in others if _needs_of(sentence) <= shown.keys())]
    return Said(_fill(kind.subject, shown), tuple(_fill(sentence, shown) for sentence in sentences))


def _fill(sentence: StrOrPromise, shown: Mapping[str, str]) -> str:
    return str(sentence) % {name: shown.get(name, "") for name in _needs_of(sentence)}


def _needs_of(sentence: StrOrPromise) -> frozenset[str]:
    return frozenset(_NEEDS.findall(str(sentence)))


def _kept(name: str, value: object) -> Plain:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{name} is {type(value).__name__}, not a plain value")


def _shown(name: str, value: Plain) -> str:
    """Write a value as people do: dates of days (``…_on``), points with their comma, "UBND xã …" in small letters."""
    text = "" if value is None else str(value)
    if not text:
        return ""
    if name.endswith("_on"):
        return _day(dt.date.fromisoformat(text))
    if name == "points":
        return number_format(Decimal(text), 2)
    if name == "commune":
        return text[:1].lower() + text[1:]
    return text


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")
