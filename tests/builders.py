"""Dossiers brought to a state by the real actions, on the days of the demonstration.

``a_dossier_at(State.RECEIVED)`` is D01 (nước mắm Gia Đẳng, set 9) as far as its commune had it on 30/09/2026. The walks
end with ``PROVINCE_CHECKING``; concepts above bring a dossier further in their own builders.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.models import LawVersion
from ratings.criteria.queries import forget_published, sheet_of
from ratings.criteria.sheet import Mark, Tick
from ratings.dossiers import actions, commune_actions, consent_actions, province_actions, renewal_actions
from ratings.dossiers.kinds import HeldRank
from ratings.dossiers.models import Dossier, EvaluationRound
from ratings.dossiers.renewal import Update
from ratings.dossiers.rules import Numbers, Reported, Signer, Wanted
from ratings.dossiers.states import Ground, Kind, State, Subject, Verdict
from registry.access.roles import Role
from registry.accounts.models import RoleAssignment, User
from registry.evidence.actions import Particulars, add_evidence
from registry.evidence.models import EvidenceDocument, EvidenceVersion
from registry.files.models import StoredFile, address_of
from registry.producers.models import Producer
from registry.products.actions import ProductFacts, register_product
from registry.products.models import Product
from tests.cast import ORGANISATIONS, cast, producer
from tests.criteria.demo_sheets import D01, D02, FOLDER, tick_for
from tests.files.made import pdf

VN = dt.timezone(dt.timedelta(hours=7))


def at(day: int, month: int, hour: int = 9, minute: int = 0, year: int = 2026) -> dt.datetime:
    """A moment of the demonstration, in the time of Viet Nam."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=VN)


@dataclass(frozen=True)
class Days:
    """When a dossier made its steps."""

    opened: dt.datetime
    filed: dt.datetime
    received: dt.datetime
    submitted: dt.datetime
    signed: dt.datetime
    accepted: dt.datetime
    refused: dt.datetime
    returned: dt.datetime


D01_DAYS = Days(
    opened=at(14, 9),
    filed=at(28, 9),
    received=at(30, 9),
    submitted=at(15, 10),
    signed=at(16, 10),
    accepted=at(20, 10),
    refused=at(29, 9),
    returned=at(7, 10),
)
RENEWS_UNTIL = dt.date(2027, 2, 20)
"""Last valid day of a certificate whose window (24/08 to 23/10/2026) holds the days of D01."""
D02_DAYS = Days(
    opened=at(21, 9),
    filed=at(5, 10),
    received=at(6, 10),
    submitted=at(21, 10),
    signed=at(22, 10),
    accepted=at(26, 10),
    refused=at(6, 10),
    returned=at(12, 10),
)
TEXTS = {
    "materials_and_technology": "Cá cơm than mua tại bến Triệu Lăng, ủ chượp 12 tháng trong chum sành.",
    "quality_change": "Tự công bố chất lượng, độ đạm 30 N, nhãn mới có mã truy xuất.",
    "markets": "Bán tại Quảng Trị, Huế, Đà Nẵng qua 7 đại lý.",
    "business_results": "Doanh thu 1,2 tỷ đồng, lợi nhuận 180 triệu đồng.",
    "plan": "Mở thêm 20 chum, xây dựng điểm bán tại thành phố Huế.",
}
FORM_03 = {
    "local_materials": "Toàn bộ cá cơm do ngư dân trong xã đánh bắt.",
    "local_labour": "12 trong 14 lao động thường trú tại xã.",
    "idea_origin": "Nghề làm nước mắm có ở Gia Đẳng từ trước năm 1945.",
    "local_identity": "Cách ủ chượp phơi nắng của người Gia Đẳng, khác nơi khác.",
}
NUMBERS = Numbers("45/BC-UBND", dt.date(2026, 10, 16), "112/UBND-KT", dt.date(2026, 10, 16))
WANTED = (
    Wanted("production_paper", "Giấy chứng nhận an toàn thực phẩm", "Giấy đã hết hạn ngày 01/10/2026."),
    Wanted("line:1.6", "Tiêu chí 1.6", "Danh sách lao động chưa ghi nơi thường trú."),
)


def law() -> LawVersion:
    """The law of 2026 with all its sheets published, loaded on first call."""
    known = LawVersion.objects.filter(code="qd26-2026").first()
    if known:
        return known
    forget_published()
    report = load_law(FOLDER / "qd26-2026")
    publish_sound(report.law, at=at(1, 6))
    return report.law


def a_file(text: str = "giấy", pages: int = 2) -> StoredFile:
    """A stored PDF; the same text gives the same file."""
    digest = hashlib.sha256(f"{text}/{pages}".encode()).hexdigest()
    known = StoredFile.objects.filter(sha256=digest).first()
    if known:
        return known
    content = pdf(pages)
    stored = StoredFile(
        sha256=digest, size=len(content), media_type="application/pdf", extension="pdf", pages=pages,
        created_at=at(1, 9),
    )  # fmt: skip
    stored.content.save(address_of(digest), ContentFile(content), save=False)
    stored.save()
    return stored


def a_paper(
    owner: Producer, kind: int, title: str, *, actor: User, valid_until: dt.date | None = None
) -> EvidenceDocument:
    """A paper in the vault of ``owner``."""
    known = EvidenceDocument.objects.filter(producer=owner, kind=kind, title=title).first()
    return known or add_evidence(
        producer=owner,
        particulars=Particulars(kind=kind, title=title, number="12/2025", valid_until=valid_until),
        file=a_file(f"{owner.pk}-{kind}-{title}"),
        actor=actor,
        at=at(2, 9),
    )


def version_of(document: EvidenceDocument) -> EvidenceVersion:
    return EvidenceVersion.objects.filter(document=document).select_related("document", "file").get()


def officer_of(owner: Producer) -> User:
    """The OCOP officer of the producer's commune."""
    assignment = RoleAssignment.objects.filter(role=Role.COMMUNE_OFFICER, commune=owner.commune_id).first()
    if assignment:
        return assignment.user
    return cast(next(wanted.officer for wanted in ORGANISATIONS.values() if wanted.name == owner.name))


def a_product(owner: str | Producer = "gia_dang", name: str = "Nước mắm Gia Đẳng", set_number: int = 9) -> Product:
    """A product with everything the forms ask of profile and product, and the papers that set 9 needs."""
    holder = producer(owner) if isinstance(owner, str) else owner
    known = Product.objects.filter(producer=holder, name=name).first()
    if known:
        return known
    officer = officer_of(holder)
    Producer.objects.filter(pk=holder.pk).update(
        history="Thành lập năm 2019 từ tổ hợp tác làm nước mắm.",
        structure="Hội đồng quản trị 3 người, 2 tổ sản xuất.",
    )
    holder.refresh_from_db()
    made = register_product(
        producer=holder,
        facts=ProductFacts(
            name=name,
            set_number=set_number,
            description="Nước mắm cá cơm nguyên chất.",
            specification="Chai thủy tinh 500 ml.",
            standard="TCCS 01:2026/GĐ",
            story="Chuyện người Gia Đẳng muối cá.",
        ),
        actor=officer,
        at=at(3, 9),
        duplicates_confirmed=True,
    )
    a_paper(holder, 1, "Giấy đăng ký hợp tác xã", actor=officer)
    a_paper(holder, 2, "Giấy chứng nhận an toàn thực phẩm", actor=officer, valid_until=dt.date(2028, 6, 30))
    a_paper(holder, 5, "Danh sách lao động", actor=officer)
    a_paper(holder, 11, "Bản tự công bố sản phẩm", actor=officer)
    return made


def demo_ticks(dossier: Dossier, table: str = D01) -> dict[str, Tick | Mark]:
    """The first member's column of a demonstration sheet; for other sets the best option of each line."""
    sheet = sheet_of(dossier.criteria_set_id).sheet
    if sheet.number == 9:
        rows = [row.split() for row in table.strip().splitlines()]
        return {row[0]: tick_for(sheet, row[0], row[1]) for row in rows}
    return {code: line.best(dossier.case).position for code, line in sheet.lines.items()}


def who_writes(dossier: Dossier) -> User:
    """The producer's owner, or the officer where nobody of the producer has an account."""
    member = dossier.producer.memberships.select_related("user").first()
    return member.user if member else officer_of(dossier.producer)


def fill(dossier: Dossier, *, moment: dt.datetime, table: str = D01) -> Dossier:
    """Fill forms, self-score and citations, as far as filing needs them."""
    actor = who_writes(dossier)
    actions.save_forms(
        dossier=dossier,
        forms_revision=dossier.forms_revision,
        values={**TEXTS, "pledged": True, **({"changes": "Đổi nhãn."} if dossier.kind == Kind.UPGRADE else {})},
        actor=actor,
        at=moment,
    )
    actions.answer_self_score(
        dossier=dossier,
        revision=dossier.self_score.revision,
        ticks=demo_ticks(dossier, table),
        remarks={"1.1": "Hợp đồng thu mua với 6 tàu."},
        actor=actor,
        at=moment,
    )
    paper = EvidenceDocument.objects.filter(producer=dossier.producer, kind=5).first()
    if paper:
        codes = sheet_of(dossier.criteria_set_id).line_ids
        line = "1.6" if "1.6" in codes else next(iter(codes))
        actions.cite(dossier=dossier, line=line, version=version_of(paper), page=2, actor=actor, at=moment)
    if dossier.kind == Kind.RE_RANKING:
        updates = {subject: Update(Verdict.UNCHANGED) for subject in Subject}
        updates[Subject.LABEL] = Update(Verdict.CHANGED, "Nhãn mới có mã truy xuất.")
        renewal_actions.say_updates(dossier=dossier, updates=updates, late_reason="", actor=actor, at=moment)
    if dossier.typed_by_office:
        consent_actions.record_consent(
            dossier=dossier, note="Giấy ủy quyền ngày 10/09/2026", on=dt.date(2026, 9, 10), actor=actor, at=moment
        )
    dossier.refresh_from_db()
    return dossier


def a_draft(
    owner: str | Producer = "gia_dang",
    name: str = "Nước mắm Gia Đẳng",
    set_number: int = 9,
    *,
    kind: Kind = Kind.FIRST,
    case: str = "",
    days: Days = D01_DAYS,
    filled: bool = True,
    table: str = D01,
    actor: User | None = None,
    stars: int = 3,
) -> Dossier:
    """An open draft; ``filled`` means ready to be filed; a re-ranking renews ``stars``."""
    law()
    product = a_product(owner, name, set_number)
    member = product.producer.memberships.select_related("user").first()
    opener = actor or (member.user if member else officer_of(product.producer))
    if isinstance(owner, str) and actor is None:
        opener = _member_of(owner) or opener
    held = {Kind.UPGRADE: HeldRank(3, dt.date(2027, 12, 30)), Kind.RE_RANKING: HeldRank(stars, RENEWS_UNTIL)}.get(kind)
    dossier = actions.open_dossier(product=product, kind=kind, held=held, case=case, actor=opener, at=days.opened)
    return fill(dossier, moment=days.opened, table=table) if filled else dossier


def _member_of(owner: str) -> User | None:
    names = {"gia_dang": "hanh", "cua_tung": "bien", "hue": "khoa"}
    return cast(names[owner]) if owner in names else None


def leader_of(dossier: Dossier) -> User:
    """The leader of the dossier's commune; made with that office where the cast has none."""
    held = RoleAssignment.objects.filter(role=Role.COMMUNE_LEADER, commune=dossier.commune_id).first()
    if held:
        return held.user
    if dossier.commune_id == "19654":
        return cast("duc")
    leader = User.objects.create_user(f"lanh_dao_{dossier.commune_id}", full_name="Nguyễn Văn Ký")
    RoleAssignment.objects.create(
        user=leader,
        role=Role.COMMUNE_LEADER,
        commune_id=dossier.commune_id,
        position=f"Chủ tịch UBND {dossier.commune.name}",
        signs_as="CHỦ TỊCH",
        since=dt.date(2025, 7, 1),
    )
    return leader


def province_officer_of(dossier: Dossier) -> User:
    return cast("tam" if dossier.province_id == "46" else "giang")


# ---------------------------------------------------------------- one step each


def file(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    actions.file_dossier(dossier=dossier, actor=who_writes(dossier), at=days.filed)
    return dossier


def receive(dossier: Dossier, days: Days = D01_DAYS, on: dt.datetime | None = None) -> Dossier:
    moment = on or days.received
    commune_actions.receive_complete(
        dossier=dossier,
        received_on=moment.date(),
        paper_set=True,
        slip_number="07/PĐK-44-19654-2026",
        actor=officer_of(dossier.producer),
        at=moment,
    )
    return dossier


def draft_report(dossier: Dossier, days: Days = D01_DAYS, **texts: str) -> Dossier:
    commune_actions.draft_form_03(
        dossier=dossier, texts={**FORM_03, **texts}, revision=0, actor=officer_of(dossier.producer), at=days.submitted
    )
    return dossier


def submit(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    draft_report(dossier, days)
    commune_actions.submit_for_signature(dossier=dossier, actor=officer_of(dossier.producer), at=days.submitted)
    return dossier


def sign(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    day = days.signed.date()
    numbers = Numbers("45/BC-UBND", day, "112/UBND-KT", day)
    commune_actions.sign_here(dossier=dossier, numbers=numbers, actor=leader_of(dossier), at=days.signed)
    return dossier


def sign_and_forward(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    sign(dossier, days)
    commune_actions.forward(dossier=dossier, actor=officer_of(dossier.producer), at=days.signed + dt.timedelta(hours=5))
    return dossier


def accept(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    province_actions.accept(dossier=dossier, actor=province_officer_of(dossier), at=days.accepted)
    return dossier


def report_by_agency(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    province_actions.start_agency_report(
        dossier=dossier, actor=province_officer_of(dossier), at=days.accepted + dt.timedelta(days=1)
    )
    return dossier


def record_agency_report(dossier: Dossier, days: Days = D01_DAYS, **changes: object) -> Dossier:
    when = days.accepted + dt.timedelta(days=8)
    said = {
        "scale_changed": False, "evidence_unclear": False, "checked_on": None, "check_findings": "",
        "findings": "Hồ sơ đầy đủ, minh chứng còn hạn.", "proposal": "Đề nghị giữ hạng.", "number": "31/BC-SNNMT",
        "reported_on": when.date(), "signer": Signer("Hồ Văn Một", "Giám đốc Sở"), **changes,
    }  # fmt: skip
    province_actions.record_agency_report(
        dossier=dossier, reported=Reported(**said), revision=0, actor=province_officer_of(dossier), at=when
    )
    return dossier


def return_to_producer(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    commune_actions.return_by_commune(
        dossier=dossier,
        wanted=WANTED,
        due_on=days.returned.date() + dt.timedelta(days=10),
        actor=officer_of(dossier.producer),
        at=days.returned,
    )
    return dossier


def refuse(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    commune_actions.refuse_reception(
        dossier=dossier,
        ground=Ground.PRODUCER,
        reason="Hộ chưa đăng ký kinh doanh.",
        actor=officer_of(dossier.producer),
        at=days.refused,
    )
    return dossier


def return_from_province(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    commune_actions.return_by_province(
        dossier=dossier,
        wanted=WANTED[1:],
        due_on=days.accepted.date() + dt.timedelta(days=14),
        actor=province_officer_of(dossier),
        at=days.accepted + dt.timedelta(days=1),
    )
    return dossier


def postpone(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    later = EvaluationRound.objects.filter(
        province=dossier.province_id, last_request_day__gt=dossier.evaluation_round.last_request_day
    ).first()
    province_actions.postpone(
        dossier=dossier,
        evaluation_round=later,
        reason="Phiếu kiểm nghiệm đến muộn.",
        actor=province_officer_of(dossier),
        at=days.accepted + dt.timedelta(days=28),
    )
    return dossier


def retract(dossier: Dossier, days: Days = D01_DAYS) -> Dossier:
    actions.retract(
        dossier=dossier,
        reason="Chủ thể muốn bổ sung hồ sơ môi trường.",
        actor=who_writes(dossier),
        at=days.filed + dt.timedelta(days=1),
    )
    return dossier


Step = Callable[[Dossier, Days], Dossier]
WALKS: dict[State, tuple[Step, ...]] = {
    State.DRAFT: (),
    State.FILED: (file,),
    State.REFUSED_RECEPTION: (file, refuse),
    State.RETRACTED: (file, retract),
    State.RECEIVED: (file, receive),
    State.RETURNED_BY_COMMUNE: (file, receive, return_to_producer),
    State.AWAITING_COMMUNE_SIGNATURE: (file, receive, submit),
    State.FORWARDED: (file, receive, submit, sign_and_forward),
    State.PROVINCE_CHECKING: (file, receive, submit, sign_and_forward, accept),
    State.AGENCY_REPORT: (file, receive, submit, sign_and_forward, accept, report_by_agency),
    State.RETURNED_BY_PROVINCE: (file, receive, submit, sign_and_forward, accept, return_from_province),
    State.POSTPONED: (file, receive, submit, sign_and_forward, accept, postpone),
}
"""How each state is reached; concepts above add theirs."""


def a_dossier_at(
    state: State,
    owner: str | Producer = "gia_dang",
    name: str = "Nước mắm Gia Đẳng",
    set_number: int = 9,
    *,
    kind: Kind = Kind.FIRST,
    case: str = "",
    days: Days = D01_DAYS,
    table: str = D01,
    stars: int = 3,
) -> Dossier:
    """Bring a new dossier to ``state`` by the real actions and return it as the database holds it."""
    dossier = a_draft(owner, name, set_number, kind=kind, case=case, days=days, table=table, stars=stars)
    for step in WALKS[state]:
        step(dossier, days)
    dossier = Dossier.objects.select_related("product", "producer", "commune", "province", "evaluation_round").get(
        pk=dossier.pk
    )
    assert dossier.current is state
    return dossier


def d01(state: State = State.PROVINCE_CHECKING) -> Dossier:
    """Nước mắm Gia Đẳng of xã Triệu Cơ."""
    return a_dossier_at(state)


def d02(state: State = State.PROVINCE_CHECKING) -> Dossier:
    """Mắm ruốc, for which the demonstration's sheet misses the four-star minimum of line 9."""
    return a_dossier_at(state, "cua_tung", "Mắm ruốc", days=D02_DAYS, table=D02)


def signed_by_hand() -> Signer:
    return Signer("Phạm Văn Đức", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH")
