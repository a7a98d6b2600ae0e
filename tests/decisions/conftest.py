import shutil

import pytest

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.queries import forget_published
from tests.builders import at
from tests.criteria.demo_sheets import FOLDER

SETS = ("06", "07", "09", "20")


@pytest.fixture(autouse=True)
def _own_law():
    """The law is taken back with each test, so nothing read may be kept."""
    forget_published()
    yield
    forget_published()


@pytest.fixture
def law(db, tmp_path_factory):
    """The law of 2026 with the sets that these tests use, published."""
    folder = tmp_path_factory.mktemp("law")
    for path in (FOLDER / "qd26-2026").glob("*.yaml"):
        if path.name in {"law.yaml", "rules.yaml"} or path.name.startswith(SETS):
            shutil.copy(path, folder)
    report = load_law(folder)
    publish_sound(report.law, at=at(1, 6))
    return report.law
