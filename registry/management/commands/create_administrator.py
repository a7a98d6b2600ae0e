"""Make the first system administrator of an installation; the others are made on the pages of people and offices."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from registry.access.answers import Refused
from registry.access.roles import Role
from registry.accounts.actions import give_office, open_account, password_link
from registry.accounts.facts import Office
from registry.accounts.forms import ContactForm


class Command(BaseCommand):
    help = "Make a system administrator and print the link at which the password is set once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="small letters, digits, dot and hyphen")
        parser.add_argument("full_name")
        parser.add_argument("--phone", default="")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        form = ContactForm({name: options[name] for name in ("username", "full_name", "phone", "email")})
        if not form.is_valid():
            raise CommandError("\n".join(f"{name}: {' '.join(map(str, said))}" for name, said in form.errors.items()))
        at = timezone.now()
        try:
            with transaction.atomic():
                person = open_account(contact=form.contact(), actor=None, at=at)
                office = Office(Role.SYSTEM_ADMINISTRATOR, since=timezone.localdate(at))
                give_office(person=person, office=office, actor=None, at=at)
                link = password_link(person=person, actor=None, at=at)
        except Refused as refused:
            raise CommandError(refused.answer.in_one_line) from refused
        self.stdout.write(link)
