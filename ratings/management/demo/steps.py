"""The steps that dossiers.yaml names: each is what one click does, made by the person whose turn it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from ratings.certificates.queries import renewable_rank
from ratings.councils import actions as councils
from ratings.councils.models import CouncilPerson
from ratings.criteria.models import Rule
from ratings.criteria.queries import sheet_of
from ratings.decisions.actions import notify_not_recognised
from ratings.dossiers import actions, commune_actions, extra_test_actions, province_actions, queries
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import Numbers, Reported, Signer, Wanted
from ratings.dossiers.states import Kind
from ratings.management.demo.calendar import Calendar
from ratings.management.demo.days import moment
from ratings.management.demo.filling import fill
from ratings.management.demo.sheets import members
from ratings.management.demo.world import World
from ratings.scoring import actions as scoring
from ratings.scoring.models import KnockOut, MemberSheet, ScoringRound
from registry.accounts.models import User
from registry.evidence.actions import check_against_original
from registry.evidence.models import EvidenceVersion

Said = dict[str, Any]
MINUTE = dt.timedelta(minutes=1)
TIMES = {
    "open": "08:30", "file": "09:00", "receive": "10:00", "compare": "14:00", "submit": "15:00", "sign": "09:30",
    "forward": "14:30", "accept": "09:15", "appraise": "10:30", "propose_knock_out": "11:00", "report": "15:30",
    "agenda": "08:45", "recuse": "11:15", "score_again": "16:30", "notify": "15:00", "return_by_commune": "16:00",
    "return_by_province": "15:45", "postpone": "14:15", "retract": "09:45", "agency": "10:15", "agency_report": "16:15",
    "request_tests": "10:45",
}  # fmt: skip
"""The time of day of a step that states none."""


def enter_dossiers(world: World, calendar: Calendar) -> None:
    """Put every step of every dossier on the calendar."""
    for name, dossier in world.data["dossiers"].items():
        for said in dossier["steps"]:
            day = world.day(said["day"], is_open=said.get("open", dossier.get("open", False)))
            at = moment(day, dt.time.fromisoformat(said.get("from") or TIMES[said["do"]]))
            calendar.enter(at, partial(STEPS[said["do"]], world, name, said))


# ---------------------------------------------------------------- producer and commune


def _open(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.data["dossiers"][name]
    product = world.products[name]
    actor = _writer(world, name)
    opened = actions.open_dossier(
        product=product,
        kind=Kind(dossier.get("kind", "first")),
        held=renewable_rank(product.pk, at.date()),
        case=dossier.get("case", ""),
        actor=actor,
        at=at,
    )
    world.dossiers[name] = opened.pk
    fill(world, name, world.dossier(name), actor=actor, at=at + 45 * MINUTE)


def _writer(world: World, name: str) -> User:
    product = world.products[name]
    if world.data["dossiers"][name].get("by_office"):
        return world.officer(product.commune_id)
    return world.owner(world.data["products"][name].get("producer", name))


def _file(world: World, name: str, said: Said, at: dt.datetime) -> None:
    actions.file_dossier(dossier=world.dossier(name), actor=_writer(world, name), at=at)


def _receive(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    reception = world.person("dung") if dossier.commune_id == "19654" else world.officer(dossier.commune_id)
    commune_actions.receive_complete(
        dossier=dossier, received_on=at.date(), paper_set=True, slip_number=said["slip"], actor=reception, at=at
    )


def _compare(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    versions = EvidenceVersion.objects.filter(document__producer=dossier.producer_id, document__kind__in=said["papers"])
    for version in versions.select_related("document__producer__commune", "file").order_by("pk"):
        check_against_original(version=version, actor=world.officer(dossier.commune_id), at=at)


def _submit(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    actor = world.officer(dossier.commune_id)
    texts = world.data["dossiers"][name].get("form_03") or _form_03(dossier)
    commune_actions.draft_form_03(dossier=dossier, texts=texts, revision=0, actor=actor, at=at - 60 * MINUTE)
    commune_actions.submit_for_signature(dossier=dossier, actor=actor, at=at)


def _form_03(dossier: Dossier) -> dict[str, str]:
    place = dossier.commune.name
    return {
        "local_materials": f"Trên hai phần ba nguyên liệu từ {place} và các xã lân cận.",
        "local_labour": f"5 trong 6 lao động thường trú tại {place}.",
        "idea_origin": "Từ nghề của gia đình, hoàn thiện dần qua nhiều năm.",
        "local_identity": f"Cách làm của người {place}, có nét riêng so với nơi khác.",
    }


def _sign(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    numbers = Numbers(said["report"], at.date(), said["request"], at.date())
    commune_actions.sign_here(dossier=dossier, numbers=numbers, actor=world.leader(dossier.commune_id), at=at)


def _forward(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    commune_actions.forward(dossier=dossier, actor=world.officer(dossier.commune_id), at=at)


def _retract(world: World, name: str, said: Said, at: dt.datetime) -> None:
    actions.retract(dossier=world.dossier(name), reason=said["reason"], actor=_writer(world, name), at=at)


def _return_by_commune(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    commune_actions.return_by_commune(
        dossier=dossier,
        wanted=_wanted(said),
        due_on=world.days.open(said["due"]),
        actor=world.officer(dossier.commune_id),
        at=at,
    )


def _wanted(said: Said) -> list[Wanted]:
    return [Wanted(item["subject"], item["title"], item["reason"]) for item in said["items"]]


# ---------------------------------------------------------------- province


def _accept(world: World, name: str, said: Said, at: dt.datetime) -> None:
    province_actions.accept(dossier=world.dossier(name), actor=world.person("giang"), at=at)


def _return_by_province(world: World, name: str, said: Said, at: dt.datetime) -> None:
    commune_actions.return_by_province(
        dossier=world.dossier(name),
        wanted=_wanted(said),
        due_on=world.days.open(said["due"]),
        actor=world.person("giang"),
        at=at,
    )


def _postpone(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    province_actions.postpone(
        dossier=dossier,
        evaluation_round=queries.later_rounds(dossier).first(),
        reason=said["reason"],
        actor=world.person("giang"),
        at=at,
    )


def _request_tests(world: World, name: str, said: Said, at: dt.datetime) -> None:
    extra_test_actions.request_tests(
        dossier=world.dossier(name),
        tests=said["tests"],
        reason=said["reason"],
        due_on=world.days.open(said["due"]),
        actor=world.person("giang"),
        at=at,
    )


def _appraise(world: World, name: str, said: Said, at: dt.datetime) -> None:
    council = world.councils[world.data["dossiers"][name].get("council", "main")]
    councils.start_appraisal(world.dossier(name), council=council, actor=world.person("giang"), at=at)


def _agency(world: World, name: str, said: Said, at: dt.datetime) -> None:
    province_actions.start_agency_report(dossier=world.dossier(name), actor=world.person("giang"), at=at)


def _agency_report(world: World, name: str, said: Said, at: dt.datetime) -> None:
    reported = Reported(
        scale_changed=False,
        evidence_unclear=False,
        checked_on=None,
        check_findings="",
        findings=said["findings"],
        proposal=said["proposal"],
        number=said["number"],
        reported_on=at.date(),
        signer=Signer(said["signer"], said["capacity"]),
    )
    province_actions.record_agency_report(
        dossier=world.dossier(name), reported=reported, revision=0, actor=world.person("giang"), at=at
    )


def _report(world: World, name: str, said: Said, at: dt.datetime) -> None:
    text = said["text"]
    if "visited" in said:
        text = text.format(visited=f"{world.days.open(said['visited']):%d/%m/%Y}")
    councils.record_team_report(
        world.dossier(name), text=text, reported_on=at.date(), number=said["number"], actor=world.person("lan"), at=at
    )


def _agenda(world: World, name: str, said: Said, at: dt.datetime) -> None:
    session = world.sessions[said["session"]]
    councils.put_on_agenda(world.dossier(name), session=session, actor=world.person("thu"), at=at)


def _notify(world: World, name: str, said: Said, at: dt.datetime) -> None:
    notify_not_recognised(
        world.dossier(name),
        number=said["number"],
        issued_on=at.date(),
        signer_name="Hồ Văn Một",
        signer_capacity="GIÁM ĐỐC",
        actor=world.person("giang"),
        at=at,
    )


# ---------------------------------------------------------------- council


def _recuse(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    member = CouncilPerson.objects.select_related("council", "user").get(
        user__username=said["member"], council__in=[council.pk for council in world.councils.values()],
        council__appraisals__dossier=dossier,
    )  # fmt: skip
    scoring.recuse(dossier, person=member, reason=said["reason"], actor=world.person(said["member"]), at=at)


def _score(world: World, name: str, said: Said, at: dt.datetime) -> None:
    """Score a dossier as the council did: sheets one by one, the chair first to open; conclude where it could."""
    scoring_round = scoring.start_scoring(world.dossier(name), actor=world.person("thu"), at=at)
    _fill_sheets(world, name, scoring_round, at)
    chair = world.person("tv1")
    scoring.open_sheets(world.dossier(name), actor=chair, at=at + 25 * MINUTE)
    if said.get("conclude"):
        scoring.conclude(world.dossier(name), actor=chair, at=at + 35 * MINUTE)


def _fill_sheets(world: World, name: str, scoring_round: ScoringRound, at: dt.datetime) -> None:
    law = sheet_of(scoring_round.dossier.criteria_set_id).sheet
    rows = list(
        MemberSheet.objects.filter(scoring_round=scoring_round)
        .select_related("sheet", "person__user", "scoring_round__session__council", "scoring_round__dossier")
        .order_by("person")
    )
    ticks = members(law, world.data["sheets"][name], [row.person.user.username for row in rows])
    for number, row in enumerate(rows):
        member = world.person(row.person.user.username)
        councils.declare_no_interest(scoring_round.dossier, person=row.person, actor=member, at=at)
        saved = scoring.save_ticks(row, revision=row.sheet.revision, actor=member, ticks=ticks[member.username])
        scoring.send_sheet(row, revision=saved.revision, actor=member, at=at + (12 + number) * MINUTE)


def _score_again(world: World, name: str, said: Said, at: dt.datetime) -> None:
    session = world.sessions[said["session"]]
    scoring.call_second_scoring(world.dossier(name), actor=world.person("tv1"), at=at, session=session)


def _propose_knock_out(world: World, name: str, said: Said, at: dt.datetime) -> None:
    dossier = world.dossier(name)
    rule = Rule.objects.get(criteria_set=dossier.criteria_set_id, clause=said["clause"])
    scoring.propose_knock_out(dossier, rule=rule, reason=said["reason"], actor=world.person(said["by"]), at=at)


def _exclude(world: World, name: str, said: Said, at: dt.datetime) -> None:
    scoring.start_scoring(world.dossier(name), actor=world.person("thu"), at=at)
    proposed = KnockOut.objects.select_related("dossier", "rule").get(
        dossier=world.dossiers[name], rule__clause=said["clause"]
    )
    votes_for, votes_against = said["votes"]
    scoring.conclude_knock_out(
        proposed,
        votes_for=votes_for,
        votes_against=votes_against,
        minute=said["minute"],
        actor=world.person("tv1"),
        at=at + 20 * MINUTE,
    )


STEPS: dict[str, Callable[[World, str, Said, dt.datetime], None]] = {
    "open": _open,
    "file": _file,
    "receive": _receive,
    "compare": _compare,
    "submit": _submit,
    "sign": _sign,
    "forward": _forward,
    "retract": _retract,
    "return_by_commune": _return_by_commune,
    "accept": _accept,
    "return_by_province": _return_by_province,
    "postpone": _postpone,
    "appraise": _appraise,
    "request_tests": _request_tests,
    "agency": _agency,
    "agency_report": _agency_report,
    "report": _report,
    "agenda": _agenda,
    "recuse": _recuse,
    "score": _score,
    "score_again": _score_again,
    "propose_knock_out": _propose_knock_out,
    "exclude": _exclude,
    "notify": _notify,
}
