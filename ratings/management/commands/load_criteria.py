"""Load the three laws with their sheets and publish the sound ones; name every other set with its faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.wording import fault_sentence

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "criteria"


class Command(BaseCommand):
    help = "Load law versions and their score sheets from fixtures/criteria; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder with one folder for each law")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for folder in sorted(path.parent for path in options["folder"].glob("*/law.yaml")):
            report = load_law(folder)
            published = publish_sound(report.law, at=now)
            self.stdout.write(
                _("%(law)s: %(published)s product sets published now, %(unchanged)s as before, %(refused)s refused.")
                % {
                    "law": report.law,
                    "published": published,
                    "unchanged": len(report.loaded) + len(report.unchanged) - published,
                    "refused": len(report.refused),
                }
            )
            for refusal in report.refused:
                self.stdout.write(
                    _("  Not published: %(name)s (%(file)s)") % {"name": refusal.name, "file": refusal.file}
                )
                for fault in refusal.faults:
                    self.stdout.write(f"    - {fault_sentence(fault)}")
