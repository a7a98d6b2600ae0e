"""Load the demonstration of fixtures/demo: a province in the autumn of 2026, built by the real actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ratings.management.demo.loading import is_empty, load
from ratings.management.demo.world import NotLoaded
from registry.calendar.today import today


class Command(BaseCommand):
    help = "Load the demonstration into an empty register, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are people already")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="as of this day (YYYY-MM-DD) instead of today")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            return
        try:
            world = load(today=options["today"] or today())
        except NotLoaded as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            _("Demonstration: %(producers)s producers, %(products)s products, %(dossiers)s dossiers.")
            % {
                "producers": len(world.producers),
                "products": len(world.products),
                "dossiers": len(world.dossiers),
            }
        )
