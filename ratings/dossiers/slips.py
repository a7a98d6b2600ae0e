"""Slips of the one-stop desk for one dossier: which of them apply now, and what goes into each.

Papers of an office are in Vietnamese whatever the language of the page. Nobody's number is invented: where an office
has to number, date by hand or give a reason that the programme does not know, the paper has a line of dots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from ratings.dossiers.clocks import COMMUNE_WORKING_DAYS
from ratings.dossiers.lines import in_sentence, who_is_next
from ratings.dossiers.models import Dossier, Office, ReturnRequest, Submission, Transition
from ratings.dossiers.papers import in_words, place_name
from ratings.dossiers.rules import OF_COMMUNE
from ratings.dossiers.states import Ground, State
from ratings.dossiers.workflow import Move, Party
from registry.calendar.phrases import dmy, in_days, working_time_left
from registry.calendar.working_days import WorkingCalendar
from registry.documents import slips as printed
from registry.documents.papers import Heading, Signature
from registry.evidence.kinds import KINDS

WITH_COMMUNE = frozenset({State.RECEIVED, State.AWAITING_COMMUNE_SIGNATURE})
_WRITTEN = "(Ký và ghi rõ họ tên)"
_BY_HAND = "(Chức vụ, ký, đóng dấu, ghi rõ họ tên)"
_RESULT = "Báo cáo đánh giá (Mẫu số 03) và văn bản đề nghị {province} đánh giá, phân hạng sản phẩm, gửi kèm hồ sơ đến cấp tỉnh"
_ARTICLES = {
    Office.COMMUNE: "điểm a khoản 2 Điều 7",
    Office.PROVINCE: "điểm a khoản 3 Điều 7",
    Office.MINISTRY: "điểm a khoản 4 Điều 7",
}


class Slip(StrEnum):
    """Slips of which a dossier has at most one; the value is its name in the address."""

    RECEIPT = "receipt"
    REFUSAL = "refusal-slip"
    APOLOGY = "apology"
    CONTROL = "control-slip"


def applying(
    dossier: Dossier, history: Sequence[Transition], *, parties: Collection[Party], today: dt.date
) -> frozenset[Slip]:
    """Return the slips that apply to ``dossier`` now, for a person of these capacities.

    An apology is the office's own word, so only the commune is offered one, while it has the dossier and is late.
    """
    found = set()
    if dossier.received_on and receipt_of(history):
        found.add(Slip.RECEIPT)
    if dossier.current is State.REFUSED_RECEPTION:
        found.add(Slip.REFUSAL)
    if history:
        found.add(Slip.CONTROL)
    if is_late(dossier, today) and OF_COMMUNE & set(parties):
        found.add(Slip.APOLOGY)
    return frozenset(found)


def is_late(dossier: Dossier, today: dt.date) -> bool:
    """Whether the commune still has the dossier after its last day."""
    return dossier.current in WITH_COMMUNE and dossier.due_on is not None and dossier.due_on < today


def receipt_of(history: Sequence[Transition]) -> Transition | None:
    """The latest full receipt; ``history`` latest first."""
    return next((each for each in history if each.move == Move.RECEIVE_COMPLETE), None)


# ---------------------------------------------------------------- the slips


def receipt(dossier: Dossier, history: Sequence[Transition], submission: Submission | None) -> printed.ReceiptSlip:
    """Giấy tiếp nhận; ``submission`` is the filing that was received.

    Raises ValueError when nothing was received in full.
    """
    received = receipt_of(history)
    if received is None or dossier.received_on is None or dossier.due_on is None:
        raise ValueError(dossier.number)
    with translation.override(settings.LANGUAGE_CODE):
        return printed.ReceiptSlip(
            **_head(dossier, timezone.localdate(received.at), desk=True),
            registration_number=dossier.slip_number,
            papers=tuple(_received_papers(submission.content if submission else {})),
            sets="01 bộ hồ sơ giấy, 01 bộ hồ sơ điện tử"
            if dossier.paper_set_received
            else "01 bộ hồ sơ điện tử (chưa nhận bộ hồ sơ giấy)",
            received=f"ngày {dmy(dossier.received_on)}",
            time=f"{COMMUNE_WORKING_DAYS} ngày làm việc, kể từ ngày nhận đủ hồ sơ {dmy(dossier.received_on)} "
            "(không tính ngày nhận; khoản 2 Điều 7 Quyết định số 26/2026/QĐ-TTg)",
            due=f"ngày {dmy(dossier.due_on)}",
            result=_RESULT.format(province=f"UBND {in_sentence(dossier.province.name)}"),
            receiver=Signature(
                capacity=("NGƯỜI TIẾP NHẬN HỒ SƠ",), note=_WRITTEN, name=received.actor.full_name
            ),
            bringer=Signature(capacity=("NGƯỜI NỘP HỒ SƠ",), note=_WRITTEN),
        )  # fmt: skip


def _received_papers(content: Mapping[str, Any]) -> list[str]:
    """Name what was filed, from the sealed filing: both forms, the documents cited by kind, the samples."""
    cited: dict[int, dict[str, str]] = {}
    for one in content.get("citations", ()):
        number = f" số {one['number']}" if one["number"] else ""
        cited.setdefault(one["kind"], {})[one["sha256"]] = f"{one['title']}{number}"
    listed = [
        "Phiếu đăng ký tham gia đánh giá, phân hạng sản phẩm OCOP (Mẫu số 01)",
        "Báo cáo tự đánh giá về sản phẩm (Mẫu số 02)",
    ]
    listed += [
        f"{'; '.join(cited[kind.no].values())} (tài liệu minh chứng mục {kind.no})"
        for kind in KINDS
        if kind.no in cited
    ]
    if samples := content.get("forms", {}).get("samples"):
        listed.append(f"Sản phẩm mẫu theo Phiếu đăng ký: {samples:02d}")
    return listed


def return_slip(dossier: Dossier, request: ReturnRequest) -> printed.ReturnSlip:
    """Phiếu yêu cầu bổ sung, with the items and reasons of one request."""
    office = Office(request.office)
    with translation.override(settings.LANGUAGE_CODE):
        head = _head(dossier, timezone.localdate(request.asked_at), desk=True)
        if office is Office.PROVINCE:
            head["heading"] = _of_province(dossier, head["made_on"])
        if office is Office.MINISTRY:
            head["heading"] = Heading(
                office="BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", place="Hà Nội", date=in_words(head["made_on"])
            )
        return printed.ReturnSlip(
            **head,
            items=tuple(
                printed.WantedItem(
                    title=item.title, reason=item.reason, due=f"ngày {dmy(item.due_on)}" if item.due_on else ""
                )
                for item in request.items.all()
            ),
            due=f"ngày {dmy(request.due_on)}",
            after="Thời hạn giải quyết của Ủy ban nhân dân cấp xã tính lại từ ngày nhận đủ hồ sơ."
            if office is Office.COMMUNE
            else "",
            article=_ARTICLES[office] + " Quyết định số 26/2026/QĐ-TTg",
            contact=request.asked_by.full_name,
            contact_phone="",
            signature=Signature(
                capacity=("NGƯỜI TIẾP NHẬN HỒ SƠ",), note=_WRITTEN, name=request.asked_by.full_name
            ),
        )  # fmt: skip


def refusal_slip(dossier: Dossier, history: Sequence[Transition]) -> printed.RefusalSlip:
    """Phiếu từ chối, with the ground of article 2. Raises ValueError when reception was not refused."""
    refused = next((each for each in history if each.move == Move.REFUSE_RECEPTION), None)
    if refused is None:
        raise ValueError(dossier.number)
    ground = Ground(refused.facts["ground"])
    with translation.override(settings.LANGUAGE_CODE):
        return printed.RefusalSlip(
            **_head(dossier, timezone.localdate(refused.at), desk=True),
            office_in_sentence=_commune_office(dossier),
            ground=str(ground.label).partition(" (")[0],
            article=f"{ground.article} Quyết định số 26/2026/QĐ-TTg",
            reason=refused.reason,
            signature=Signature(capacity=("TM. ỦY BAN NHÂN DÂN",), note=_BY_HAND),
        )


def apology(
    dossier: Dossier, *, today: dt.date, calendar: WorkingCalendar, reason: str = "", new_due: dt.date | None = None
) -> printed.ApologySlip:
    """Văn bản xin lỗi; reason and new day are the office's, and may be left to be written by hand.

    Raises ValueError when no day has passed.
    """
    if not is_late(dossier, today) or dossier.received_on is None or dossier.due_on is None:
        raise ValueError(dossier.number)
    with translation.override(settings.LANGUAGE_CODE):
        late = working_time_left(today, dossier.due_on, calendar.overrides)
        return printed.ApologySlip(
            **_head(dossier, today),
            office_in_sentence=_commune_office(dossier),
            received=dmy(dossier.received_on),
            due=f"ngày {dmy(dossier.due_on)}",
            late=f"{late}, tính đến ngày {dmy(today)}",
            reason=reason,
            new_due=f"ngày {dmy(new_due)}" if new_due else "",
            recipients=("Như trên", "Lưu: VT, hồ sơ"),
            signature=Signature(capacity=("TM. ỦY BAN NHÂN DÂN",), note=_BY_HAND),
        )


def control_slip(dossier: Dossier, history: Sequence[Transition], *, today: dt.date) -> printed.ControlSlip:
    """Phiếu kiểm soát: every move so far, the earliest first, each measured by the day that was set before it."""
    with translation.override(settings.LANGUAGE_CODE):
        steps, due = [], None
        for each in reversed(history):
            steps.append(_step(dossier, each, due))
            due = each.due_on
        return printed.ControlSlip(
            **_head(dossier, today),
            steps=tuple(steps),
            state=str(dossier.current.label),
            as_of=f"ngày {dmy(today)}",
        )


def _step(dossier: Dossier, moved: Transition, due: dt.date | None) -> printed.Step:
    local = timezone.localtime(moved.at)
    target = State(moved.target)
    to = who_is_next(
        target.turn, producer=dossier.producer.name, commune=dossier.commune.name, province=dossier.province.name
    )
    return printed.Step(
        what=str(moved.get_move_display()),
        who=f"{moved.get_party_display()}: {moved.actor.full_name}",
        at=f"{local:%H:%M} {dmy(local.date())}",
        to=to[:1].upper() + to[1:] if moved.source != moved.target else "",
        due=dmy(due) if due else "",
        outcome=outcome_of(due, local.date()),
        note=moved.reason,
    )


def outcome_of(due: dt.date | None, done: dt.date) -> str:
    """Say whether a step was done before its day, on it, or after; nothing where no day was set."""
    if due is None:
        return ""
    if done == due:
        return "Đúng hạn"
    left = in_days((due - done).days)
    return "Trước hạn" if done < due else left[:1].upper() + left[1:]


# ---------------------------------------------------------------- heads


def _head(dossier: Dossier, made_on: dt.date, *, desk: bool = False) -> dict[str, Any]:
    """Return what every slip says first; ``desk`` heads it with the one-stop desk of the commune."""
    commune, producer = in_sentence(dossier.commune.name), dossier.producer
    office = f"Ủy ban nhân dân {commune}"
    heading = Heading(
        superior=office.upper() if desk else "",
        office=(f"Trung tâm Phục vụ hành chính công {commune}" if desk else office).upper(),
        place=place_name(dossier),
        date=in_words(made_on),
    )
    kind = str(dossier.get_kind_display())
    return {
        "made_on": made_on,
        "author": office,
        "heading": heading,
        "dossier_number": dossier.number,
        "producer": producer.name,
        "address": producer.address,
        "phone": producer.phone,
        "email": producer.email,
        "matter": f"Đánh giá, phân hạng sản phẩm OCOP ({kind[:1].lower()}{kind[1:]}): {dossier.product.name}",
    }


def _of_province(dossier: Dossier, made_on: dt.date) -> Heading:
    province = dossier.province.name
    return Heading(
        superior=f"Ủy ban nhân dân {province}".upper(),
        office="CƠ QUAN THAM MƯU QUẢN LÝ OCOP",
        place=province.removeprefix("Tỉnh ").removeprefix("Thành phố "),
        date=in_words(made_on),
    )


def _commune_office(dossier: Dossier) -> str:
    return f"Ủy ban nhân dân {in_sentence(dossier.commune.name)}"
