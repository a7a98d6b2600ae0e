"""Load provinces and communes of today and the units before July 2025; safe to run again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from registry.places.actions import load_places

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "places"


class Command(BaseCommand):
    help = "Load provinces, communes, former units and successors from fixtures/places; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = asdict(load_places(folder=options["folder"]))
        self.stdout.write(
            _(
                "Places: %(provinces)s provinces, %(communes)s communes; before July 2025: %(former_provinces)s provinces, "
                "%(former_districts)s districts, %(former_communes)s communes; %(successions)s successions."
            )
            % loaded
        )
        self.stdout.write(
            _(
                "  %(without_successor)s former communes have no successor in the source; "
                "%(unlisted)s successions name a former commune that is not listed and were left out."
            )
            % loaded
        )
