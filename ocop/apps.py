"""The project as Django sees it: nothing but its deployment checks, which have to be known before any of them runs."""

from __future__ import annotations

from django.apps import AppConfig

import ocop.checks  # noqa: F401 - registers them


class ProjectConfig(AppConfig):
    name = "ocop"
