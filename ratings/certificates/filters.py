"""How a list of certificates is narrowed; what does not fit is left out, never an error."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ratings.certificates.codes import normalise
from ratings.certificates.models import Certificate, End
from ratings.certificates.queries import in_force_on
from registry.calendar.working_days import RE_RANKING_OPENS
from registry.places.folding import words_of
from registry.products.sets import CHOICES


class CertificateFilter(forms.Form):
    """Words, state, stars and set. Certificates in force come first, those that end next at the top."""

    q = forms.CharField(label=_("Product, producer or code"), max_length=120, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("in_force", _("In force")),
            ("ending", _("Ends within 180 days")),
            ("expired", _("Expired")),
            (End.WITHDRAWN.value, End.WITHDRAWN.label),
            (End.SUPERSEDED.value, End.SUPERSEDED.label),
        ],
        required=False,
    )
    stars = forms.TypedChoiceField(
        label=_("Stars"),
        choices=[("", _("All stars")), (5, _("5 stars")), (4, _("4 stars")), (3, _("3 stars"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    set_number = forms.TypedChoiceField(
        label=_("Product set"), choices=[("", _("All sets")), *CHOICES], coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any, rows: QuerySet[Certificate], day: dt.date) -> None:
        super().__init__(data)
        self.rows, self.day = rows, day
        self.is_valid()

    @property
    def found(self) -> QuerySet[Certificate]:
        asked = self.cleaned_data
        rows = self._matching(asked.get("q", "")).filter(self._in_state(asked.get("state", "")))
        for name in ("stars", "set_number"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        current = in_force_on(self.day).values("pk")
        return rows.annotate(
            ended=Case(When(pk__in=current, then=Value(0)), default=Value(1), output_field=IntegerField()),
            ends=Coalesce("extended_until", "valid_until"),
        )

    def _matching(self, text: str) -> QuerySet[Certificate]:
        rows = self.rows
        code = normalise(text)
        for word in words_of(text):
            rows = rows.filter(
                Q(product__folded__contains=word)
                | Q(product__producer__folded__contains=word)
                | Q(product_code__contains=word)
                | Q(code=code)
            )
        return rows

    def _in_state(self, state: str) -> Q:
        current = Q(pk__in=in_force_on(self.day).values("pk"))
        match state:
            case "in_force":
                return current
            case "ending":
                return current & Q(valid_until__lte=self.day + dt.timedelta(days=RE_RANKING_OPENS + 1))
            case "expired":
                return ~current & Q(end="", valid_until__lte=self.day)
            case End.WITHDRAWN | End.SUPERSEDED:
                return Q(end=state)
            case _:
                return Q()

    @property
    def active(self) -> int:
        return sum(1 for name in ("state", "stars", "set_number") if self.cleaned_data.get(name))

    @property
    def searching(self) -> bool:
        return bool(self.active or self.cleaned_data.get("q"))
