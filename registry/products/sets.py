"""The 26 product sets of annex I (Phụ lục I) as data, and how people find the right one.

Names are those of the score sheets of annex II; branch, group and subgroup (ngành, nhóm, phân nhóm) are what Form 01
asks for. ``words`` are ours, not the law's: everyday names under which producers look for their set.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.places.folding import fold

_MAE = "Bộ Nông nghiệp và Môi trường"
_MOIT = "Bộ Công Thương"
_MOH = "Bộ Y tế"
_MOCST = "Bộ Văn hóa, Thể thao và Du lịch"

TOURISM_SET = 26
SAMPLES = 5
"""Samples sent with the dossier (điểm d khoản 2 Điều 6); tourism sends none."""


@dataclass(frozen=True, slots=True)
class ProductSet:
    """One set. ``subgroup`` is empty where annex I goes no deeper than the group."""

    number: int
    name: str
    branch_code: str
    branch: str
    group: str
    subgroup: str
    agency: str
    words: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_tourism(self) -> bool:
        return self.number == TOURISM_SET

    @property
    def samples(self) -> int:
        return 0 if self.is_tourism else SAMPLES

    @property
    def path(self) -> str:
        """Branch, group and subgroup as Form 01 wants them in one line."""
        return ", ".join(part for part in (self.branch, self.group, self.subgroup) if part)

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


_FOOD = ("I", "Sản phẩm thực phẩm")
_DRINK = ("II", "Sản phẩm đồ uống")
_HERB = ("III", "Sản phẩm dược liệu và sản phẩm từ dược liệu")
_CRAFT = ("IV", "Sản phẩm hàng thủ công mỹ nghệ")
_ORNAMENT = ("V", "Sản phẩm sinh vật cảnh")
_TOURISM = ("VI", "Sản phẩm dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch")


def _set(  # noqa: PLR0917
    number: int, branch: tuple[str, str], name: str, group: str, subgroup: str, agency: str, words: str
) -> ProductSet:
    return ProductSet(number, name, *branch, group, subgroup, agency, tuple(word.strip() for word in words.split(";")))


SETS = (
    _set(
        1, _FOOD, "Rau, củ, quả, hạt tươi", "Thực phẩm tươi sống", "Rau, củ, quả, hạt tươi", _MAE,
        "trái cây; hoa quả tươi; cam; bưởi; thanh long; xoài; dưa hấu; dứa tươi; chuối tươi; nấm tươi; rau sạch; "
        "khoai tươi; lạc tươi; măng tươi; ném tươi; rau má; ớt tươi; gừng tươi",
    ),
    _set(
        2, _FOOD, "Thịt, thủy sản, trứng, sữa tươi", "Thực phẩm tươi sống", "Thịt, thủy sản, trứng, sữa tươi", _MAE,
        "thịt lợn tươi; thịt bò; thịt gà; gà thả vườn; tôm tươi; cá tươi; hải sản tươi; trứng gà; trứng vịt; sữa tươi; "
        "yến sào thô; hàu; cua; mực tươi",
    ),
    _set(
        3, _FOOD, "Gạo, ngũ cốc, hạt sơ chế khác", "Thực phẩm thô, sơ chế", "Gạo, ngũ cốc, hạt sơ chế khác", _MAE,
        "gạo; gạo nếp; gạo lứt; gạo hữu cơ; lúa; ngô hạt; đậu xanh; đậu đen; đậu phộng; lạc nhân; hạt sen khô; vừng; mè",
    ),
    _set(
        4, _FOOD, "Mật ong, mật khác và nông sản thực phẩm khác", "Thực phẩm thô, sơ chế",
        "Mật ong, mật khác và nông sản thực phẩm khác", _MAE,
        "mật ong; mật mía; mật dừa nước; sữa ong chúa; phấn hoa; nấm khô; mộc nhĩ; măng khô; rong biển khô",
    ),
    _set(
        5, _FOOD, "Đồ ăn nhanh", "Thực phẩm chế biến", "Đồ ăn nhanh", _MOIT,
        "mì ăn liền; phở ăn liền; cháo ăn liền; bún ăn liền; thức ăn nhanh; pizza; xúc xích ăn liền",
    ),
    _set(
        6, _FOOD, "Chế biến từ gạo, ngũ cốc", "Thực phẩm chế biến", "Chế biến từ gạo, ngũ cốc", f"{_MAE}; {_MOIT}",
        "bún; bún khô; bún gạo; phở khô; miến; miến dong; bánh tráng; bánh đa; bánh cốm; bánh tét; bánh chưng; "
        "bánh gạo lứt; cốm; ngũ cốc; bột ngũ cốc; bột gạo; mì gạo; hủ tiếu; bánh lọc; bánh ít; bánh in",
    ),
    _set(
        7, _FOOD, "Chế biến từ rau, củ, quả, hạt", "Thực phẩm chế biến", "Chế biến từ rau, củ, quả, hạt", _MAE,
        "chuối sấy; chuối sấy dẻo; mít sấy; khoai sấy; khoai deo; hoa quả sấy; trái cây sấy; mứt; mứt gừng; dưa món; "
        "măng chua; măng dầm ớt; kẹo lạc; dầu lạc; dầu phộng; dầu mè; dầu thực vật; bơ đậu phộng; tinh bột nghệ; bột sắn; "
        "bột rau má; tương ớt khô; đậu phụ; hạt điều rang; bột gừng; bột tía tô",
    ),
    _set(
        8, _FOOD,
        "Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác",
        "Thực phẩm chế biến",
        "Chế biến từ thịt, trứng, sữa, thủy sản, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác",
        f"{_MAE}; {_MOIT}",
        "chả cá; chả lụa; giò; nem; nem chua; thịt bò khô; lạp xưởng; cá khô; mực khô; tôm khô; ruốc; chà bông; "
        "cá một nắng; mực một nắng; trứng muối; sữa chua; yến chưng; mật ong ngâm; cá kho",
    ),
    _set(
        9, _FOOD, "Tương, nước mắm, gia vị dạng lỏng khác", "Gia vị", "Tương, nước mắm, gia vị dạng lỏng khác", _MAE,
        "nước mắm; mắm; mắm ruốc; mắm nêm; mắm tôm; ruốc bột; nước mắm nhĩ; tương; tương ớt; tương bần; nước tương; "
        "xì dầu; giấm; nước chấm",
    ),
    _set(
        10, _FOOD, "Gia vị khác (muối, hành, tỏi, tiêu,...)", "Gia vị", "Gia vị khác", _MAE,
        "muối; muối đậu; muối sả; muối tiêu; muối tôm; hạt tiêu; tiêu hạt; tiêu Cùa; hành khô; tỏi; tỏi đen; ném khô; "
        "ớt bột; sa tế; bột nghệ gia vị; quế; hồi; bột canh; mắc khén",
    ),
    _set(
        11, _FOOD, "Chè tươi, chè chế biến", "Chè", "Chè tươi, chế biến", _MAE,
        "chè xanh; chè khô; trà xanh; trà ô long; trà shan tuyết; hồng trà; bột trà xanh; matcha",
    ),
    _set(
        12, _FOOD, "Sản phẩm trà từ thực vật khác", "Chè", "Sản phẩm chè từ thực vật khác", _MAE,
        "trà thảo mộc; trà túi lọc; chè vằng; trà vằng; trà cà gai leo; trà an xoa; trà gừng; trà hoa; trà sen; trà atiso; "
        "trà vỏ cà phê; nụ vối; trà gạo lứt; trà hoa cúc",
    ),
    _set(
        13, _FOOD, "Sản phẩm cà phê, ca cao", "Cà phê, ca cao", "", _MAE,
        "cà phê; cà phê bột; cà phê hạt; cà phê rang xay; coffee; cafe; cacao; sô cô la; socola",
    ),
    _set(
        14, _DRINK, "Rượu trắng", "Đồ uống có cồn", "Rượu trắng", _MOIT,
        "rượu; rượu gạo; rượu nếp trắng; rượu men lá; rượu đế; rượu ngô; rượu Kim Long",
    ),
    _set(
        15, _DRINK, "Đồ uống có cồn khác", "Đồ uống có cồn", "Đồ uống có cồn khác", _MOIT,
        "rượu vang; rượu mơ; rượu dâu; rượu sim; rượu ngâm; rượu cần; rượu trái cây; bia; rượu sâm",
    ),
    _set(
        16, _DRINK, "Nước khoáng thiên nhiên, nước uống đóng chai", "Đồ uống không cồn",
        "Nước khoáng thiên nhiên, nước uống đóng chai", _MOH,
        "nước khoáng; nước lọc; nước suối; nước tinh khiết; nước đóng bình",
    ),
    _set(
        17, _DRINK, "Đồ uống không cồn khác", "Đồ uống không cồn", "Đồ uống không cồn", _MOIT,
        "nước ép; nước ép dứa; nước ép trái cây; nước yến; sữa hạt; sữa đậu nành; nước mía; nước sâm; nước giải khát; "
        "si rô; kombucha; nước cốt chanh dây",
    ),
    _set(
        18, _HERB, "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền",
        "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền", "", _MOH,
        "thực phẩm bảo vệ sức khỏe; viên nang; viên hoàn; thuốc nam; cao dược liệu; cao cà gai leo; cao chè vằng; "
        "đông trùng hạ thảo; viên uống; cao lá vằng",
    ),
    _set(
        19, _HERB, "Mỹ phẩm có thành phần từ dược liệu", "Mỹ phẩm có thành phần từ dược liệu", "", _MOH,
        "mỹ phẩm; dầu gội; dầu gội thảo dược; xà phòng; xà bông; son dưỡng; kem dưỡng da; nước rửa tay; mặt nạ; dầu dừa dưỡng",
    ),
    _set(
        20, _HERB, "Tinh dầu và dược liệu khác", "Tinh dầu và dược liệu khác", "", f"{_MOH}; {_MOIT}",
        "tinh dầu; tinh dầu tràm; tinh dầu sả; dầu tràm; cao an xoa; cao dược liệu; dược liệu khô; nước lau sàn; "
        "nhang thảo dược; cà gai leo; sâm; nấm linh chi",
    ),
    _set(
        21, _CRAFT, "Thủ công mỹ nghệ gia dụng, trang trí", "Thủ công mỹ nghệ gia dụng, trang trí", "",
        f"{_MOIT}; {_MAE}",
        "nón lá; mây tre đan; gốm; sứ; đồ gỗ; tranh gạo; tranh; chiếu cói; chổi đót; giỏ; đồ lưu niệm; điêu khắc; trầm hương; "
        "hương trầm",
    ),
    _set(
        22, _CRAFT, "Vải, may mặc", "Vải, may mặc", "", _MOIT,
        "thổ cẩm; lụa; áo dài; dệt zèng; khăn; quần áo; túi vải; đồ thêu; vải lanh",
    ),
    _set(23, _ORNAMENT, "Hoa", "Hoa", "", _MAE, "hoa tươi; hoa lan; hoa cúc; hoa hồng; hoa ly; mai vàng"),
    _set(24, _ORNAMENT, "Cây cảnh", "Cây cảnh", "", _MAE, "bonsai; cây kiểng; cây mai cảnh; cây quất; sen đá; xương rồng"),
    _set(25, _ORNAMENT, "Động vật cảnh", "Động vật cảnh", "", _MAE, "cá cảnh; chim cảnh; gà cảnh; chó cảnh; cá koi; thú cảnh"),
    _set(
        26, _TOURISM, "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
        "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", "", f"{_MOCST}; {_MAE}",
        "homestay; du lịch; du lịch làng nghề; tham quan; farmstay; nghỉ dưỡng; điểm đến; khu du lịch; trải nghiệm",
    ),
)  # fmt: skip

BY_NUMBER = {product_set.number: product_set for product_set in SETS}
CHOICES = [(product_set.number, str(product_set)) for product_set in SETS]


def product_set(number: int) -> ProductSet:
    """Return the set; ``KeyError`` for a number the law does not know."""
    return BY_NUMBER[number]


_EXACT, _PHRASE, _BEGINS, _WORDS = 0, 1, 2, 3


def find(query: str) -> list[ProductSet]:
    """Return the sets that fit ``query``, best first; all 26 when nothing is asked.

    Without regard to accents and capitals. An everyday name that equals the query comes first, then one found as a
    phrase in it or the other way round (the longer, the better), then sets that hold all its words. "Nước mắm Gia
    Đẳng" therefore finds set 9 through "nước mắm".
    """
    wanted = fold(query)
    if not wanted:
        return list(SETS)
    if wanted.isdigit():
        return [candidate for candidate in SETS if str(candidate.number) == wanted]
    ranked = [(rank, candidate) for candidate in SETS if (rank := _rank(candidate, wanted)) is not None]
    return [candidate for _rank_, candidate in sorted(ranked, key=lambda pair: (pair[0], pair[1].number))]


def _rank(candidate: ProductSet, wanted: str) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for name in _names(candidate):
        found = _rank_of_name(name, wanted)
        if found is not None and (best is None or found < best):
            best = found
    if best is None and set(wanted.split()) <= set(" ".join(_names(candidate)).split()):
        return (_WORDS, 0)
    return best


def _rank_of_name(name: str, wanted: str) -> tuple[int, int] | None:
    if name == wanted:
        return (_EXACT, 0)
    if f" {name} " in f" {wanted} ":
        return (_PHRASE, -len(name))
    if f" {name}".find(f" {wanted}") >= 0:
        return (_BEGINS, len(name))
    return None


def _names(candidate: ProductSet) -> tuple[str, ...]:
    return _FOLDED[candidate.number]


_FOLDED = {
    candidate.number: tuple(
        dict.fromkeys(
            fold(name)
            for name in (
                candidate.name,
                *candidate.name.split(","),
                candidate.group,
                candidate.subgroup,
                *candidate.words,
            )
            if name
        )
    )
    for candidate in SETS
}
