"""The people of the demonstration as test helpers, with their offices, producers and places.

``cast("cuc")`` returns the user, made on first call together with what she needs; ask for nobody you do not need.
Hạnh acts for a producer of xã Triệu Cơ (commune officer Cúc), Biển for one of xã Cửa Tùng (Em), both in Quảng Trị
(Giang, Hùng); Khoa acts for one of phường Phú Xuân (Sen) in Huế (Tâm): whoever should see one must not see the others.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from registry.access.roles import Role, Scope
from registry.accounts.models import RoleAssignment, User
from registry.places.folding import fold
from registry.places.models import Commune, Province
from registry.producers.models import Membership, Producer
from registry.producers.states import ProducerKind, Rank, Sex

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


def producer(name: str) -> Producer:
    """Return the producer called ``name`` ("gia_dang", "cua_tung", "hue"), made on first call by its commune."""
    wanted = ORGANISATIONS[name]
    known = Producer.objects.filter(name=wanted.name).first()
    if known:
        return known
    return Producer.objects.create(
        kind=wanted.kind,
        name=wanted.name,
        folded=fold(wanted.name),
        address="Thôn 1",
        commune=commune(wanted.commune),
        registration_number=wanted.registration_number,
        registered_on=dt.date(2019, 5, 20),
        registration_issuer="Phòng Tài chính - Kế hoạch",
        representative_name=wanted.representative,
        representative_position="Giám đốc",
        representative_sex=wanted.sex,
        representative_ethnicity="Kinh",
        representative_residence="Thôn 1",
        phone="0912345678",
        created_by=cast(wanted.officer),
        created_at=MADE_AT,
    )
