"""What anybody is told of a code, on any day: the page and the JSON of ``/v/<code>`` say the same facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.certificates.codes import Fault, fault_of, grouped
from ratings.certificates.models import Certificate
from ratings.certificates.queries import with_history
from ratings.certificates.states import Status, status_on
from ratings.dossiers.lines import office_of
from registry.calendar.phrases import dmy
from registry.calendar.working_days import last_day


@dataclass(frozen=True, slots=True)
class Past:
    """One certificate of the product's history, with its state today."""

    certificate: Certificate
    status: Status

    @property
    def last_day(self) -> dt.date:
        return last_day_of(self.certificate)


@dataclass(frozen=True, slots=True)
class Verification:
    """``certificate`` is None where the code is mistyped (``fault``) or unknown."""

    code: str
    on: dt.date
    today: dt.date
    fault: Fault | None = None
    certificate: Certificate | None = None
    status: Status | None = None
    status_today: Status | None = None
    photo: int | None = None
    """Key of the first photo, where the product is public."""
    history: tuple[Past, ...] = field(default=())

    @property
    def shown_code(self) -> str:
        return grouped(self.code) if self.fault is None else self.code

    @property
    def is_of_today(self) -> bool:
        return self.on == self.today

    @property
    def last_day(self) -> dt.date | None:
        return last_day_of(self.certificate) if self.certificate else None

    @property
    def headline(self) -> str:
        """The verdict in two or three words, in capitals."""
        if self.status is not None:
            return headline_of(self.status)
        return _("CODE MISTYPED") if self.fault else _("CODE NOT FOUND")

    @property
    def tone(self) -> str:
        if self.status is None:
            return "danger" if self.fault is None else "warning"
        return _TONES[self.status]

    @property
    def line(self) -> str:
        """The sentence of wording.md 4 for this state; for a code without certificate, what to do."""
        if self.certificate is None or self.status is None:
            return fault_line(self.fault)
        return public_line(self.certificate, self.status, self.successor)

    @property
    def successor(self) -> Certificate | None:
        """The certificate that replaced this one; it is one of the same product's."""
        if self.certificate is None or self.certificate.superseded_by_id is None:
            return None
        keys = {past.certificate.pk: past.certificate for past in self.history}
        return keys.get(self.certificate.superseded_by_id)

    @property
    def contact(self) -> str:
        """Who hears of misuse: the commune where the product is made, and the province's agency."""
        if self.certificate is None:
            return ""
        commune, _comma, province = self.certificate.place.partition(", ")
        return _("%(office)s, or the OCOP agency of %(province)s") % {
            "office": office_of(commune),
            "province": province,
        }


_TONES = {
    Status.IN_FORCE: "success",
    Status.EXTENDED: "warning",
    Status.NOT_YET: "warning",
    Status.SUPERSEDED: "warning",
    Status.EXPIRED: "danger",
    Status.WITHDRAWN: "danger",
}


def headline_of(status: Status) -> str:
    """Return the verdict of a state in the language of the page."""
    return str(_HEADLINES[status])


_HEADLINES = {
    Status.NOT_YET: gettext_lazy("NOT YET IN FORCE"),
    Status.IN_FORCE: gettext_lazy("IN FORCE"),
    Status.EXTENDED: gettext_lazy("FORCE EXTENDED"),
    Status.EXPIRED: gettext_lazy("NO LONGER IN FORCE"),
    Status.WITHDRAWN: gettext_lazy("WITHDRAWN"),
    Status.SUPERSEDED: gettext_lazy("SUPERSEDED"),
}


def last_day_of(certificate: Certificate) -> dt.date:
    """Return the last day of the certificate itself; an extension is said beside it."""
    return last_day(certificate.valid_until)


def public_line(certificate: Certificate, status: Status, successor: Certificate | None) -> str:
    """Say what a state means for whoever holds the package."""
    ended = certificate.ended_on or certificate.valid_until
    values: dict[str, object] = {
        "stars": certificate.stars,
        "from": dmy(certificate.valid_from),
        "until": dmy(last_day_of(certificate)),
        "ended": dmy(ended),
        "number": certificate.end_decision_number,
    }
    match status:
        case Status.NOT_YET:
            line = _("The certificate is in force from %(from)s.")
        case Status.IN_FORCE:
            line = _("%(stars)s stars, in force to the end of %(until)s.")
        case Status.EXTENDED:
            values["until"] = dmy(last_day(certificate.extended_until or certificate.valid_until))
            line = _("Extended until there is a result, at most to the end of %(until)s.")
        case Status.WITHDRAWN:
            line = _("Withdrawn by Decision No %(number)s of %(ended)s.")
        case Status.SUPERSEDED if successor:
            values["number"] = grouped(successor.code)
            values["stars"] = successor.stars
            line = _("Superseded by certificate %(number)s, %(stars)s stars, since %(ended)s.")
        case Status.SUPERSEDED:
            line = _("Superseded since %(ended)s.")
        case _:
            values["ended"] = dmy(certificate.extended_until or certificate.valid_until)
            line = _("No longer in force since %(ended)s. The OCOP mark must not be used for new lots.")
    return line % values


def fault_line(fault: Fault | None) -> str:
    match fault:
        case Fault.LENGTH:
            return _("A code has ten signs. Compare it with the paper or the package and type it again.")
        case Fault.SIGN:
            return _("A code has no such sign (it never holds 0, 1, I, L or O). Compare it and type it again.")
        case Fault.CHECK:
            return _("The code does not add up: one sign is wrong or two are exchanged. Compare it and type it again.")
        case _:
            return _("No certificate has this code. If it stands on a package, please report it.")


def verify(code: str, *, on: dt.date, today: dt.date) -> Verification:
    """Look ``code`` (normalised) up and judge it on a day: one query at most, none for a mistyped code."""
    fault = fault_of(code)
    history = [] if fault else with_history(code)
    certificate = next((each for each in history if each.code == code), None)
    if certificate is None:
        return Verification(code, on, today, fault)
    return Verification(
        code,
        on,
        today,
        certificate=certificate,
        status=status_on(certificate, on),
        status_today=status_on(certificate, today),
        photo=certificate.photo,  # type: ignore[attr-defined]
        history=tuple(Past(each, status_on(each, today)) for each in history),
    )


def as_data(found: Verification) -> dict[str, Any]:
    """Return the same facts as plain data: dates in ISO, ``last_day`` the last day in force."""
    data: dict[str, Any] = {
        "code": found.shown_code,
        "on": found.on.isoformat(),
        "status": found.status.value if found.status else ("mistyped" if found.fault else "unknown"),
        "in_force": bool(found.status and found.status.in_force),
        "verdict": found.headline,
        "line": found.line,
    }
    certificate = found.certificate
    if certificate is None:
        return data
    return data | {
        "status_today": found.status_today.value if found.status_today else "",
        "stars": certificate.stars,
        "product": certificate.product_name,
        "product_code": certificate.product_code,
        "producer": certificate.producer_name,
        "place": certificate.place,
        "decision": certificate.decision_number,
        "authority": certificate.authority,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "last_day": last_day_of(certificate).isoformat(),
        "extended_to": last_day(certificate.extended_until).isoformat() if certificate.extended_until else None,
        "history": [
            {
                "code": grouped(past.certificate.code),
                "stars": past.certificate.stars,
                "valid_from": past.certificate.valid_from.isoformat(),
                "last_day": past.last_day.isoformat(),
                "status": past.status.value,
            }
            for past in found.history
        ],
    }
