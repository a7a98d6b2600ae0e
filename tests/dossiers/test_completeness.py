"""What Forms 01 and 02 need, from plain facts."""

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from ratings.dossiers.completeness import Filing, Paper, Place, complete, items_of, missing
from ratings.dossiers.states import Kind
from registry.producers.states import ProducerKind

TODAY = dt.date(2026, 11, 17)
FULL = Filing(
    on=TODAY,
    kind=Kind.FIRST,
    set_number=10,
    producer_kind=ProducerKind.COOPERATIVE,
    registered=True,
    representative=dict.fromkeys(("name", "position", "sex", "ethnicity", "residence", "address", "contact"), "x"),
    history="x",
    structure="x",
    description="x",
    specification="x",
    standard="x",
    materials_and_technology="x",
    quality_change="x",
    markets="x",
    business_results="x",
    plan="x",
    samples=5,
    pledged=True,
    clauses={"food_safety_certificate", "forged_dossier"},
    papers=(Paper(1), Paper(2, dt.date(2027, 1, 1))),
)


def codes(**changes):
    return [item.code for item in missing(items_of(dataclasses.replace(FULL, **changes)))]


def test_a_complete_dossier_lacks_nothing():
    assert codes() == []
    assert complete(items_of(FULL))


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"representative": {}}, ["applicant"]),
        ({"standard": " "}, ["product"]),
        ({"samples": 4}, ["samples"]),
        ({"pledged": False}, ["pledge"]),
        ({"registered": False}, ["registration"]),
        ({"papers": (Paper(2),)}, ["registration"]),
        ({"papers": (Paper(1),)}, ["production_paper"]),
        ({"papers": (Paper(1), Paper(2, TODAY - dt.timedelta(days=1)))}, ["production_paper"]),
        ({"papers": (Paper(1), Paper(2, TODAY))}, []),
        ({"history": ""}, ["history"]),
        ({"structure": ""}, ["structure"]),
        ({"materials_and_technology": ""}, ["materials_and_technology"]),
        ({"quality_change": ""}, ["quality_change"]),
        ({"markets": ""}, ["markets"]),
        ({"business_results": ""}, ["business_results"]),
        ({"plan": ""}, ["plan"]),
        ({"unanswered": ("1.1", "2.3")}, ["self_score"]),
        ({"same_set": False}, ["product_set"]),
        ({"kind": Kind.UPGRADE}, ["changes"]),
        ({"kind": Kind.UPGRADE, "changes": "x"}, []),
        ({"cases": ("a", "b")}, ["case"]),
        ({"cases": ("a", "b"), "case": "b"}, []),
        ({"typed_by_office": True}, ["consent"]),
        ({"typed_by_office": True, "consented": True}, []),
        ({"clauses": {"no_declaration", "production_conditions"}}, ["declaration"]),
        ({"clauses": set(), "papers": (Paper(1),)}, []),
        ({"uncited": ("1.1",)}, []),
    ],
)
def test_each_thing_that_is_missing_is_named_alone(changes, lacking):
    assert codes(**changes) == lacking


def test_tourism_sends_no_samples_and_its_associations_have_no_business_registration():
    tourism = {"set_number": 26, "samples": 0, "producer_kind": ProducerKind.ASSOCIATION, "registered": False}
    assert codes(**tourism, papers=(), clauses=set()) == []


def test_a_dossier_typed_by_the_office_for_a_food_product_has_fifteen_items():
    items = items_of(dataclasses.replace(FULL, typed_by_office=True))
    assert sum(not item.warning for item in items) == 15


def test_a_line_without_evidence_is_a_warning_that_leads_to_the_line():
    warning = items_of(dataclasses.replace(FULL, uncited=("2.1", "3.5")))[-1]
    assert (warning.warning, warning.done, warning.place, warning.anchor) == (True, False, Place.SELF_SCORE, "line-2.1")


def test_the_refusal_names_every_missing_item_and_the_article():
    with translation.override("vi"):
        answer = complete(items_of(dataclasses.replace(FULL, plan="", pledged=False)))
        assert str(answer.reason) == ("Còn thiếu 2 mục: Cam đoan của chủ thể; Phần IV: kế hoạch sản xuất, kinh doanh.")
    assert "Mẫu số 01" in answer.article
    assert answer.remedy
