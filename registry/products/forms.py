"""What people type about products, and the photos they bring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.calendar.forms import DateField
from registry.places.models import Commune
from registry.producers.forms import LONG_TEXT, area
from registry.producers.models import Producer
from registry.products.facts import ProductFacts
from registry.products.models import Product
from registry.products.sets import CHOICES

ACCEPT = "image/*,.heic,.heif"


class PhotoForm(forms.Form):
    """A photo: one that is there already, or one taken now with the phone."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP or HEIC, at most 20 MB. Place and device are removed from it."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    camera = forms.FileField(
        label=_("Or take a photo now"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def upload(self) -> Any:
        """Return the file that was sent, if any."""
        return self.files.get("photo") or self.files.get("camera")


class ProductForm(forms.Form):
    """Form 01 section 2 and 3, Form 02 part I.7."""

    name = forms.CharField(label=_("Name of the product"), max_length=200)
    set_number = forms.TypedChoiceField(
        label=_("Product set"),
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the 26 sets.")},
    )
    commune = forms.ModelChoiceField(label=_("Place of production"), queryset=Commune.objects.none())
    specification = forms.CharField(
        label=_("Specification"),
        max_length=LONG_TEXT,
        required=False,
        widget=area(2),
        help_text=_("How it is packed: content, kinds of package."),
    )
    standard = forms.CharField(
        label=_("Standard"),
        max_length=LONG_TEXT,
        required=False,
        widget=area(2),
        help_text=_("The standard it is made to, for example TCVN 5107:2018."),
    )
    description = forms.CharField(label=_("Description"), max_length=LONG_TEXT, required=False, widget=area())
    story = forms.CharField(
        label=_("Story of the product"),
        max_length=LONG_TEXT,
        required=False,
        widget=area(6),
        help_text=_("Where it comes from, who makes it, what sets it apart."),
    )
    confirmed = forms.BooleanField(label=_("It is another product, register it"), required=False)

    def __init__(self, *args: Any, communes: QuerySet[Commune], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(product: Product) -> dict[str, Any]:
        return {name: getattr(product, name) for name in ProductForm.base_fields if name != "confirmed"}

    def facts(self) -> ProductFacts:
        names = [name for name in ProductForm.base_fields if name != "confirmed"]
        return ProductFacts(**{name: self.cleaned_data[name] for name in names})


class EndForm(forms.Form):
    """That a producer ended, when and why, and who continues."""

    successor = forms.ModelChoiceField(
        label=_("Has become"),
        queryset=Producer.objects.none(),
        required=False,
        empty_label=_("Nobody: production has ended"),
    )
    on = DateField(label=_("Day"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: the household founded a company, certificate No …; or production has ended."),
    )

    def __init__(self, *args: Any, successors: QuerySet[Producer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]


class NewProductForm(PhotoForm, ProductForm):
    """A new product with its first photo."""
