"""May this certificate be issued or recorded? Answers with their reasons; nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from ratings.certificates.models import Certificate
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.accounts.models import User
from registry.products.models import Product

RECOGNITION = "khoản 3 Điều 4"
ALREADY_RECORDED = refuse(
    _("A certificate of this product that begins on the same day is already recorded."), article=RECOGNITION
)


class Stated(Protocol):
    """What a certificate of before this system says of itself."""

    @property
    def stars(self) -> int: ...
    @property
    def decision_number(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def issued_on(self) -> dt.date: ...
    @property
    def product_code(self) -> str: ...
    @property
    def code_unknown(self) -> bool: ...


def has_code(product_code: str) -> Answer:
    if product_code:
        return ALLOWED
    return refuse(
        _("The product has no product code yet."),
        article="Phụ lục II",
        remedy=_("The code is issued when the commune has received the dossier in full, its year by the round."),
    )


def begins_after(valid_from: dt.date, later: Certificate | None) -> Answer:
    """A recognition never begins before, or on the day of, one that is already there."""
    if later is None:
        return ALLOWED
    return refuse(
        _("The product already has a certificate from %(day)s (%(number)s): a new one begins after it.")
        % {"day": f"{later.valid_from:%d/%m/%Y}", "number": later.decision_number},
        article=RECOGNITION,
        remedy=_("Check the date of the decision."),
    )


def may_record_issued(actor: User, product: Product) -> Answer:
    """Certificates from before the system are recorded by an officer of the product's province."""
    if product.commune.province_id in actor.provinces({Role.PROVINCE_OFFICER}):
        return ALLOWED
    return refuse(_("Certificates from before this system are recorded by the OCOP officer of the province."))


def issued_stated(*, stars: int, filled: bool, issued_on: dt.date, today: dt.date) -> Answer:
    if stars in (3, 4, 5) and filled and issued_on <= today:
        return ALLOWED
    return refuse(
        _("Stars (3 to 5), decision, authority, product code and a date that is not ahead are all needed."),
        remedy=_("Copy them from the certificate."),
    )


def issued_whole(issued: Stated, *, today: dt.date) -> Answer:
    """Whether a certificate of before this system states all it must; its code may be unknown to the register."""
    code = issued.product_code.strip() or issued.code_unknown
    return issued_stated(
        stars=issued.stars,
        filled=bool(issued.decision_number.strip() and issued.authority.strip() and code),
        issued_on=issued.issued_on,
        today=today,
    )


def may_record_all(actor: User, products: Iterable[Product]) -> Answer:
    """As ``may_record_issued`` for many products."""
    return next((answer for product in products if not (answer := may_record_issued(actor, product))), ALLOWED)


def withdrawal_stated(on: dt.date, number: str, certificate: Certificate) -> Answer:
    if number.strip() and certificate.valid_from <= on <= certificate.valid_until:
        return ALLOWED
    return refuse(
        _("A withdrawal states its decision and a day on which the certificate was in force."), article="Điều 8"
    )
