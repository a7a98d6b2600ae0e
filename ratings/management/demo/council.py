"""Regulation, councils, sessions, decisions, and what the ministry answered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from ratings.certificates.actions import sign_and_issue
from ratings.councils import actions as councils
from ratings.councils.actions import Appointment, RegulationText
from ratings.councils.models import CouncilPerson, Regulation
from ratings.councils.states import Capacity, Seat
from ratings.decisions import actions as decisions
from ratings.decisions.models import Decision, DecisionKind
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.province_actions import enter_extra_round
from ratings.management.demo.calendar import Calendar
from ratings.management.demo.days import moment
from ratings.management.demo.world import PROVINCE, World, a_paper
from ratings.scoring.actions import record_presence
from registry.places.models import Province

AUTHORITY = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"
SIGNER = ("Trịnh Quốc Chín", "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH")
Said = dict[str, Any]


def enter_council(world: World, calendar: Calendar) -> None:
    """Put regulation, councils, sessions and decisions on the calendar."""
    said = world.data["council"]
    calendar.enter(moment(said["regulation"]["entered"], dt.time(9)), partial(_regulation, world))
    calendar.enter(moment(said["extra_round"]["entered"], dt.time(10)), partial(_extra_round, world))
    for name, council in said["councils"].items():
        calendar.enter(moment(council["entered"], dt.time(9)), partial(_council, world, name))
    for name, session in said["sessions"].items():
        ahead = session.get("ahead", False)
        planned = world.day(session["planned"], is_open=ahead)
        calendar.enter(moment(planned, dt.time(16)), partial(_session, world, name))
        if not ahead:
            calendar.enter(moment(session["held"], dt.time(7, 40)), partial(_presence, world, name))
    for decision in said["decisions"]:
        calendar.enter(moment(decision["prepared"], dt.time(15)), partial(_prepare, world, decision))
        for how in ("signed", "recorded"):
            if how in decision:
                calendar.enter(moment(decision[how]["day"], dt.time(9, 30)), partial(_decide, world, decision, how))
    _enter_ministry(world, calendar, said["ministry"])


# ---------------------------------------------------------------- council


def _regulation(world: World, at: dt.datetime) -> None:
    said = world.data["council"]["regulation"]
    entered = councils.enter_regulation(
        province=PROVINCE, text=RegulationText(said["decision"], said["dated"]), actor=world.person("giang"), at=at
    )
    councils.confirm_regulation(entered, actor=world.person("hung"), at=at + dt.timedelta(hours=5))


def _extra_round(world: World, at: dt.datetime) -> None:
    said = world.data["council"]["extra_round"]
    enter_extra_round(
        province=Province.objects.get(pk=PROVINCE),
        year=said["requests"].year,
        number=said["number"],
        label=said["label"],
        plan_number=said["plan"],
        last_request_day=said["requests"],
        last_result_day=said["results"],
        actor=world.person("giang"),
        at=at,
    )


def _council(world: World, name: str, at: dt.datetime) -> None:
    said = world.data["council"]["councils"][name]
    entered = councils.enter_council(
        province=PROVINCE,
        name=said["name"],
        decision_number=said["decision"],
        decision_date=said["dated"],
        regulation=Regulation.objects.get(),
        people=[_appointment(world, person) for person in world.data["council"]["people"]],
        actor=world.person("giang"),
        at=at,
    )
    world.councils[name] = councils.confirm_council(entered, actor=world.person("hung"), at=at + dt.timedelta(hours=5))


def _appointment(world: World, said: Said) -> Appointment:
    return Appointment(
        user=world.person(said["who"]),
        capacity=Capacity(said["as"]),
        seat=Seat(said["for"]) if "for" in said else None,
        position=said.get("position", ""),
        by_delegation=said.get("by_delegation", False),
    )


def _session(world: World, name: str, at: dt.datetime) -> None:
    said = world.data["council"]["sessions"][name]
    evaluation_round = world.dossier(said["of"]).evaluation_round
    if evaluation_round is None:
        raise AssertionError("a dossier on an agenda belongs to a round")
    world.sessions[name] = councils.plan_session(
        world.councils[said["council"]],
        evaluation_round=evaluation_round,
        held_on=world.days.next_session if said.get("ahead") else said["held"],
        place=said["place"],
        actor=world.person("thu"),
        at=at,
    )


def _presence(world: World, name: str, at: dt.datetime) -> None:
    session = world.sessions[name]
    absent = world.data["council"]["sessions"][name].get("absent", {})
    secretary = world.person("thu")
    scoring_people = CouncilPerson.objects.filter(council=session.council, seat__gt="").select_related(
        "user", "council"
    )
    for person in scoring_people.order_by("pk"):
        reason = absent.get(person.user.username, "")
        record_presence(session, person=person, present=not reason, reason=reason, actor=secretary, at=at)


# ---------------------------------------------------------------- decisions


def _prepare(world: World, said: Said, at: dt.datetime) -> None:
    decisions.prepare_decision(
        kind=DecisionKind(said["kind"]),
        dossiers=[world.dossier(name) for name in said["dossiers"]],
        title=said["title"],
        authority=AUTHORITY,
        actor=world.person("giang"),
        at=at,
    )


def _decide(world: World, decision: Said, how: str, at: dt.datetime) -> None:
    """Sign here, or record the signed paper with its scan: by another officer than the one who prepared it."""
    said = decision[how]
    scan = None
    if how == "recorded":
        scan = a_paper(decision["title"], owner=AUTHORITY, facts=(f"Số: {said['number']}",), at=at, pages=1)
    sign_and_issue(
        Decision.objects.get(title=decision["title"]),
        signature=Signature(said["number"], said["day"], *SIGNER, scan.pk if scan else None),
        actor=world.person(said["by"]),
        at=at,
    )


# ---------------------------------------------------------------- ministry


def _enter_ministry(world: World, calendar: Calendar, said: Said) -> None:
    name = said["dossier"]
    calendar.enter(moment(said["sent"]["day"], dt.time(10)), partial(_send_up, world, name, said["sent"]))
    calendar.enter(moment(said["accepted"], dt.time(10)), partial(_accept_at_ministry, world, name))
    calendar.enter(moment(said["handed"], dt.time(10)), partial(_to_central_council, world, name))
    calendar.enter(moment(said["answered"]["day"], dt.time(15)), partial(_send_back, world, name, said["answered"]))


def _send_up(world: World, name: str, said: Said, at: dt.datetime) -> None:
    decisions.send_to_ministry(
        world.dossier(name),
        number=said["number"],
        sent_on=said["day"],
        signer_name="Trịnh Quốc Chín",
        signer_capacity="KT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
        actor=world.person("giang"),
        at=at,
    )


def _accept_at_ministry(world: World, name: str, at: dt.datetime) -> None:
    decisions.accept_at_ministry(world.dossier(name), actor=world.person("bo"), at=at)


def _to_central_council(world: World, name: str, at: dt.datetime) -> None:
    decisions.to_central_council(world.dossier(name), actor=world.person("bo"), at=at)


def _send_back(world: World, name: str, said: Said, at: dt.datetime) -> None:
    scan = a_paper("Thông báo kết quả của Bộ", owner="Bộ Nông nghiệp và Môi trường (minh họa)", at=at, pages=1)
    decisions.send_back(
        world.dossier(name),
        answer=MinistryAnswer(said["number"], said["day"], Decimal(said["points"]), said["stars"], scan.pk),
        actor=world.person("bo"),
        at=at,
    )
