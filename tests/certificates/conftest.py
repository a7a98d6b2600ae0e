import pytest

from ratings.certificates import kept_answers


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Answers of verification live in this process; each test begins without any."""
    kept_answers.forget()
    yield
    kept_answers.forget()
