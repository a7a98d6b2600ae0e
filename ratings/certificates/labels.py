"""What happens to labels that bear stars, in plain words for the producer. Pure.

A star on a package speaks for goods packed while its certificate is in force; any other use of the OCOP mark is a ground
for withdrawal (article 8.1d) and is inspected (article 9.3b).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MISUSE = "điểm d khoản 1 Điều 8"
INSPECTED = "điểm b khoản 3 Điều 9"


@dataclass(frozen=True, slots=True)
class Held:
    """One certificate of the product: its stars and the days, both included, on which it is in force."""

    stars: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence about labels with its article."""

    words: str
    article: str


def advice_on(certificates: Sequence[Held], today: dt.date) -> tuple[Advice, ...]:
    """Return what holds for labels of a product on ``today``; ``certificates`` in any order."""
    held = next((one for one in certificates if one.first <= today <= one.last), None)
    past = [one for one in certificates if one.last < today]
    if held is None:
        if not past:
            return (Advice(_("The product has no star: its packages bear neither star nor OCOP mark."), MISUSE),)
        last = max(past, key=lambda one: one.last)
        return (
            Advice(
                _(
                    "Labels with %(stars)s stars served goods packed until %(day)s; do not use them on goods packed later."
                )
                % {"stars": last.stars, "day": _day(last.last)},
                MISUSE,
            ),
        )
    found = [
        Advice(
            _("Labels with %(stars)s stars may be used on goods packed from %(first)s to the end of %(last)s.")
            % {"stars": held.stars, "first": _day(held.first), "last": _day(held.last)},
            INSPECTED,
        )
    ]
    others = sorted({one.stars for one in past} - {held.stars})
    if others:
        found.append(
            Advice(
                _("Labels printed with %(stars)s stars no longer serve goods packed from %(day)s on.")
                % {"stars": ", ".join(map(str, others)), "day": _day(held.first)},
                MISUSE,
            )
        )
    return tuple(found)


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
