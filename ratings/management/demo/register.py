"""People with their offices, producers with their papers, products with their pictures, certificates of before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password

from ratings.certificates.actions import Issued, record_issued
from ratings.management.demo.calendar import Calendar
from ratings.management.demo.days import moment
from ratings.management.demo.world import World, a_paper, a_picture, owner_name
from registry.access.roles import Role, Scope
from registry.accounts.models import RoleAssignment, User
from registry.calendar.working_days import ONE_DAY, months_after
from registry.evidence.actions import add_evidence
from registry.evidence.facts import Particulars
from registry.evidence.kinds import BY_NUMBER
from registry.places.folding import fold
from registry.places.models import Commune
from registry.producers.actions import add_member, record_year, register_producer
from registry.producers.facts import ProducerFacts, Year
from registry.producers.states import ENTERPRISES, ProducerKind, Rank, Sex
from registry.products.actions import issue_code, register_product
from registry.products.codes import parse
from registry.products.facts import ProductFacts

IN_OFFICE_SINCE = dt.date(2025, 7, 1)
"""The day the communes of today came to be."""
REGISTERED_ON = dt.date(2026, 8, 3)
USUAL_PAPERS = (1, 2, 3, 5, 7, 8, 11)
TITLES = {
    2: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
    5: "Danh sách lao động",
    11: "Bản tự công bố sản phẩm",
}
FOOD_SAFETY, FOOD_SAFETY_UNTIL = 2, dt.date(2029, 3, 31)


# ---------------------------------------------------------------- people


def enter_people(world: World) -> None:
    """Write everybody with her offices; one password is hashed once, the others have none."""
    said = world.data["people"]
    password = make_password(said["password"])
    for person in said["people"]:
        user = User.objects.create(
            username=person["sign_in"], full_name=person["name"], folded=fold(person["name"]), phone=person["phone"],
            email=person.get("email", ""), password=password,
        )  # fmt: skip
        for office in person.get("offices", ()):
            _give(world, user, office)
    for commune, (officer, leader) in said["communes"].items():
        place = Commune.objects.get(pk=commune).name
        _give(
            world,
            _unsigned(f"can-bo-{commune}", officer),
            _office(Role.COMMUNE_OFFICER, commune, f"Phòng Kinh tế, {place}"),
        )
        _give(
            world,
            _unsigned(f"lanh-dao-{commune}", leader),
            {**_office(Role.COMMUNE_LEADER, commune, f"Chủ tịch UBND {place}"), "signs_as": "CHỦ TỊCH"},
        )  # fmt: skip
    for key, producer in world.data["producers"].items():
        if "owner" not in producer:
            _unsigned(owner_name(key), producer["representative"])


def _unsigned(username: str, name: str) -> User:
    """Somebody who acts in the history and cannot sign in."""
    return User.objects.create_user(username, full_name=name)


def _office(role: Role, commune: str, position: str) -> dict[str, Any]:
    return {"role": role.value, "commune": commune, "position": position}


def _give(world: World, user: User, office: dict[str, Any]) -> None:
    standing_in = "since" in office
    since = world.days.open(office["since"]) if standing_in else office.get("from", IN_OFFICE_SINCE)
    RoleAssignment.objects.create(
        user=user,
        role=Role(office["role"]),
        commune_id=office.get("commune"),
        province_id=office.get("province") if Role(office["role"]).scope is Scope.PROVINCE else None,
        position=office["position"],
        signs_as=office.get("signs_as", ""),
        since=since if standing_in else world.since(since),
        until=world.days.open(office["last"]) + ONE_DAY if standing_in else None,
    )


# ---------------------------------------------------------------- producers


def enter_register(world: World, calendar: Calendar) -> None:
    """Put the registration of every producer and product on the calendar."""
    for key in world.data["producers"]:
        day = registered_on(world, key)
        calendar.enter(moment(day, dt.time(8, 30)), partial(_register_producer, world, key))
        calendar.enter(moment(day, dt.time(10)), partial(_fill_vault, world, key))
        calendar.enter(moment(day, dt.time(11)), partial(_record_years, world, key))
    for key, product in world.data["products"].items():
        day = registered_on(world, product.get("producer", key))
        calendar.enter(moment(day, dt.time(9, 30)), partial(_register_product, world, key))


def registered_on(world: World, producer: str) -> dt.date:
    day: dt.date = world.data["producers"][producer].get("registered", REGISTERED_ON)
    return day


def _register_producer(world: World, key: str, at: dt.datetime) -> None:
    said = world.data["producers"][key]
    kind = ProducerKind(said["kind"])
    commune = Commune.objects.get(pk=said["commune"])
    officer = world.officer(commune.pk)
    owner = world.owner(key)
    producer = world.producers[key] = register_producer(
        facts=ProducerFacts(
            kind=kind,
            name=said["name"],
            commune=commune,
            address=said.get("address", f"Thôn 1, {commune.name}"),
            registration_number=said["number"],
            registered_on=said["since"],
            registration_issuer=said.get("issuer", "Cơ quan đăng ký kinh doanh (minh họa)"),
            small_or_medium=True if kind in ENTERPRISES else None,
            representative_name=said["representative"],
            representative_position=said.get("position", "Người đại diện"),
            representative_sex=Sex(said["sex"]),
            representative_ethnicity=said.get("ethnicity", "Kinh"),
            representative_residence=commune.name,
            phone=owner.phone or f"09010000{list(world.data['producers']).index(key):02d}",
            email=owner.email,
            history=said.get("history", f"Hoạt động từ năm {said['since'].year} tại {commune.name} (minh họa)."),
            structure=said.get("structure", "Người đại diện phụ trách chung, một tổ sản xuất."),
            predecessor=world.producers[said["predecessor"]] if "predecessor" in said else None,
        ),
        actor=officer,
        at=at,
    )
    add_member(producer=producer, user=owner, rank=Rank.OWNER, actor=officer, at=at, since=world.since(at.date()))


def _fill_vault(world: World, key: str, at: dt.datetime) -> None:
    said = world.data["producers"][key]
    producer = world.producers[key]
    for kind in said.get("papers", USUAL_PAPERS):
        title = TITLES.get(kind, BY_NUMBER[kind].name)
        number = f"{kind:02d}/{producer.pk}-MH"
        until = _food_safety_until(world, key) if kind == FOOD_SAFETY else None
        facts = (
            f"Số: {number}",
            f"Chủ thể: {producer.name}",
            *((f"Có giá trị đến {until:%d/%m/%Y}",) if until else ()),
        )
        add_evidence(
            producer=producer,
            particulars=Particulars(
                kind=kind, title=title, number=number, issuer="Cơ quan cấp giấy (minh họa)",
                issued_on=dt.date(2026, 3, 2), valid_until=until,
            ),
            file=a_paper(title, owner=producer.name, facts=facts, at=at),
            actor=world.officer(producer.commune_id),
            at=at,
        )  # fmt: skip


def _food_safety_until(world: World, key: str) -> dt.date:
    """Last day of the food-safety certificate; an early one belongs to something open and moves with it."""
    stated = world.data["producers"][key].get("food_safety_until")
    if stated:
        return world.days.open(stated)
    return max(FOOD_SAFETY_UNTIL, months_after(world.days.today, 24))


def _record_years(world: World, key: str, at: dt.datetime) -> None:
    producer = world.producers[key]
    usual = {at.year - 1: [6, 5, 640_000_000, 82_000_000, 90]}
    for year, (workers, local, revenue, profit, share) in world.data["producers"][key].get("years", usual).items():
        figures = Year(
            year=year, workers=workers, local_workers=local, revenue=revenue, profit=profit,
            local_material_share=Decimal(share),
        )  # fmt: skip
        record_year(producer=producer, figures=figures, actor=world.officer(producer.commune_id), at=at)


# ---------------------------------------------------------------- products


def _register_product(world: World, key: str, at: dt.datetime) -> None:
    said = world.data["products"][key]
    producer = world.producers[said.get("producer", key)]
    shape, tone = said["picture"]
    world.products[key] = register_product(
        producer=producer,
        facts=ProductFacts(
            name=said["name"],
            set_number=said["set"],
            description=said.get(
                "description", f"Làm tại {producer.commune.name}, nguyên liệu của địa phương (minh họa)."
            ),
            specification=said["specification"],
            standard=said.get("standard", f"TCCS {producer.pk:02d}:2026 (minh họa)"),
            story=said.get("story", f"Nghề của người {producer.commune.name}, truyền qua nhiều đời (minh họa)."),
        ),
        photo=a_picture(said["name"], shape, tone),
        actor=world.officer(producer.commune_id),
        at=at,
        duplicates_confirmed=True,
    )


# ---------------------------------------------------------------- certificates from before the system


def enter_certificates(world: World, calendar: Calendar) -> None:
    """Put on the calendar what the province records of certificates issued before."""
    said = world.data["council"]
    for certificate in said["certificates"]:
        issued_on = certificate.get("day") or world.days.issued_to_end_in(certificate["ends_in_days"])
        day = max(said["recorded"], registered_on(world, certificate["product"]), issued_on)
        calendar.enter(moment(day, dt.time(14)), partial(_record_certificate, world, certificate, issued_on))


def _record_certificate(world: World, said: dict[str, Any], issued_on: dt.date, at: dt.datetime) -> None:
    product = world.products[said["product"]]
    code = said["code"] if "day" in said else f"{said['code']}-{issued_on.year}"
    parsed = parse(code)
    if parsed and not parsed.is_old:
        # A code of today was issued by the commune, and no other product may get its serial.
        issue_code(product=product, actor=world.officer(product.commune_id), at=at)
    last = said.get("extended_to")
    record_issued(
        product,
        issued=Issued(
            stars=said["stars"],
            decision_number=said["decision"],
            authority=said["by"],
            issued_on=issued_on,
            product_code=code,
            extended_until=last + ONE_DAY if last else None,
        ),
        actor=world.person("giang"),
        at=at,
    )
