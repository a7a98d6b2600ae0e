"""The people of the demonstration as test helpers, with their offices, producers and places.

``cast("cuc")`` returns the user, made on first call together with what she needs; ask for nobody you do not need.
Hạnh acts for a producer of xã Triệu Cơ (commune officer Cúc), Biển for one of xã Cửa Tùng (Em), both in Quảng Trị
(Giang, Hùng); Khoa acts for one of phường Phú Xuân (Sen) in Huế (Tâm): whoever should see one must not see the others.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from registry.access.roles import Role, Scope
from registry.accounts.models import RoleAssignment, User
from registry.evidence.actions import add_evidence
from registry.evidence.facts import Particulars
from registry.evidence.models import EvidenceDocument
from registry.places.folding import fold
from registry.places.models import Commune, Province
from registry.producers.actions import register_producer
from registry.producers.facts import ProducerFacts
from registry.producers.models import Membership, Producer
from registry.producers.states import ProducerKind, Rank, Sex
from registry.products.actions import register_product
from registry.products.facts import ProductFacts
from registry.products.models import Product

SINCE = dt.date(2025, 7, 1)
"""First day of all offices: the day the communes of today came to be."""
MADE_AT = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))

QUANG_TRI, HUE = "44", "46"
TRIEU_CO, CUA_TUNG, MY_THUY, PHU_XUAN = "19654", "19414", "19741", "19753"
_PROVINCES = {QUANG_TRI: ("Tỉnh Quảng Trị", "tỉnh"), HUE: ("Thành phố Huế", "thành phố trung ương")}
_COMMUNES = {
    TRIEU_CO: ("Xã Triệu Cơ", "xã", QUANG_TRI),
    CUA_TUNG: ("Xã Cửa Tùng", "xã", QUANG_TRI),
    MY_THUY: ("Xã Mỹ Thủy", "xã", QUANG_TRI),
    PHU_XUAN: ("Phường Phú Xuân", "phường", HUE),
}


@dataclass(frozen=True)
class Person:
    full_name: str
    role: Role | None = None
    place: str = ""
    producer: str = ""
    position: str = ""
    signs_as: str = ""
    email: bool = True


PEOPLE = {
    "hanh": Person("Lê Thị Hạnh", producer="gia_dang"),
    "bien": Person("Nguyễn Văn Biển", producer="cua_tung", email=False),
    "khoa": Person("Trần Đăng Khoa", producer="hue"),
    "cuc": Person("Trần Thị Cúc", Role.COMMUNE_OFFICER, TRIEU_CO, position="Chuyên viên Phòng Kinh tế"),
    "dung": Person(
        "Hoàng Văn Dũng", Role.COMMUNE_RECEPTION, TRIEU_CO, position="Trung tâm Phục vụ hành chính công xã Triệu Cơ"
    ),
    "duc": Person(
        "Phạm Văn Đức",
        Role.COMMUNE_LEADER,
        TRIEU_CO,
        position="Phó Chủ tịch UBND xã Triệu Cơ",
        signs_as="KT. CHỦ TỊCH",
    ),
    "em": Person("Võ Thị Em", Role.COMMUNE_OFFICER, CUA_TUNG, position="Chuyên viên Phòng Kinh tế"),
    "sen": Person("Hồ Thị Sen", Role.COMMUNE_OFFICER, PHU_XUAN, position="Chuyên viên Phòng Kinh tế"),
    "giang": Person("Nguyễn Thị Giang", Role.PROVINCE_OFFICER, QUANG_TRI),
    "hung": Person("Lê Văn Hùng", Role.PROVINCE_OFFICER, QUANG_TRI),
    "thu": Person("Ngô Thị Thư", Role.PROVINCE_OFFICER, QUANG_TRI),
    "tam": Person("Phan Minh Tâm", Role.PROVINCE_OFFICER, HUE),
    "quoc": Person(
        "Trịnh Quốc Chín",
        Role.DECIDING_AUTHORITY,
        QUANG_TRI,
        position="Phó Chủ tịch UBND tỉnh",
        signs_as="KT. CHỦ TỊCH",
    ),
    "bo": Person("Vũ Thị Mười", Role.MINISTRY_OFFICER),
    "bo_truong": Person("Đinh Văn Mười Một", Role.MINISTRY_AUTHORITY, signs_as="KT. BỘ TRƯỞNG"),
    "quan_tri": Person("Lương Văn Trị", Role.SYSTEM_ADMINISTRATOR),
    "lan": Person("Đỗ Thị Lan"),
    "minh": Person("Bùi Văn Minh"),
    "nga": Person("Trương Thị Nga"),
    "tv1": Person("Hồ Văn Một", position="Giám đốc Sở Nông nghiệp và Môi trường"),
    "tv2": Person("Phan Thị Hai", position="Sở Công Thương"),
    "tv3": Person("Dương Văn Ba", position="Sở Y tế"),
    "tv4": Person("Lý Thị Bốn", position="Sở Khoa học và Công nghệ"),
    "tv5": Person("Tạ Văn Năm", position="Sở Văn hóa, Thể thao và Du lịch"),
    "tv6": Person("Cao Thị Sáu", position="Chi cục Phát triển nông thôn"),
    "tv7": Person("Mai Văn Bảy", position="Cơ quan tham mưu quản lý OCOP"),
    "stranger": Person("Người Lạ"),
}
"""Everybody with an account; the public has none (``client_of(None)``)."""

TWINS = frozenset({"hung", "minh", "nga", "tv3", "tv5", "tv6"})
"""Who holds the same office or seat, for the same place, as somebody else of the cast."""


@dataclass(frozen=True)
class Organisation:
    kind: ProducerKind
    name: str
    commune: str
    officer: str
    representative: str
    sex: Sex
    registration_number: str


ORGANISATIONS = {
    "gia_dang": Organisation(
        ProducerKind.COOPERATIVE,
        "HTX Nước mắm Gia Đẳng (minh họa)",
        TRIEU_CO,
        "cuc",
        "Lê Thị Hạnh",
        Sex.FEMALE,
        "3007 GD-01",
    ),
    "cua_tung": Organisation(
        ProducerKind.FAMILY_HOUSEHOLD,
        "Hộ kinh doanh Nước mắm Cửa Tùng (minh họa)",
        CUA_TUNG,
        "em",
        "Nguyễn Văn Biển",
        Sex.MALE,
        "30E8 CT-02",
    ),
    "hue": Organisation(
        ProducerKind.COOPERATIVE_GROUP,
        "Tổ hợp tác Tinh dầu tràm Huế (minh họa)",
        PHU_XUAN,
        "sen",
        "Trần Đăng Khoa",
        Sex.MALE,
        "31A7 TD-03",
    ),
}


def province(code: str) -> Province:
    name, kind = _PROVINCES[code]
    return Province.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "folded": fold(name)})[0]


def commune(code: str) -> Commune:
    name, kind, province_code = _COMMUNES[code]
    return Commune.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "province": province(province_code), "folded": fold(name)}
    )[0]


def cast(name: str) -> User:
    """Return the person called ``name``, with office or producer. Nobody has a password: use ``client_of``."""
    known = User.objects.filter(username=name).first()
    if known:
        return known
    person = PEOPLE[name]
    user = User.objects.create_user(
        name,
        full_name=person.full_name,
        phone=f"09{list(PEOPLE).index(name):08d}",
        email=f"{name}@example.vn" if person.email else "",
    )
    if person.role:
        scope = person.role.scope
        RoleAssignment.objects.create(
            user=user,
            role=person.role,
            commune=commune(person.place) if scope is Scope.COMMUNE else None,
            province=province(person.place) if scope is Scope.PROVINCE else None,
            position=person.position,
            signs_as=person.signs_as,
            since=SINCE,
        )
    if person.producer:
        Membership.objects.create(user=user, producer=producer(person.producer), rank=Rank.OWNER, since=SINCE)
    return user


def client_of(name: str | None) -> Client:
    """Return a browser in which ``name`` is signed in; ``None`` is the public."""
    client = Client()
    if name is not None:
        client.force_login(cast(name))
    return client


def body_of(answer: Any) -> bytes:
    """Return all that a response says; reading a file to its end closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def status_of(browser: Client, page: str) -> int:
    """Ask for ``page`` and return the status only, the file behind it read and closed."""
    answer = browser.get(page)
    body_of(answer)
    return int(answer.status_code)


def producer(name: str) -> Producer:
    """Return the producer called ``name`` ("gia_dang", "cua_tung", "hue"), made on first call by its commune."""
    wanted = ORGANISATIONS[name]
    known = Producer.objects.filter(name=wanted.name).first()
    if known:
        return known
    return register_producer(
        facts=ProducerFacts(
            kind=wanted.kind,
            name=wanted.name,
            commune=commune(wanted.commune),
            address="Thôn 1",
            registration_number=wanted.registration_number,
            registered_on=dt.date(2019, 5, 20),
            registration_issuer="Phòng Tài chính - Kế hoạch",
            representative_name=wanted.representative,
            representative_position="Giám đốc",
            representative_sex=wanted.sex,
            representative_ethnicity="Kinh",
            representative_residence="Thôn 1",
            phone="0912345678",
        ),
        actor=cast(wanted.officer),
        at=MADE_AT,
    )


def product(
    name: str = "Nước mắm Gia Đẳng", *, of: str = "gia_dang", set_number: int = 9, photo: Any = None
) -> Product:
    """Return the product of this name of the producer ``of``, registered on first call by its commune."""
    known = Product.objects.filter(producer=producer(of), name=name).first()
    if known:
        return known
    return register_product(
        producer=producer(of),
        facts=ProductFacts(name=name, set_number=set_number, specification="Chai 500 ml"),
        photo=photo,
        duplicates_confirmed=True,
        actor=cast(ORGANISATIONS[of].officer),
        at=MADE_AT,
    )


def evidence(
    title: str = "Giấy đăng ký kinh doanh", *, of: str = "gia_dang", kind: int = 1, **particulars: Any
) -> EvidenceDocument:
    """Return the paper of this title in the vault of ``of``, uploaded on first call by its commune."""
    known = EvidenceDocument.objects.filter(producer=producer(of), title=title).first()
    if known:
        return known
    return add_evidence(
        producer=producer(of),
        particulars=Particulars(kind=kind, title=title, **particulars),
        file=picture_file(words=f"{of} {title}"),
        actor=cast(ORGANISATIONS[of].officer),
        at=MADE_AT,
    )


def picture_file(
    name: str = "anh.jpg", *, size: tuple[int, int] = (320, 240), words: str = "", **options: Any
) -> SimpleUploadedFile:
    """Return a picture as a phone would send it; ``words`` make its content differ from others."""
    shade = sum(words.encode()) % 200
    picture = Image.new("RGB", size, (shade, 120, 60))
    for at, sign in enumerate(words.encode()[: size[0]]):
        picture.putpixel((at, 0), (sign, sign, sign))
    buffer = io.BytesIO()
    kind = {"heic": "HEIF", "png": "PNG", "webp": "WEBP"}.get(name.rsplit(".", 1)[-1], "JPEG")
    picture.save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/octet-stream")
