from __future__ import annotations

import pytest

from registry.places.actions import load_places
from tests.places.lists import write_some


@pytest.fixture
def places(db, tmp_path):
    """The units of Quảng Trị and Huế, of today and of before July 2025, in the database."""
    return load_places(folder=write_some(tmp_path / "places"))
