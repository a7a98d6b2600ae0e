import pytest

from ratings.criteria.models import CriteriaSet
from ratings.sheets.actions import open_sheet
from ratings.sheets.states import Purpose
from tests.criteria.conftest import _own_law, law_of_2026  # noqa: F401 - fixtures of the law


@pytest.fixture
def sheet_for(law_of_2026):  # noqa: F811
    """Open a sheet of a set of 2026 by number."""

    def opened(number=9, purpose=Purpose.MEMBER, case=""):
        return open_sheet(
            criteria_set=CriteriaSet.objects.get(law=law_of_2026, number=number), purpose=purpose, case=case
        )

    return opened
