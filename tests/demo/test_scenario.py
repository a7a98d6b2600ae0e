"""The demonstration as of 23/11/2026 against its description: states, totals, codes, days, people."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from ratings.certificates.models import Certificate
from ratings.councils.models import Council, Presence, Recusal, Session
from ratings.criteria.stars import GateTest
from ratings.decisions.actions import sentence_of
from ratings.decisions.models import Decision, DecisionKind, ResultNotice
from ratings.dossiers import queries
from ratings.dossiers.models import Citation, Dossier, ReturnRequest
from ratings.dossiers.states import State
from ratings.management.demo.days import WRITTEN_FOR
from ratings.management.demo.world import FOLDER
from ratings.scoring.models import Conclusion, KnockOut, ScoringRound
from ratings.scoring.queries import boards_of
from ratings.scoring.rules import spread_settled
from ratings.sheets.queries import ticks_of
from registry.accounts.models import User
from registry.evidence.models import EvidenceDocument, OriginalCheck
from registry.journal.models import JournalEntry
from registry.producers.models import Producer
from registry.products.models import Product, ProductCode
from tests.criteria import demo_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STATES = {
    "D01": State.RECOGNISED,
    "D02": State.RECOGNISED,
    "D03": State.FILED,
    "D04": State.RECEIVED,
    "D05": State.AWAITING_COMMUNE_SIGNATURE,
    "D06": State.DRAFT,
    "D07": State.DECISION_PREPARED,
    "D08": State.APPROVED_FOR_MINISTRY,
    "D09": State.BACK_UNDER_NINETY,
    "D11": State.AGENCY_REPORT,
    "D12": State.RETURNED_BY_COMMUNE,
    "D13": State.PROVINCE_CHECKING,
    "D14": State.RETURNED_BY_PROVINCE,
    "D15": State.TESTS_REQUESTED,
    "D16": State.ON_AGENDA,
    "D17": State.RESCORING,
    "D18": State.NOT_RECOGNISED,
    "D19": State.NOT_RECOGNISED,
    "D20": State.EXCLUDED,
    "D21": State.FORWARDED,
    "D22": State.POSTPONED,
    "D23": State.RETRACTED,
    "D31": State.UNDER_APPRAISAL,
}
NAMED_IN_THE_PRESS = {
    "Nước mắm Gia Đẳng",
    "Gạo Hải Lăng",
    "Muối đậu sả Phương Anh",
    "Chuối sấy Chánh Nhung",
    "Ngũ cốc cao cấp Trần Lan",
    "Bánh cốm gạo lứt mè quê",
    "Mắm ruốc",
    "Cao dược liệu an xoa",
}
UNFAVOURABLE = {
    State.NOT_RECOGNISED, State.EXCLUDED, State.RETRACTED, State.REFUSED_RECEPTION, State.POSTPONED,
    State.RETURNED_BY_COMMUNE, State.RETURNED_BY_PROVINCE, State.BACK_UNDER_NINETY, State.RESCORING,
}  # fmt: skip


def conclusion(demo, name, level="province"):
    return Conclusion.objects.get(dossier=demo.dossiers[name], level=level)


def test_every_dossier_stands_where_the_description_says(demo):
    found = {name: Dossier.objects.get(pk=pk).current for name, pk in demo.dossiers.items()}
    assert found == STATES


@pytest.mark.parametrize(
    ("name", "total", "sheets", "stars"),
    [
        ("D01", 398, 5, 4),
        ("D02", 361, 5, 3),
        ("D07", 73 * 6, 6, 4),
        ("D08", 94 * 6, 6, 5),
        ("D09", 91 * 7, 7, 5),
        ("D18", 62 * 6, 6, None),
        ("D19", 40 * 6, 6, 2),
    ],
)
def test_totals_and_stars_are_those_of_the_sheets(demo, name, total, sheets, stars):
    found = conclusion(demo, name)
    assert (found.total, found.sheets, found.stars) == (total, sheets, stars)


@pytest.mark.parametrize(
    ("name", "mean", "parts", "spread"),
    [("D01", 7960, {"A": 3400, "B": 1860, "C": 2700}, 6), ("D02", 7220, {"A": 3000, "B": 1760, "C": 2460}, 7)],
)
def test_means_of_parts_and_spread(demo, name, mean, parts, spread):
    facts = conclusion(demo, name).facts
    assert facts["mean_hundredths"] == mean
    assert {part["code"]: part["mean_hundredths"] for part in facts["parts"]} == parts
    assert facts["spread"] == spread


def test_d02_has_three_stars_because_of_line_9(demo):
    assert sentence_of(conclusion(demo, "D02")) == (
        "Tổng điểm trung bình 72,20 thuộc hạng 4 sao, nhưng không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9 "
        "(Đảm bảo chất lượng sản phẩm): cần chứng nhận quản lý chất lượng theo tiêu chuẩn quốc gia (ISO, HACCP). "
        "Xếp hạng 3 sao."
    )


@pytest.mark.parametrize("name", ["D01", "D02", "D17"])
def test_every_tick_is_the_one_described(demo, name):
    table = {"D01": demo_sheets.D01, "D02": demo_sheets.D02, "D17": demo_sheets.D17}[name]
    wanted = demo_sheets.council(demo_sheets.sheet_of(7 if name == "D17" else 9), table)
    first = ScoringRound.objects.get(dossier=demo.dossiers[name], number=1)
    rows = first.member_sheets.select_related("sheet", "person__user").order_by("person")
    assert [row.person.user.username for row in rows] == ["tv1", "tv2", "tv3", "tv4", "tv5"]
    stored = ticks_of([row.sheet for row in rows])
    assert [dict(stored[row.sheet.pk].ticks) for row in rows] == [dict(sheet.ticks) for sheet in wanted]


def test_d17_is_scored_again_because_two_totals_differ_by_16(demo):
    first, second = ScoringRound.objects.filter(dossier=demo.dossiers["D17"]).order_by("number")
    result = boards_of([first])[first.pk].result
    assert [sheet.total for sheet in result.sheets] == [65, 67, 63, 58, 74]
    assert (result.spread, result.mean_hundredths) == (16, 6540)
    assert sorted(pair.difference for pair in result.pairs_over_limit) == [11, 16]
    assert not spread_settled(result, done=1, allowed=2, note="")
    assert not Conclusion.objects.filter(dossier=demo.dossiers["D17"]).exists()
    assert (second.session.held_on, second.opened_at) == (dt.date(2026, 12, 8), None)


def test_d09_keeps_the_results_of_province_and_centre(demo):
    assert conclusion(demo, "D09").facts["mean_hundredths"] == 9100
    centre = conclusion(demo, "D09", "nation")
    assert (centre.total, centre.sheets, centre.stars) == (8700, 100, 4)
    assert Dossier.objects.get(pk=demo.dossiers["D09"]).evaluation_round.label == "Đợt bổ sung tháng 7/2026"


def test_d20_is_excluded_by_vote_without_totals(demo):
    [proposed] = KnockOut.objects.filter(dossier=demo.dossiers["D20"])
    assert (proposed.upheld, proposed.votes_for, proposed.votes_against) == (True, 6, 0)
    assert not Conclusion.objects.filter(dossier=demo.dossiers["D20"]).exists()


@pytest.mark.parametrize(("name", "number"), [("D18", "15/TB-SNNMT"), ("D19", "16/TB-SNNMT")])
def test_not_recognised_means_a_notice_and_no_certificate(demo, name, number):
    notice = ResultNotice.objects.get(dossier=demo.dossiers[name])
    assert (notice.number, notice.issued_on) == (number, dt.date(2026, 11, 20))
    assert not Certificate.objects.filter(product=demo.products[name]).exists()
    assert ("2 sao" in notice.sentence) == (name == "D19")


def test_codes_are_permanent_and_full_on_the_certificates(demo):
    permanent = {name: str(ProductCode.objects.get(product=demo.products[name])) for name in ("D01", "D02", "D08")}
    assert permanent == {"D01": "44-19654-1", "D02": "44-19741-1", "D08": "44-19597-1"}
    full = {name: Certificate.objects.get(product=demo.products[name]).product_code for name in ("D01", "D02")}
    assert full == {"D01": "44-19654-1-2026", "D02": "44-19741-1-2026"}


def test_the_certificate_of_d01_is_valid_to_the_end_of_20_11_2029(demo):
    found = Certificate.objects.get(product=demo.products["D01"])
    assert (found.stars, found.valid_from, found.valid_until) == (4, dt.date(2026, 11, 20), dt.date(2029, 11, 21))
    with found.pdf.content.open("rb") as opened:
        assert opened.read(5) == b"%PDF-"


def test_who_prepared_and_who_signed(demo):
    found = {
        tuple(item.dossier.product.name for item in decision.items.order_by("pk")): (
            decision.kind, str(decision.prepared_by), str(decision.signed_by or ""), str(decision.recorded_by or ""),
        )
        for decision in Decision.objects.all()
    }  # fmt: skip
    assert found == {
        ("Nước mắm Gia Đẳng", "Mắm ruốc"): (DecisionKind.RECOGNITION, "Nguyễn Thị Giang", "", "Lê Văn Hùng"),
        ("Cao dược liệu an xoa",): (DecisionKind.APPROVAL, "Nguyễn Thị Giang", "Trịnh Quốc Chín", ""),
        ("Gạo Hải Lăng",): (DecisionKind.RECOGNITION, "Nguyễn Thị Giang", "", ""),
        ("Tinh dầu (minh họa)",): (DecisionKind.APPROVAL, "Nguyễn Thị Giang", "Trịnh Quốc Chín", ""),
    }


def test_five_sheets_arose_lawfully(demo):
    [council] = Council.objects.filter(name="Hội đồng OCOP tỉnh 2026 (minh họa)")
    assert council.people.exclude(seat="").count() == 7
    regulation = council.regulation
    assert (regulation.spread_limit, regulation.gate_test, regulation.scoring_rounds) == (10, GateTest.MAJORITY, 2)
    assert (str(regulation.entered_by), str(regulation.confirmed_by)) == ("Nguyễn Thị Giang", "Lê Văn Hùng")
    first = Session.objects.get(council=council, number=1)
    absent = Presence.objects.filter(session=first, present=False)
    assert [row.person.user.username for row in absent] == ["tv6"]
    stepped_back = Recusal.objects.filter(person__council=council)
    assert {(row.person.user.username, row.dossier_id) for row in stepped_back} == {
        ("tv7", demo.dossiers[name]) for name in ("D01", "D02", "D17")
    }
    assert conclusion(demo, "D01").facts["quorum"] == {"entitled": 6, "present": 5, "needed": 5}


def test_open_clocks(demo):
    due = {name: Dossier.objects.get(pk=demo.dossiers[name]).due_on for name in ("D01", "D02", "D04", "D05")}
    assert due == {
        "D01": dt.date(2026, 10, 21),
        "D02": dt.date(2026, 10, 27),
        "D04": dt.date(2026, 12, 1),
        "D05": dt.date(2026, 11, 25),
    }
    asked = ReturnRequest.objects.get(dossier=demo.dossiers["D12"])
    assert (asked.due_on, asked.items.count()) == (dt.date(2026, 11, 27), 2)
    approved = Dossier.objects.get(pk=demo.dossiers["D08"]).transitions.last()
    assert approved.due_on == dt.date(2027, 1, 29)


def test_rounds_follow_the_day_of_the_request(demo):
    rounds = {name: str(Dossier.objects.get(pk=demo.dossiers[name]).evaluation_round) for name in ("D13", "D21", "D22")}
    assert rounds == {"D13": "Đợt 2/2026", "D21": "Đợt 1/2027", "D22": "Đợt 1/2027"}
    assert Dossier.objects.get(pk=demo.dossiers["D22"]).requested_on == dt.date(2026, 10, 22)


def test_the_draft_has_11_of_15_items_and_lacks_the_consent(demo):
    draft = Dossier.objects.get(pk=demo.dossiers["D06"])
    items = [item for item in queries.items_of(draft, WRITTEN_FOR) if not item.warning]
    assert (sum(item.done for item in items), len(items)) == (11, 15)
    assert "consent" in {item.code for item in items if not item.done}
    assert draft.typed_by_office


def test_two_products_of_one_producer_share_papers_compared_once(demo):
    cited = {
        name: set(Citation.objects.filter(dossier=demo.dossiers[name]).values_list("version", flat=True))
        for name in ("D01", "D31")
    }
    compared = set(
        OriginalCheck.objects.filter(version__document__producer=demo.producers["D01"]).values_list(
            "version", flat=True
        )
    )
    assert len(compared) == 3
    assert cited["D01"] & cited["D31"] & compared


@pytest.mark.parametrize(
    ("name", "stars", "last"),
    [
        ("D07", 3, dt.date(2027, 12, 30)),
        ("D10", 3, dt.date(2027, 6, 21)),
        ("D11", 3, dt.date(2026, 8, 18)),
        ("D26", 3, dt.date(2025, 12, 20)),
        ("D28", 3, dt.date(2028, 6, 10)),
        ("D29", 3, dt.date(2026, 12, 12)),
        ("D30", 5, dt.date(2028, 11, 28)),
    ],
)
def test_certificates_from_before_the_system(demo, name, stars, last):
    found = Certificate.objects.get(product=demo.products[name])
    assert (found.stars, found.valid_until - dt.timedelta(days=1)) == (stars, last)


def test_a_later_certificate_supersedes_an_earlier_one(demo):
    later, earlier = Certificate.objects.filter(product=demo.products["D27"]).order_by("-valid_from")
    assert (later.stars, earlier.stars, earlier.superseded_by) == (4, 3, later)
    assert later.product_code.startswith(f"{ProductCode.objects.get(product=demo.products['D27'])}-")


def test_what_is_invented_says_so_and_what_the_press_named_fares_well(demo):
    assert [p.name for p in Producer.objects.all() if not p.name.endswith("(minh họa)")] == []
    unmarked = {p.name for p in Product.objects.all() if not p.name.endswith("(minh họa)")}
    assert unmarked == NAMED_IN_THE_PRESS
    named = Dossier.objects.filter(product__name__in=NAMED_IN_THE_PRESS)
    assert {one.current for one in named} & UNFAVOURABLE == set()
    assert {name for name, state in STATES.items() if state in UNFAVOURABLE} == {
        name for name, pk in demo.dossiers.items() if Dossier.objects.get(pk=pk).current in UNFAVOURABLE
    }


def test_every_picture_and_paper_of_the_vault_is_there(demo):
    assert all(product.photos.count() == 1 for product in Product.objects.all())
    with_papers = set(EvidenceDocument.objects.values_list("producer", flat=True))
    assert with_papers == set(Producer.objects.values_list("pk", flat=True))


def test_only_the_people_described_can_sign_in(demo):
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {
        *("hanh", "bien", "cuc", "dung", "duc", "em", "giang", "hung", "lan", "minh", "nga", "thu", "quoc", "bo"),
        "quan_tri",
        *(f"tv{number}" for number in range(1, 8)),
    }
    assert all(user.check_password("minh-hoa-2026") for user in User.objects.filter(username__in=["hanh", "quoc"]))
    assert User.objects.get(username="bien").email == ""


def test_the_journal_was_written_in_the_order_of_the_days(demo):
    moves = list(JournalEntry.objects.filter(action="dossier.file").order_by("pk").values_list("at", flat=True))
    assert len(moves) == 22
    assert moves == sorted(moves)


def test_the_greeting_names_address_people_and_one_certificate(demo):
    out = io.StringIO()
    call_command("demo_sign_ins", address="http://127.0.0.1:8123/", stdout=out)
    said = out.getvalue()
    code = Certificate.objects.get(product=demo.products["D01"]).code
    assert f"http://127.0.0.1:8123/v/{code}\n" in said
    assert said.count("minh-hoa-2026") == 1
    wanted = (FOLDER / "people.yaml").read_text(encoding="utf-8").count("sign_in: ")
    assert sum(line.startswith("  ") and "Tên đăng nhập" not in line for line in said.splitlines()) == wanted + 2
