"""Who and what: facts that exist without any rating."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from registry.access.guards import install_guards
from registry.access.indexes import install_indexes


class RegistryConfig(AppConfig):
    name = "registry"

    def ready(self) -> None:
        # A table remake on SQLite drops triggers, so guards are put back after every migrate.
        post_migrate.connect(install_guards, sender=self, dispatch_uid="registry.guards")
        post_migrate.connect(install_indexes, sender=self, dispatch_uid="registry.indexes")
