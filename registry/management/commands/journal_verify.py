"""Check the journal's digests and chain; exit with 1 and name the first broken place."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.calendar.today import now
from registry.journal.models import JournalLink
from registry.journal.verification import verify

SHOWN = 10


class Command(BaseCommand):
    help = "Check digests and chain of the journal; name the first broken place and entries that wait for their link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seen",
            metavar="POSITION:DIGEST",
            help="a head that an earlier run printed: fails when the chain no longer holds it (its end was cut off)",
        )

    def handle(self, *args: Any, seen: str | None = None, **options: Any) -> None:
        verdict = verify(at=now())
        self.stdout.write(f"{verdict.links} links, {verdict.erased} erased entries")
        if verdict.late:
            some = ", ".join(str(key) for key in verdict.late[:SHOWN])
            self.stdout.write(
                f"{len(verdict.late)} entries have waited over a minute for their link (is a worker running?): {some}"
            )
        if verdict.broken:
            raise CommandError(f"broken at {verdict.broken}")
        if seen and not _holds(seen):
            raise CommandError(f"broken: the chain does not hold {seen}")
        self.stdout.write(f"sound up to {verdict.links}:{verdict.head}")


def _holds(seen: str) -> bool:
    position, _colon, digest = seen.partition(":")
    return position.isdecimal() and JournalLink.objects.filter(position=int(position), digest=digest).exists()
