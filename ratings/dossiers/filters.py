"""How the list of dossiers is narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ratings.dossiers import queries
from ratings.dossiers.models import Dossier, EvaluationRound
from ratings.dossiers.states import Kind, State
from registry.places.models import Commune


def _communes(request: HttpRequest | None) -> QuerySet[Commune]:
    if request is None:
        return Commune.objects.none()
    return queries.communes_of(queries.visible_to(request.user))


def _rounds(request: HttpRequest | None) -> QuerySet[EvaluationRound]:
    if request is None:
        return EvaluationRound.objects.none()
    return queries.rounds_of(queries.visible_to(request.user))


class DossierFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Number, product or producer"), method="found")
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All states"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind of registration"), choices=Kind.choices, empty_label=_("All kinds")
    )
    evaluation_round = django_filters.ModelChoiceFilter(
        label=_("Evaluation round"), queryset=_rounds, empty_label=_("All rounds")
    )
    commune = django_filters.ModelChoiceFilter(label=_("Commune"), queryset=_communes, empty_label=_("All communes"))

    class Meta:
        model = Dossier
        fields = ["q", "state", "kind", "evaluation_round", "commune"]

    def found(self, dossiers: QuerySet[Dossier], _name: str, text: str) -> QuerySet[Dossier]:
        return queries.matching(dossiers, text)
