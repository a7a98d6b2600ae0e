"""Documents out and in: number, date, signer and capacity of every paper, in the register of the office it belongs to."""

from __future__ import annotations

import datetime as dt
import html
import io

import openpyxl
import pypdfium2
import pytest

from ratings.correspondence.actions import record_document, strike_document
from ratings.correspondence.models import Direction, DocumentKind, Keeper, OfficeDocument
from ratings.correspondence.queries import entries_of
from ratings.correspondence.rules import Stated
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from tests import builders, decision_builders
from tests.builders import at
from tests.cast import cast, client_of
from tests.files import made

pytestmark = pytest.mark.django_db
NOW = at(20, 10, 9)
TODAY = NOW.date()
SLIP = Stated(
    direction=Direction.OUT,
    kind=DocumentKind.RECEIPT,
    number="45/GTN-PVHCC",
    dated_on=dt.date(2026, 9, 30),
    signer_name="Hoàng Văn Dũng",
    signer_capacity="Người tiếp nhận",
    counterpart="HTX Nước mắm Gia Đẳng",
)


@pytest.fixture
def dossier(time_machine):
    time_machine.move_to(NOW, tick=False)
    return builders.a_dossier_at(State.RECEIVED)


def entered(dossier, *, who="dung", keeper=Keeper.COMMUNE, **change):
    stated = Stated(**{name: getattr(SLIP, name) for name in SLIP.__slots__} | change)
    return record_document(dossier=dossier, keeper=keeper, stated=stated, actor=cast(who), at=NOW)


def numbers(dossier, keeper=Keeper.COMMUNE, **options):
    return [entry.number for entry in entries_of(keeper, Dossier.objects.filter(pk=dossier.pk), **options)]


def posted(dossier, who="dung", **change):
    data = {
        "direction": "in", "kind": "other", "title": "Công văn xin lùi hạn", "number": "02/CV", "dated_on": "2026-10-12",
        "received_on": "2026-10-13", "signer_name": "Lê Thị Hạnh", "signer_capacity": "Giám đốc",
        "counterpart": "HTX Nước mắm Gia Đẳng",
    } | change  # fmt: skip
    return client_of(who).post(f"/dossiers/{dossier.number}/documents/", data)


def words(answer):
    return html.unescape(answer.content.decode())


def test_a_slip_is_entered_with_number_date_signer_and_capacity_and_nobody_else_sees_it(dossier):
    row = entered(dossier)
    page = words(client_of("cuc").get(f"/dossiers/{dossier.number}/documents/"))
    for said in ("45/GTN-PVHCC", "30/09/2026", "Hoàng Văn Dũng", "Người tiếp nhận", "Giấy tiếp nhận hồ sơ"):
        assert said in page
    assert numbers(dossier, Keeper.PROVINCE) == []
    for who, status in (("hanh", 404), ("em", 404), ("tv1", 404)):
        assert client_of(who).get(f"/dossiers/{dossier.number}/documents/").status_code == status, who
    entry = JournalEntry.objects.get(action="office_document.entered")
    assert entry.payload["after"]["number"] == row.number


def test_a_letter_that_came_is_typed_with_its_scan_and_the_day_it_came(dossier):
    assert posted(dossier, scan=made.upload(made.pdf(2))).status_code == 302
    row = OfficeDocument.objects.get()
    assert (row.direction, row.what, row.received_on) == ("in", "Công văn xin lùi hạn", dt.date(2026, 10, 13))
    page = words(client_of("dung").get(f"/dossiers/{dossier.number}/documents/"))
    assert "13/10/2026" in page
    scan = client_of("dung").get(f"/dossiers/{dossier.number}/documents/{row.pk}/scan/")
    assert b"".join(scan.streaming_content).startswith(b"%PDF")
    assert client_of("hanh").get(f"/dossiers/{dossier.number}/documents/{row.pk}/scan/").status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"title": " "}, 422, "Ghi tên văn bản."),
        ({"received_on": ""}, 422, "Ghi ngày văn bản đến."),
        ({"received_on": "2026-10-11"}, 409, "Ngày không hợp lý."),
        ({"dated_on": "2026-10-21", "received_on": "2026-10-21"}, 409, "Ngày không hợp lý."),
        ({"direction": "out", "dated_on": "2026-10-21"}, 409, "Ngày không hợp lý."),
        ({"signer_capacity": ""}, 422, "Mục này cần được nhập."),
        ({"kind": "decision"}, 422, "Hãy chọn một lựa chọn hợp lệ"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(dossier, change, status, said):
    answer = posted(dossier, scan=made.upload(made.pdf(3)), **change)
    page = words(answer)
    assert (answer.status_code, said in page) == (status, True)
    assert "Lê Thị Hạnh" in page
    assert "Đã giữ bản quét ông/bà vừa gửi" in page
    assert not OfficeDocument.objects.exists()


def test_the_same_document_is_entered_once_and_a_wrong_one_is_struck_out_with_its_reason(dossier):
    row = entered(dossier)
    with pytest.raises(Refused):
        entered(dossier)
    with pytest.raises(Refused):
        strike_document(row=row, reason=" ", actor=cast("dung"), at=NOW)
    with pytest.raises(Refused):
        strike_document(row=row, reason="Không phải sổ của tôi", actor=cast("giang"), at=NOW)
    answer = client_of("dung").post(
        f"/dossiers/{dossier.number}/documents/{row.pk}/strike/", {"reason": "Ghi nhầm số"}, follow=True
    )
    assert "Đã gạch bỏ văn bản số 45/GTN-PVHCC." in words(answer)
    with pytest.raises(Refused):
        strike_document(row=row, reason="Lần nữa", actor=cast("dung"), at=NOW)
    assert numbers(dossier) == []
    entered(dossier)
    assert numbers(dossier) == ["45/GTN-PVHCC"]
    assert OfficeDocument.objects.get(struck_at__isnull=False).struck_reason == "Ghi nhầm số"


@pytest.mark.parametrize(
    ("who", "keeper", "may"),
    [
        ("dung", Keeper.COMMUNE, True), ("cuc", Keeper.COMMUNE, True), ("duc", Keeper.COMMUNE, True),
        ("giang", Keeper.PROVINCE, True), ("giang", Keeper.COMMUNE, False), ("dung", Keeper.PROVINCE, False),
        ("em", Keeper.COMMUNE, False), ("hanh", Keeper.COMMUNE, False), ("quan_tri", Keeper.PROVINCE, False),
        ("bo", Keeper.PROVINCE, False), ("tv1", Keeper.PROVINCE, False),
    ],
)  # fmt: skip
def test_each_office_writes_in_its_own_register_only(dossier, who, keeper, may):
    if may:
        assert entered(dossier, who=who, keeper=keeper).recorded_by == cast(who)
        return
    with pytest.raises(Refused):
        entered(dossier, who=who, keeper=keeper)
    assert not OfficeDocument.objects.exists()


def test_the_slip_of_a_request_to_complete_stays_with_that_request(time_machine):
    time_machine.move_to(NOW, tick=False)
    dossier = builders.a_dossier_at(State.RETURNED_BY_COMMUNE)
    slip = entered(dossier, kind=DocumentKind.RETURN_SLIP, number="7/PYC", dated_on=TODAY)
    assert slip.request == dossier.returns.get()
    assert entered(dossier, number="8/GTN", dated_on=TODAY).request is None


def test_what_the_programme_signs_stands_in_both_registers_by_itself(time_machine):
    dossier, decision = decided(time_machine)
    out = {entry.number: entry for entry in entries_of(Keeper.COMMUNE, Dossier.objects.all(), direction=Direction.OUT)}
    report = dossier.commune_report
    assert set(out) == {report.report_number, report.request_number}
    assert out[report.report_number].signed.startswith(f"{report.signer_name}, {report.signer_capacity}")
    came = entries_of(Keeper.COMMUNE, Dossier.objects.all(), direction=Direction.IN)
    assert [(entry.number, entry.signer) for entry in came] == [(decision.number, decision.signer_name)]
    province = {(entry.direction, entry.number) for entry in entries_of(Keeper.PROVINCE, Dossier.objects.all())}
    assert {(Direction.IN, report.request_number), (Direction.OUT, decision.number)} <= province
    day = decision.issued_on
    assert numbers(dossier, first=day, last=day) == [decision.number]
    assert numbers(dossier, first=day + dt.timedelta(days=1)) == []


def decided(time_machine):
    time_machine.move_to(decision_builders.SIGNED, tick=False)
    item = decision_builders.recognised("D01").dossier.decision_items.get()
    return item.dossier, item.decision


def test_the_register_shows_prints_and_saves_the_same_rows_of_ones_own_office(dossier):
    entered(dossier)
    period = "?first=2026-09-01&last=2026-10-31"
    assert "45/GTN-PVHCC" in words(client_of("cuc").get(f"/dossiers/documents/{period}"))
    assert "Không có văn bản nào trong kỳ" in words(client_of("cuc").get(f"/dossiers/documents/{period}&direction=in"))
    assert "45/GTN-PVHCC" not in words(client_of("em").get(f"/dossiers/documents/{period}"))
    assert client_of("hanh").get(f"/dossiers/documents/{period}").status_code == 403
    pdf = client_of("cuc").get(f"/dossiers/documents.pdf{period}")
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf.content))
    assert "45/GTN" in text
    assert "SỔ VĂN BẢN ĐI, ĐẾN" in text
    saved = client_of("cuc").get(f"/dossiers/documents.xlsx{period}")
    rows = list(openpyxl.load_workbook(io.BytesIO(saved.content)).active.iter_rows(values_only=True))
    assert rows[-1][2:5] == ("45/GTN-PVHCC", "30/09/2026", None)
    assert "Hoàng Văn Dũng, Người tiếp nhận" in rows[-1]
    assert client_of("cuc").get("/dossiers/documents/?first=2026-10-02&last=2026-10-01").status_code == 422
