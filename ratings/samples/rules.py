"""Who hands samples over (article 6.2d)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ratings.dossiers.completeness import TOURISM_SET
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import parties_of
from ratings.dossiers.states import State
from ratings.samples import custody
from ratings.samples.custody import Step
from registry.access.answers import ALLOWED, Answer, refuse
from registry.accounts.models import User


def sends_samples(dossier: Dossier) -> bool:
    """Every product but a tourism service (điểm d khoản 2 Điều 6)."""
    return dossier.product.set_number != TOURISM_SET


def samples_move(dossier: Dossier) -> bool:
    """Samples go with a dossier that was filed."""
    return sends_samples(dossier) and dossier.current is not State.DRAFT


def may_hand_over_samples(person: User, dossier: Dossier, step: Step) -> Answer:
    """The office that has the samples records where they go."""
    if not samples_move(dossier):
        return refuse(_("Samples go with a dossier that was filed."), article=custody.ARTICLE)
    if parties_of(person, dossier) & custody.TABLE[step].parties:
        return ALLOWED
    return refuse(_("The office that holds the samples records where they go."), article=custody.ARTICLE)
