"""Write the public catalogue anew from certificates and products."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from ratings.catalogue.actions import rebuild
from registry.calendar.today import now


class Command(BaseCommand):
    help = "Write every row of the public catalogue anew."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{rebuild(at=now())} products are shown.")
