"""The demonstration loaded once for all tests that only read it, and taken back afterwards."""

import pytest

from tests.demo import loaded


@pytest.fixture(scope="package")
def ground(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), loaded.ground(tmp_path_factory.mktemp("demo-media")) as media:
        yield media


@pytest.fixture(scope="package")
def demo(ground):
    return loaded.demonstration()


@pytest.fixture(autouse=True)
def _its_files(ground, _places_of_their_own, settings):
    settings.MEDIA_ROOT = str(ground)
