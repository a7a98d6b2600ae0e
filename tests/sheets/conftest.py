import pytest

from ratings.criteria.models import CriteriaSet
from ratings.sheets.actions import open_sheet
from ratings.sheets.states import Purpose


@pytest.fixture
def sheet_for(law):
    """Open a sheet of a set of 2026 by number."""

    def opened(number=9, purpose=Purpose.MEMBER, case=""):
        return open_sheet(criteria_set=CriteriaSet.objects.get(law=law, number=number), purpose=purpose, case=case)

    return opened
