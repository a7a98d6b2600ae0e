"""Every component once, with examples, at ``/components/``. The examples are illustrations, not data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.access.answers import refuse
from registry.access.permissions import anyone, requires


class ExampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(label="Tên sản phẩm", max_length=120, help_text="Như ghi trên nhãn.")
    producer_kind = forms.ChoiceField(
        label="Loại hình chủ thể",
        choices=[("", "– chọn –"), ("cooperative", "Hợp tác xã"), ("household", "Hộ sản xuất có đăng ký kinh doanh")],
    )
    issued = forms.DateField(label="Ngày cấp", required=False, help_text="Ví dụ 09/11/2026.")
    kind = forms.ChoiceField(
        label="Loại hồ sơ",
        widget=forms.RadioSelect,
        choices=[("first", "Lần đầu"), ("upgrade", "Nâng hạng"), ("again", "Đánh giá, phân hạng lại")],
    )
    story = forms.CharField(label="Câu chuyện sản phẩm", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="Chủ thể đồng ý nhờ UBND xã nhập hồ sơ thay.")


class UploadForm(forms.Form):
    photo = forms.FileField(
        label="Ảnh sản phẩm",
        help_text="Ảnh chụp bằng điện thoại cũng được, tối đa 10 MB; vị trí chụp được xóa.",
        required=False,
    )


def _states() -> list[SimpleNamespace]:
    rows = [
        ("Đang soạn", "pencil", "neutral"),
        ("UBND xã đang kiểm tra, đánh giá", "clipboard-check", "info"),
        ("Chờ chủ thể bổ sung (UBND xã yêu cầu)", "arrow-return-left", "warning"),
        ("Đã công nhận 4 sao", "patch-check", "success"),
        ("Hồ sơ bị loại", "x-circle", "danger"),
    ]
    return [SimpleNamespace(label=label, icon=icon, tone=tone) for label, icon, tone in rows]


def _history() -> list[dict[str, Any]]:
    def moment(day: int, hour: int) -> dt.datetime:
        return timezone.make_aware(dt.datetime(2026, 11, day, hour, 5))  # noqa: DTZ001 - made aware here

    return [
        {
            "title": "Đã đề nghị tỉnh đánh giá, phân hạng",
            "at": moment(24, 9),
            "who": "Lãnh đạo UBND xã",
            "icon": "send",
            "tone": "success",
            "note": "Văn bản đề nghị và Báo cáo Mẫu số 03 đã ký.",
        },
        {
            "title": "Chủ thể gửi nội dung bổ sung",
            "at": moment(13, 15),
            "who": "Đại diện chủ thể",
            "icon": "check2",
            "tone": "info",
        },
        {
            "title": "Yêu cầu bổ sung, hoàn thiện",
            "at": moment(10, 10),
            "who": "Cán bộ tiếp nhận",
            "icon": "arrow-return-left",
            "tone": "warning",
            "note": "Phiếu kiểm nghiệm đã quá 12 tháng.",
        },
        {"title": "Nộp hồ sơ", "at": moment(9, 8), "who": "Đại diện chủ thể", "icon": "inbox"},
    ]


def _products() -> list[dict[str, Any]]:
    return [
        {
            "name": "Nước mắm (minh họa)",
            "producer": "Hợp tác xã A",
            "place": "Xã Triệu Cơ",
            "points": Decimal("79.60"),
            "stars": 4,
        },
        {
            "name": "Cà phê (minh họa)",
            "producer": "Công ty B",
            "place": "Xã Hướng Phùng",
            "points": Decimal(94),
            "stars": 5,
        },
        {
            "name": "Mật ong (minh họa)",
            "producer": "Tổ hợp tác C",
            "place": "Xã Hướng Hiệp",
            "points": Decimal("72.20"),
            "stars": 3,
        },
    ]


@requires(anyone())
def components(request: HttpRequest) -> HttpResponse:
    wrong = ExampleForm({"name": "", "kind": "first", "issued": "31/31/2026"})
    wrong.is_valid()
    return render(
        request,
        "components/gallery.html",
        {
            "states": _states(),
            "due": dt.date(2026, 12, 1),
            "started": dt.date(2026, 11, 9),
            "history": _history(),
            "products": _products(),
            "form": ExampleForm(auto_id="good_%s"),
            "wrong": wrong,
            "upload_form": UploadForm(),
            "answer": refuse(
                "hộ chưa có giấy đăng ký kinh doanh.",
                article="khoản 3 Điều 2",
                remedy="nhập số, ngày cấp và tải bản sao.",
            ),
            "page": Paginator(range(480), 20).get_page(request.GET.get("page")),
            "tabs_shown": [
                {"label": "Tổng quan", "url": "#tabs", "active": True, "count": None},
                {"label": "Minh chứng", "url": "#tabs", "active": False, "count": 12},
                {"label": "Phiếu đánh giá", "url": "#tabs", "active": False, "count": None},
                {"label": "Văn bản", "url": "#tabs", "active": False, "count": 3},
            ],
            "steps": [
                {"label": "Chủ thể nộp", "state": "done"},
                {"label": "UBND xã", "state": "done"},
                {"label": "Cấp tỉnh", "state": "current"},
                {"label": "Hội đồng", "state": "todo"},
                {"label": "Quyết định", "state": "todo"},
            ],
            "rows": [("3 sao", 214), ("4 sao", 62), ("5 sao", 3)],
            "facts_shown": {
                "Chủ thể": "Hợp tác xã A (minh họa)",
                "Mã số sản phẩm": "45-19495-01-2026",
                "Bộ sản phẩm": "Gia vị khác",
                "Địa chỉ": "Xã Triệu Cơ, tỉnh Quảng Trị",
            },
            "line": {
                "code": "3.1",
                "text": "Nguồn nguyên liệu của địa phương trong sản phẩm chiếm bao nhiêu?",
                "maximum": 3,
            },
            "options": [
                {"value": 1, "text": "Sử dụng nguyên liệu trong tỉnh dưới 50%", "points": 1},
                {"value": 2, "text": "Sử dụng nguyên liệu trong tỉnh từ 50% đến dưới 75%", "points": 2},
                {"value": 3, "text": "Sử dụng nguyên liệu trong tỉnh từ 75% trở lên", "points": 3},
            ],
            "parts": [("A", 34, 40), ("B", 19, 25), ("C", 27, 35)],
        },
    )
