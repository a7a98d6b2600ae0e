"""Signing in with one field for name, phone or e-mail; accounts and offices as an administrator types them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.access.roles import Role, Scope
from registry.accounts.facts import Contact, Office
from registry.accounts.models import User
from registry.accounts.phones import normalise_phone
from registry.calendar.forms import DateField
from registry.places.forms import CommuneField
from registry.places.models import Province


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Phone number, e-mail or sign-in name")
        login.widget.attrs.pop("placeholder", None)
        login.widget.attrs.update({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)


def clean_phone(typed: str) -> str:
    """Return the phone in the form in which it is kept, or "" for nothing.

    Raises:
        ValidationError: when it is no Vietnamese number.
    """
    if not typed.strip():
        return ""
    phone = normalise_phone(typed)
    if not phone:
        raise forms.ValidationError(_("This is not a phone number of Viet Nam, for example 0912 345 678."))
    return phone


class ContactForm(forms.Form):
    """Who a person is and how she signs in."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Small letters, digits, dot and hyphen only."))],
        help_text=_("Small letters without accents, for example nguyen.thi.giang. The phone number serves as well."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    @staticmethod
    def initial_of(person: User) -> dict[str, str]:
        return {
            "full_name": person.full_name, "username": person.username, "phone": person.phone, "email": person.email
        }  # fmt: skip

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def contact(self) -> Contact:
        return Contact(**self.cleaned_data)


class SignUpForm(forms.Form):
    """A producer's own account: phone or e-mail, and a password."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        required=False,
        help_text=_("Phone or e-mail: one of both is enough to sign in."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        help_text=_("At least ten signs; a short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["phone"] or cleaned["email"]):
            self.add_error("phone", _("Write a phone number or an e-mail."))
        password = cleaned.get("password", "")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ."))
        if password and not self.errors:
            try:
                validate_password(password, User(**self._contact()))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def contact(self) -> Contact:
        return Contact(**self._contact())

    def _contact(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            "full_name": said["full_name"], "username": said["phone"] or said["email"].lower()[:60],
            "phone": said["phone"], "email": said["email"],
        }  # fmt: skip


class OfficeForm(forms.Form):
    """An office for its place and period."""

    role = forms.TypedChoiceField(label=_("Office"), choices=[("", _("Choose the office")), *Role.choices], coerce=Role)
    province = forms.ModelChoiceField(
        label=_("Province"),
        queryset=Province.objects.order_by("folded"),
        required=False,
        empty_label=_("Choose the province"),
        help_text=_("For an office of a province."),
    )
    commune = CommuneField(label=_("Commune"), required=False, help_text=_("For an office of a commune."))
    position = forms.CharField(
        label=_("Position"),
        max_length=120,
        required=False,
        help_text=_("As it stands below a signature, for example Phó Chủ tịch UBND xã Triệu Cơ."),
    )
    signs_as = forms.CharField(
        label=_("Signs as"),
        max_length=60,
        required=False,
        help_text=_("For those who sign on behalf of the head, for example KT. CHỦ TỊCH."),
    )
    since = DateField(label=_("From"))
    last_day = DateField(label=_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        scope = role.scope if role else None
        for scoped, field in ((Scope.COMMUNE, "commune"), (Scope.PROVINCE, "province")):
            if scope is scoped and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("This office needs its place."))
            elif scope is not None and scope is not scoped:
                cleaned[field] = None
        since, last_day = cleaned.get("since"), cleaned.get("last_day")
        if since and last_day and last_day < since:
            self.add_error("last_day", _("The last day lies before the first."))
        return cleaned

    def office(self) -> Office:
        said = self.cleaned_data
        last_day = said["last_day"]
        return Office(
            role=said["role"],
            since=said["since"],
            until=last_day + dt.timedelta(days=1) if last_day else None,
            commune=said["commune"],
            province=said["province"],
            position=said["position"],
            signs_as=said["signs_as"],
        )


class LastDayForm(forms.Form):
    """The last day of an office."""

    last_day = DateField(label=_("Last day"))


class SavedFilterForm(forms.Form):
    """Which list, what is asked of it, and the name under which it is kept."""

    page = forms.CharField(max_length=20)
    query = forms.CharField(max_length=2000, required=False)
    name = forms.CharField(max_length=60)


class PersonField(forms.CharField):
    """A person who has an account, found by any of her names; cleans to the person."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Phone, e-mail or sign-in name"))
        super().__init__(max_length=120, **options)

    def clean(self, value: Any) -> User:
        name = str(super().clean(value)).strip()
        condition = Q(username__iexact=name)
        if "@" in name:
            condition |= Q(email__iexact=name)
        if phone := normalise_phone(name):
            condition |= Q(phone=phone)
        user = User.objects.filter(condition, is_active=True).order_by("pk").first()
        if user is None:
            raise forms.ValidationError(_("Nobody with an account has this phone, e-mail or sign-in name."))
        return user
