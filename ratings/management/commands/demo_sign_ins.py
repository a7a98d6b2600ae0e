"""Print where the demonstration is, as whom one can sign in, and a certificate that anybody can verify."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _

from ratings.certificates.codes import grouped
from ratings.certificates.models import Certificate
from ratings.management.demo.world import FOLDER
from registry.accounts.models import RoleAssignment, User

SHOWN_CERTIFICATE = "44-19654-1-2026"
"""Product code of nước mắm Gia Đẳng."""


class Command(BaseCommand):
    help = "Print the address, the sign-ins of the demonstration, and the address of one certificate to verify."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default=settings.PUBLIC_URL, help="where the site answers, without a slash")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].rstrip("/")
        said = yaml.safe_load((FOLDER / "people.yaml").read_text(encoding="utf-8"))
        known = {
            user.username: user
            for user in User.objects.filter(username__in=[person["sign_in"] for person in said["people"]])
        }
        self.stdout.write("")
        self.stdout.write(_("OCOP is running at %(address)s") % {"address": f"{address}/"})
        rows = [_row(person, known[person["sign_in"]]) for person in said["people"] if person["sign_in"] in known]
        if rows:
            self.stdout.write(
                _("Sign in at %(address)s, everybody with the password %(password)s")
                % {"address": address + reverse("account_login"), "password": said["password"]}
            )
            self.stdout.write("")
            for line in _table(
                [
                    (
                        _("Sign-in name"),
                        _("Full name of the person"),
                        _("Role of the person"),
                        _("Where the person acts"),
                    ),
                    *rows,
                ]
            ):
                self.stdout.write(f"  {line}")
        certificate = Certificate.objects.filter(product_code=SHOWN_CERTIFICATE).first()
        if certificate:
            self.stdout.write("")
            self.stdout.write(_("A certificate that anybody can verify, without an account:"))
            self.stdout.write(f"  {address}{reverse('verification', args=[certificate.code])}")
            self.stdout.write(
                "  "
                + _("%(product)s, %(stars)s stars, code as printed: %(code)s")
                % {"product": certificate.product_name, "stars": certificate.stars, "code": grouped(certificate.code)}
            )


def _row(person: dict[str, Any], user: User) -> tuple[str, str, str, str]:
    offices = list(user.role_assignments.select_related("commune", "province").order_by("pk"))
    role = person.get("shown") or "; ".join(str(office.get_role_display()) for office in offices)
    return user.username, user.full_name, role, person.get("place") or _place(offices)


def _place(offices: Sequence[RoleAssignment]) -> str:
    first = offices[0]
    return str(first.commune or first.province or _("the whole country"))


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with even columns; accents that combine take no room of their own."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))
