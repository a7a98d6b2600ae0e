"""The process: from criteria to certificate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from registry.access.guards import install_guards
from registry.access.indexes import install_indexes


class RatingsConfig(AppConfig):
    name = "ratings"

    def ready(self) -> None:
        post_migrate.connect(install_guards, sender=self, dispatch_uid="ratings.guards")
        post_migrate.connect(install_indexes, sender=self, dispatch_uid="ratings.indexes")
