"""Every paper, filled as the programme fills it, and filled by somebody who means harm or just writes a lot."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import yaml
from django.conf import settings

from registry.documents import binding, papers, slips

MADE_ON = dt.date(2026, 11, 20)
CHAIR = papers.Signature(capacity=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Phạm Văn Đức")
PRODUCER = papers.Signature(capacity=("ĐẠI DIỆN",), name="Lê Thị Hạnh", note="(Ký, đóng dấu, ghi rõ họ tên)")
HOSTILE = '#import "x.typ": * #panic("vỡ") *đậm* _nghiêng_ $x^2$ <nhãn> @ref `mã` \\ // /* "nháy" \'đơn\' [ ] { } = - +'
LONG_WORD = "Nướcmắm" * 29
LONG_NAME = "Nước mắm cá cơm truyền thống ủ chượp trong lu sành mười hai tháng của làng nghề ven biển Gia Đẳng " * 2
PROSE = (
    "Hợp tác xã thu mua cá cơm tươi của 42 hộ đánh bắt gần bờ tại các thôn ven biển trong xã theo hợp đồng ký đầu vụ, "
    "ủ chượp với muối Sa Huỳnh theo tỷ lệ ba cá một muối trong lu sành từ mười hai đến mười tám tháng.\n"
    "Qua kiểm tra sổ thu mua năm 2025, tỷ lệ nguyên liệu trong tỉnh đạt 92,5%; Ủy ban nhân dân xã xác nhận nội dung "
    "mô tả của chủ thể là đúng với thực tế trên địa bàn."
)

CERTIFICATE = papers.Certificate(
    made_on=MADE_ON,
    author="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị",
    stars=4,
    authority="Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị",
    product="Nước mắm Gia Đẳng",
    producer="Hợp tác xã Nước mắm Gia Đẳng (minh họa)",
    address="Thôn Gia Đẳng, xã Triệu Cơ, tỉnh Quảng Trị",
    product_code="44-19654-1-2026",
    decision="Số 3456/QĐ-UBND ngày 20/11/2026",
    valid_until="20/11/2029",
    place="Quảng Trị",
    date="ngày 20 tháng 11 năm 2026",
    signature=replace(CHAIR, name="Trịnh Quốc Chín"),
    verify_url="https://ocop.quangtri.gov.vn/v/7KQ2M-XH4PD",
    verify_code="7KQ2M-XH4PD",
)

FORM_01 = papers.Form01(
    made_on=MADE_ON,
    province="tỉnh Quảng Trị",
    year="2026",
    producer="Hợp tác xã Nước mắm Gia Đẳng (minh họa)",
    representative="Lê Thị Hạnh",
    position="Giám đốc",
    address="Thôn Gia Đẳng, xã Triệu Cơ, tỉnh Quảng Trị",
    phone="0912 345 678",
    email="giadang@example.vn",
    product="Nước mắm Gia Đẳng",
    classification="Ngành: Thực phẩm; Nhóm: Gia vị; Phân nhóm: Tương, nước mắm, gia vị dạng lỏng khác",
    kind="first",
    samples="05 sản phẩm",
    place="Triệu Cơ",
    date="ngày 28 tháng 9 năm 2026",
    signature=PRODUCER,
    commune=papers.Receipt(slip_number="12/PĐK-44-19654-2026", received_on="30/9/2026", receiver="Hoàng Văn Dũng"),
)

_SET_9 = yaml.safe_load(
    (Path(settings.BASE_DIR) / "fixtures/criteria/qd26-2026/09-tuong-nuoc-mam-gia-vi-long.yaml").read_text("utf-8")
)


def _lines(criterion):
    return criterion.get("sub") or [criterion]


def _rows():
    for part in _SET_9["parts"]:
        yield papers.SelfScoreRow(
            level="part", code=part["code"], name=part["name"], maximum=part["max"], points=str(part["max"] - 5)
        )
        for criterion in part["criteria"]:
            if criterion.get("sub"):
                yield papers.SelfScoreRow(
                    level="criterion",
                    code=criterion["code"],
                    name=criterion["name"],
                    maximum=criterion["max"],
                    points="",
                )
            for line in _lines(criterion):
                best = line["options"][-1]
                yield papers.SelfScoreRow(
                    level="line",
                    code=line["code"],
                    name=line["name"],
                    maximum=line["max"],
                    points=str(best["points"]),
                    answer=best["text"],
                    explanation="Hợp đồng thu mua với 42 hộ, còn hiệu lực." if line["code"] == "1.1" else "",
                    evidence=("Hợp đồng số 07/HĐ-2026 (trang 3)", "Danh sách hộ liên kết (trang 1)")
                    if line["code"] in {"1.1", "1.4"}
                    else (),
                )


FORM_02 = papers.Form02(
    made_on=MADE_ON,
    producer=FORM_01.producer,
    producer_kind="Hợp tác xã",
    address=FORM_01.address,
    phone=FORM_01.phone,
    email=FORM_01.email,
    representative="Lê Thị Hạnh",
    sex="Nữ",
    ethnicity="Kinh",
    residence="Thôn Gia Đẳng, xã Triệu Cơ, tỉnh Quảng Trị",
    founded_on="15/3/2019",
    registration_number="3200712345",
    product="Nước mắm Gia Đẳng",
    product_description="Chai thủy tinh 500 ml; độ đạm 35 g/l; TCCS 01:2025/GĐ.",
    papers=papers.PapersHeld(business_registration=True, food_safety=True, other="Mã số vùng khai thác"),
    history=PROSE,
    organisation="",
    materials_and_technology=PROSE,
    quality_changes=PROSE,
    markets=PROSE,
    business_results="Doanh thu năm 2025: 4,2 tỷ đồng; lợi nhuận: 610 triệu đồng.",
    changes_asked=True,
    changes=PROSE,
    set_name="Bộ sản phẩm 9: Tương, nước mắm, gia vị dạng lỏng khác",
    rows=tuple(_rows()),
    total="85",
    evidence=(
        papers.EvidenceRow(
            number="1",
            name="Giấy đăng ký kinh doanh",
            requirement="Bản sao",
            documents=("Giấy chứng nhận đăng ký hợp tác xã số 3200712345",),
        ),
        papers.EvidenceRow(number="15", name="Giải thưởng của sản phẩm"),
    ),
    plan=PROSE,
    place="Triệu Cơ",
    date="ngày 28 tháng 9 năm 2026",
    signature=replace(PRODUCER, capacity=("ĐẠI DIỆN THEO PHÁP LUẬT CỦA CƠ SỞ",), note="(Ký, họ tên, đóng dấu)"),
)

_MATTER = papers.Matter(claim=PROSE, assessment=PROSE)
FORM_03 = papers.Form03(
    made_on=MADE_ON,
    heading=papers.Heading(
        office="ỦY BAN NHÂN DÂN\nXÃ TRIỆU CƠ",
        number="45",
        symbol="/BC-UBND",
        place="Triệu Cơ",
        date="ngày 16 tháng 10 năm 2026",
    ),
    producer=FORM_01.producer,
    producer_kind="Hợp tác xã",
    address=FORM_01.address,
    representative="Lê Thị Hạnh",
    sex="Nữ",
    ethnicity="Kinh",
    residence="Thôn Gia Đẳng, xã Triệu Cơ, tỉnh Quảng Trị",
    product="Nước mắm Gia Đẳng",
    material=_MATTER,
    labour=_MATTER,
    idea=_MATTER,
    identity=papers.Matter(claim="", assessment=""),
    commune_office="Ủy ban nhân dân xã Triệu Cơ",
    province_office="Ủy ban nhân dân tỉnh Quảng Trị",
    recipients=("Ủy ban nhân dân tỉnh Quảng Trị", "Sở Nông nghiệp và Môi trường", "Chủ thể", "Lưu: VT, KT"),
    signature=papers.Signature(
        capacity=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        name="Phạm Văn Đức",
        note="(Ký tên và đóng dấu)",
    ),
)

RESULT_NOTICE = papers.ResultNotice(
    made_on=MADE_ON,
    heading=papers.Heading(
        superior="ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ",
        office="SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        symbol="/TB-SNNMT",
        place="Quảng Trị",
        date="ngày 20 tháng 11 năm 2026",
    ),
    addressees=("Ủy ban nhân dân xã Triệu Cơ", "Hợp tác xã Nước mắm Gia Đẳng (minh họa)"),
    basis=("Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ;",),
    opening="Sở Nông nghiệp và Môi trường thông báo kết quả đánh giá, phân hạng sản phẩm OCOP như sau:",
    rows=(
        papers.ResultRow(
            product="Nước mắm Gia Đẳng",
            producer="Hợp tác xã Nước mắm Gia Đẳng (minh họa)",
            product_code="44-19654-1-2026",
            total="79,60",
            result="Hạng 4 sao",
            reason="Giấy chứng nhận có giá trị đến hết ngày 20/11/2029.",
        ),
        papers.ResultRow(
            product="Bún gạo khô (minh họa)",
            producer="Hộ kinh doanh Bún (minh họa)",
            product_code="44-19681-1-2026",
            total="62,00",
            result="Không đủ điều kiện công nhận",
            reason="Tổng điểm trung bình 62,00, không đạt yêu cầu tối thiểu hạng 3 sao tại tiêu chí 3.5.",
        ),
    ),
    closing=("Chủ thể có sản phẩm chưa được công nhận có thể đăng ký tham gia đợt đánh giá sau./.",),
    recipients=("Như trên", "Chủ tịch UBND tỉnh (để báo cáo)", "Lưu: VT, PTNT"),
    signature=papers.Signature(capacity=("GIÁM ĐỐC",), name="Nguyễn Văn Thủ Trưởng (minh họa)"),
)


def _line(line, at):
    options = line["options"]
    chosen = at % (len(options) + 1)
    return papers.SheetLine(
        code=line["code"],
        name=line["name"],
        maximum=line["max"],
        points=str(options[chosen]["points"]) if chosen < len(options) else "0",
        options=tuple(
            papers.SheetOption(
                points=option["points"],
                text=option["text"],
                min_star=option.get("min_star", 0),
                chosen=number == chosen,
            )
            for number, option in enumerate(options)
        ),
        note=line.get("note", ""),
        outcome="" if chosen < len(options) else "Không đạt mức nào (0 điểm)",
        remark="Đã đối chiếu sổ thu mua." if line["code"] == "1.1" else "",
    )


SCORE_SHEET = papers.ScoreSheet(
    made_on=MADE_ON,
    council="Hội đồng OCOP tỉnh 2026 (minh họa)",
    scoring_round="Lần chấm 1",
    set_name="Bộ sản phẩm 9: Tương, nước mắm, gia vị dạng lỏng khác",
    product="Nước mắm Gia Đẳng",
    product_code="44-19654-1-2026",
    producer=FORM_01.producer,
    phone="0912 345 678",
    address=FORM_01.address,
    excluded_when=tuple(_SET_9["disqualified_when"]),
    parts=tuple(
        papers.SheetPart(
            code=part["code"],
            name=part["name"],
            maximum=part["max"],
            points=str(part["max"] - 6),
            criteria=tuple(
                papers.SheetCriterion(
                    code=criterion["code"],
                    name=criterion["name"],
                    maximum=criterion["max"],
                    lines=tuple(_line(line, at) for at, line in enumerate(_lines(criterion), start=2)),
                )
                for criterion in part["criteria"]
            ),
        )
        for part in _SET_9["parts"]
    ),
    total="82",
    opinion="",
    place="Quảng Trị",
    date="ngày 18 tháng 11 năm 2026",
    assessor="Hồ Văn Một",
    assessor_office="Giám đốc Sở Nông nghiệp và Môi trường",
    seal="9f2c4e7a1b3d5f60",
)

_SLIP = {
    "made_on": MADE_ON,
    "heading": papers.Heading(
        superior="ỦY BAN NHÂN DÂN XÃ TRIỆU CƠ",
        office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ TRIỆU CƠ",
        place="Triệu Cơ",
        date="ngày 09 tháng 11 năm 2026",
    ),
    "dossier_number": "19654-2026-00001",
    "producer": FORM_01.producer,
    "address": FORM_01.address,
    "phone": FORM_01.phone,
    "email": FORM_01.email,
    "matter": "Đánh giá, phân hạng sản phẩm OCOP (lần đầu): Nước mắm Gia Đẳng",
}
_DESK = papers.Signature(capacity=("NGƯỜI TIẾP NHẬN HỒ SƠ",), note="(Ký và ghi rõ họ tên)", name="Hoàng Văn Dũng")
RECEIPT = slips.ReceiptSlip(
    **_SLIP,
    registration_number="12/PĐK-44-19654-2026",
    papers=("Phiếu đăng ký (Mẫu số 01)", "Báo cáo tự đánh giá về sản phẩm (Mẫu số 02)"),
    sets="01 bộ hồ sơ giấy, 01 bộ hồ sơ điện tử",
    received="ngày 09/11/2026",
    time="15 ngày làm việc, kể từ ngày nhận đủ hồ sơ 09/11/2026",
    due="ngày 01/12/2026",
    result="Báo cáo đánh giá và văn bản đề nghị",
    receiver=_DESK,
    bringer=papers.Signature(capacity=("NGƯỜI NỘP HỒ SƠ",), note="(Ký và ghi rõ họ tên)"),
)
RETURN_SLIP = slips.ReturnSlip(
    **_SLIP,
    items=(
        slips.WantedItem(title="Tiêu chí 1.6", reason="Danh sách lao động chưa ghi nơi thường trú."),
        slips.WantedItem(title="Giấy an toàn thực phẩm", reason="Giấy đã hết hạn.", due="ngày 12/10/2026"),
    ),
    due="ngày 27/11/2026",
    after="Thời hạn giải quyết tính lại từ ngày nhận đủ hồ sơ.",
    article="điểm a khoản 2 Điều 7",
    contact="Hoàng Văn Dũng",
    contact_phone="0233 3 000 000",
    signature=_DESK,
)
REFUSAL_SLIP = slips.RefusalSlip(
    **_SLIP,
    office_in_sentence="Ủy ban nhân dân xã Triệu Cơ",
    ground="Chủ thể không thuộc đối tượng",
    article="khoản 3 Điều 2",
    reason="Hộ chưa đăng ký kinh doanh.",
    signature=CHAIR,
)
APOLOGY_SLIP = slips.ApologySlip(
    **_SLIP,
    office_in_sentence="Ủy ban nhân dân xã Triệu Cơ",
    received="09/11/2026",
    due="ngày 01/12/2026",
    late="quá hạn 2 ngày làm việc, tính đến ngày 03/12/2026",
    reason="Cán bộ phụ trách nghỉ ốm.",
    new_due="ngày 10/12/2026",
    recipients=("Như trên", "Lưu: VT"),
    signature=CHAIR,
)
CONTROL_SLIP = slips.ControlSlip(
    **_SLIP,
    steps=tuple(
        slips.Step(what="Trình ký", who="Trần Thị Cúc", at="15:00 15/10/2026", to="Lãnh đạo UBND xã Triệu Cơ",
                   due="21/10/2026", outcome="Trước hạn", note="Bổ sung danh sách lao động")
        for _each in range(3)
    ),
    state="Đã trình lãnh đạo UBND xã ký",
    as_of="ngày 20/11/2026",
)  # fmt: skip

CONTENTS = binding.Contents(
    made_on=MADE_ON,
    dossier_number="19654-2026-00001",
    product="Nước mắm Gia Đẳng",
    producer=FORM_01.producer,
    commune="UBND xã Triệu Cơ",
    state="Đã công nhận",
    where_title="Trang",
    parts=(
        binding.ContentsPart(
            title="Minh chứng 5. Sử dụng lao động địa phương",
            rows=(
                binding.ContentsRow(title="Danh sách lao động số 12/2025", where="7", pages="2"),
                binding.ContentsRow(title="Bảng lương", where="", pages="", note="Không ghép được: tệp quá nặng."),
            ),
        ),
    ),
    closing="Lập ngày 20/11/2026. 1 tài liệu không ghép được.",
)

REGISTER = slips.Register(
    made_on=MADE_ON,
    superior="ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ",
    office="CƠ QUAN THAM MƯU QUẢN LÝ OCOP",
    place="Quảng Trị",
    date="ngày 20 tháng 11 năm 2026",
    period="Từ ngày 01/11/2026 đến ngày 30/11/2026",
    rows=tuple(
        slips.RegisterRow(
            number="19654-2026-00001", matter="Nước mắm Gia Đẳng (lần đầu)", producer=FORM_01.producer,
            filed="28/09/2026", received="30/09/2026", due="21/10/2026", done="16/10/2026", result="Gửi hồ sơ lên tỉnh",
            outcome="Trước hạn", note="Văn bản số 112/UBND-KT",
        )
        for _each in range(3)
    ),
    figures=("Nhận đủ: 3", "Xong đúng hạn: 2"),
    signature=_DESK,
)  # fmt: skip

ALL = {
    paper.template: paper
    for paper in (
        CERTIFICATE, FORM_01, FORM_02, FORM_03, RESULT_NOTICE, SCORE_SHEET,
        RECEIPT, RETURN_SLIP, REFUSAL_SLIP, APOLOGY_SLIP, CONTROL_SLIP, CONTENTS, REGISTER,
    )
}  # fmt: skip


def spoilt(value, text):
    """Put ``text`` into every string of a paper that a person could have written."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(spoilt(part, text) for part in value)
    if is_dataclass(value):
        return replace(
            value,
            **{
                name: spoilt(getattr(value, name), text)
                for name in (field.name for field in fields(value))
                if name not in {"kind", "level", "verify_url"}
            },
        )
    return value
