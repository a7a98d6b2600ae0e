"""Write docs/workflow.md from the table of moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ratings.dossiers.drawing import workflow_document


class Command(BaseCommand):
    help = "Write docs/workflow.md from the table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "workflow.md"
        path.write_text(workflow_document(), encoding="utf-8")
        self.stdout.write(str(path))
