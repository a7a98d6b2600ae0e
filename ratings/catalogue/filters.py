"""How the public narrows the catalogue; what does not fit is left out, never an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ratings.catalogue import queries
from ratings.catalogue.models import CatalogueEntry
from registry.places.models import Commune, Province
from registry.products.sets import CHOICES


class CatalogueFilter(forms.Form):
    """Words, stars, set, province and commune."""

    q = forms.CharField(label=_("Product, producer or place"), max_length=120, required=False)
    stars = forms.TypedChoiceField(
        label=_("Stars"),
        choices=[("", _("All stars")), *((n, _("%(count)s stars") % {"count": n}) for n in (5, 4, 3))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    set_number = forms.TypedChoiceField(
        label=_("Product set"), choices=[("", _("All sets")), *CHOICES], coerce=int, empty_value=None, required=False
    )
    province = forms.ModelChoiceField(
        label=_("Province"), queryset=Province.objects.none(), empty_label=_("All provinces"), required=False
    )
    commune = forms.ModelChoiceField(
        label=_("Commune"), queryset=Commune.objects.none(), empty_label=_("All communes"), required=False
    )

    def __init__(self, data: Any, entries: QuerySet[CatalogueEntry]) -> None:
        super().__init__(data)
        self.entries = entries
        province = str(data.get("province", ""))[:2]
        self.fields["province"].queryset = queries.provinces_of(entries)  # type: ignore[attr-defined]
        self.fields["commune"].queryset = queries.communes_of(entries, province)  # type: ignore[attr-defined]
        if not province:
            del self.fields["commune"]

    @property
    def found(self) -> QuerySet[CatalogueEntry]:
        """Rows that fit, in the order of the Vietnamese alphabet."""
        self.is_valid()
        asked = self.cleaned_data
        found = queries.search(self.entries, asked.get("q", ""))
        for name in ("stars", "set_number", "province", "commune"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        return queries.by_alphabet(found)

    @property
    def active(self) -> int:
        return sum(1 for name in ("stars", "set_number", "province", "commune") if self.cleaned_data.get(name))
