"""Write docs/workflow.md and docs/roles.md from the table of moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ratings.dossiers.drawing import roles_document, workflow_document


class Command(BaseCommand):
    help = "Write docs/workflow.md and docs/roles.md from the table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        for name, text in (("workflow.md", workflow_document()), ("roles.md", roles_document())):
            path = folder / name
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path))
