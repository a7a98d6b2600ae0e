"""The migrations build the tables that the code declares, with every guard."""

import pytest
from django.core.management import call_command

from registry.access.guards import declared, missing_guards

pytestmark = pytest.mark.django_db


def test_no_change_waits_for_its_migration():
    call_command("makemigrations", "registry", "ratings", check=True, dry_run=True, verbosity=0)


def test_every_guard_stands_in_the_database():
    assert declared()
    assert missing_guards() == []
