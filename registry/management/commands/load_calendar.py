"""Declare the known days on which public offices do not follow the library of holidays; safe to run again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from registry.calendar.actions import add_known_days

FILE = Path(settings.BASE_DIR) / "fixtures" / "calendar" / "overrides.yaml"


class Command(BaseCommand):
    help = "Load single working days and days off from fixtures/calendar; what is already declared stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        listed = yaml.safe_load(options["file"].read_text(encoding="utf-8"))
        added = add_known_days(days=((row["day"], row["working"], row["reason"]) for row in listed))
        self.stdout.write(
            _("Calendar: %(added)s days declared now, %(known)s as before.")
            % {"added": added, "known": len(listed) - added}
        )
