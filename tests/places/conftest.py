from __future__ import annotations

import pytest

from registry.places.actions import load_places
from tests.places.lists import write_some


@pytest.fixture
def quang_tri_and_hue(db, tmp_path):
    """The units of two provinces of today and three of before, in the database."""
    return load_places(folder=write_some(tmp_path / "places"))
