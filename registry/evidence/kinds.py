"""The 15 kinds of evidence of Form 02, part III (Mẫu số 02, Phụ lục III), in the words of the law."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """Row of the table in Form 02; ``requirement`` says what the producer hands in."""

    no: int
    name: str
    requirement: str


KINDS = (
    EvidenceKind(
        1,
        "Giấy đăng ký kinh doanh",
        "Bản sao chứng minh hoạt động kinh doanh hợp pháp.",
    ),
    EvidenceKind(
        2,
        "Giấy chứng nhận cơ sở đủ điều kiện sản xuất",
        "Bản sao, với sản phẩm cần phải có giấy chứng nhận theo quy định.",
    ),
    EvidenceKind(
        3,
        "Nguồn gốc nguyên liệu, vùng nguyên liệu, liên kết chuỗi",
        "Bản sao: giấy xác nhận an toàn thực phẩm đối với vùng nguyên liệu, hợp đồng mua bán hoặc nguyên tắc, "
        "thỏa thuận liên kết, thanh lý hợp đồng, hóa đơn chứng từ.",
    ),
    EvidenceKind(
        4,
        "Bảo vệ môi trường, sử dụng công nghệ theo hướng bền vững",
        "Bản sao hồ sơ, thủ tục về môi trường; hình ảnh giải pháp bảo vệ môi trường; hình ảnh, mô tả công nghệ.",
    ),
    EvidenceKind(
        5,
        "Sử dụng lao động địa phương",
        "Danh sách lao động đóng bảo hiểm có xác nhận của chủ thể, bao gồm cả nơi thường trú.",
    ),
    EvidenceKind(
        6,
        "Tăng trưởng sản xuất kinh doanh",
        "Bản sao kết quả phân loại hợp tác xã hoặc báo cáo tài chính 2 năm gần nhất.",
    ),
    EvidenceKind(
        7,
        "Sở hữu trí tuệ",
        "Đơn đăng ký nhãn hiệu đã được chấp nhận hoặc công bố; bản sao giấy chứng nhận đăng ký nhãn hiệu; văn bằng "
        "ghi nhận quyền sử dụng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận; bằng sáng chế, kiểu dáng.",
    ),
    EvidenceKind(
        8,
        "Phát triển thị trường, hoạt động quảng bá, xúc tiến thương mại",
        "Bản sao hợp đồng, cam kết, ký gửi, đặt hàng, biên nhận, hóa đơn, chứng từ về phân phối, xuất khẩu.",
    ),
    EvidenceKind(
        9,
        "Quảng bá sản phẩm",
        "Tài liệu về website, hoạt động quảng bá.",
    ),
    EvidenceKind(
        10,
        "Câu chuyện về sản phẩm",
        "Bản sao tờ rơi, hình ảnh, phim, ghi âm về câu chuyện của sản phẩm.",
    ),
    EvidenceKind(
        11,
        "Công bố chất lượng sản phẩm",
        "Bản sao tài liệu chứng minh chất lượng sản phẩm được công bố.",
    ),
    EvidenceKind(
        12,
        "Phiếu kết quả kiểm nghiệm chỉ tiêu chất lượng, an toàn thực phẩm theo tiêu chuẩn công bố",
        "Bản sao tài liệu chứng minh đạt tiêu chuẩn chất lượng, an toàn thực phẩm.",
    ),
    EvidenceKind(
        13,
        "Mã số mã vạch, tem truy xuất nguồn gốc",
        "Bản sao tài liệu chứng minh mã, tem, sở hữu thương hiệu.",
    ),
    EvidenceKind(
        14,
        "Hệ thống quản lý chất lượng tiên tiến, kiểm soát chất lượng",
        "Bản sao chứng nhận hệ thống quản lý chất lượng tiên tiến.",
    ),
    EvidenceKind(
        15,
        "Giải thưởng của sản phẩm, bình chọn của các tổ chức uy tín trong nước và quốc tế",
        "Bản sao tài liệu về các thành tích, giải thưởng, bình chọn.",
    ),
)

BY_NUMBER = {kind.no: kind for kind in KINDS}
