import pytest

from ratings.certificates import kept_answers
from tests.decisions.conftest import _own_law, law

__all__ = ["_own_law", "law"]


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Answers of verification live in this process; each test begins without any."""
    kept_answers.forget()
    yield
    kept_answers.forget()
