"""Whether a council is composed as article 7.3b says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.councils.states import OBLIGATORY_SEATS, SCORING_CAPACITIES, Capacity, Level, Seat
from registry.access.answers import ALLOWED, Answer, refuse

PROVINCE_ARTICLE = "điểm b khoản 3 Điều 7"
NATION_ARTICLE = "điểm b khoản 4 Điều 7"


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place: capacity, the office she represents, and whether she presides by delegation."""

    capacity: Capacity
    seat: Seat | None = None
    by_delegation: bool = False


def missing_seats(places: Iterable[Place], *, has_food_safety_department: bool = False) -> list[Seat]:
    """Return the offices of article 7.3b that no scoring member represents, in the order of the article.

    A chair by delegation is the head of a provincial department: reading the law plainly, she represents her own
    department too, so her seat counts.
    """
    wanted = [*OBLIGATORY_SEATS, Seat.FOOD_SAFETY] if has_food_safety_department else list(OBLIGATORY_SEATS)
    held = {place.seat for place in places if place.capacity in SCORING_CAPACITIES}
    return [seat for seat in Seat if seat in wanted and seat not in held]


def faults(
    places: Iterable[Place], *, level: Level = Level.PROVINCE, has_food_safety_department: bool = False
) -> list[Answer]:
    """Return everything in which the council departs from the law, each as a refusal that cites it."""
    people = list(places)
    found: list[Answer] = []
    chair = next((place for place in people if place.capacity is Capacity.CHAIR), None)
    if chair is None:
        found.append(
            refuse(
                _("The council has no chair."),
                article=PROVINCE_ARTICLE if level is Level.PROVINCE else NATION_ARTICLE,
                remedy=_("Enter the chair named in the decision."),
            )
        )
    if not any(place.capacity is Capacity.SECRETARY for place in people):
        found.append(
            refuse(
                _("The council has no secretary."), article="Quy chế", remedy=_("Enter the secretary of the council.")
            )
        )
    if not any(place.capacity is Capacity.TEAM_LEADER for place in people):
        found.append(
            refuse(
                _("The advisory team has no leader."),
                article="điểm c khoản 3 Điều 7" if level is Level.PROVINCE else "điểm c khoản 4 Điều 7",
                remedy=_("Enter the advisory team named in the decision."),
            )
        )
    if level is Level.NATION:
        return found
    if chair is not None and chair.seat is not Seat.PROVINCE_LEADER and not chair.by_delegation:
        found.append(
            refuse(
                _("The chair is neither a leader of the provincial People's Committee nor delegated by its Chairman."),
                article=PROVINCE_ARTICLE,
                remedy=_("Record the delegation, or correct the chair."),
            )
        )
    if missing := missing_seats(people, has_food_safety_department=has_food_safety_department):
        found.append(
            refuse(
                _("Not represented: %(offices)s.") % {"offices": ", ".join(str(seat.label) for seat in missing)},
                article=PROVINCE_ARTICLE,
                remedy=_("Enter the members who represent these offices."),
            )
        )
    return found


def complete(
    places: Iterable[Place], *, level: Level = Level.PROVINCE, has_food_safety_department: bool = False
) -> Answer:
    """Answer whether the council may be confirmed; one refusal gathers all faults."""
    found = faults(places, level=level, has_food_safety_department=has_food_safety_department)
    if not found:
        return ALLOWED
    return refuse(
        " ".join(str(fault.reason) for fault in found),
        article="; ".join(dict.fromkeys(str(fault.article) for fault in found)),
        remedy=" ".join(str(fault.remedy) for fault in found),
    )
