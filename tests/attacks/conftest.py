"""One province at work, built once by the real actions for all attacks; every test leaves it as it found it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from ratings.catalogue.actions import refresh
from ratings.certificates import kept_answers
from ratings.certificates.models import Certificate
from ratings.correspondence.actions import record_document
from ratings.correspondence.models import Direction, DocumentKind, Keeper, OfficeDocument
from ratings.correspondence.rules import Stated
from ratings.councils.models import Council
from ratings.criteria.models import Rule
from ratings.decisions import actions as decisions
from ratings.decisions.models import Decision, ResultNotice
from ratings.dossiers import actions, field_actions
from ratings.dossiers.models import CallTask, Dossier, FieldPhoto
from ratings.dossiers.plan_actions import save_plan
from ratings.dossiers.queries import open_return
from ratings.dossiers.states import Kind, State
from ratings.office.actions import hand_over_work
from ratings.office.models import WorkHandover
from ratings.register_import.models import RegisterImport
from ratings.renewals.actions import add_paper_file
from ratings.renewals.models import PaperFile
from ratings.samples.actions import hand_over
from ratings.samples.custody import HandOver, Step
from ratings.samples.models import SampleMove
from ratings.scoring import actions as scoring
from ratings.scoring.models import KnockOut, ScoringRound
from registry.accounts.models import SavedFilter
from registry.accounts.saved_actions import keep_filter
from registry.accounts.states import ListPage
from registry.calendar.working_days import WorkingCalendar
from registry.evidence.models import EvidenceVersion
from registry.files.actions import store
from registry.files.models import Upload
from registry.files.uploads import begin
from registry.notifications.models import Notification
from registry.producers.joining_actions import ask_to_join
from registry.producers.link_actions import enter_link
from registry.producers.models import JoinRequest, Producer, SupplyLink
from registry.producers.states import Rank
from registry.products.actions import add_photo
from registry.products.models import Product, ProductPhoto
from tests import builders
from tests import council_builders as councils
from tests import decision_builders as built
from tests.builders import a_dossier_at, a_draft, at
from tests.cast import PEOPLE, cast, picture_file, producer, product
from tests.criteria.demo_sheets import D01, council, sheet_of
from tests.files import made
from tests.register_import import steps
from tests.register_import.made import row

SETS = ("06", "09")
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
"""The afternoon of the day on which the decision of D01 was signed."""


@dataclass(frozen=True)
class World:
    """What xã Triệu Cơ and its province have in hand; the strangers have their own producers and communes."""

    producer: Producer
    product: Product
    photo: ProductPhoto
    version: EvidenceVersion
    recognised: Dossier
    certificate: Certificate
    signed: Decision
    prepared: Decision
    notice: ResultNotice
    scoring: Dossier
    """Sealed: tv2 and tv3 have sent their sheets, tv1 (chair), tv4 and tv5 have not; tv7 stepped back."""
    scoring_round: ScoringRound
    knock_out: KnockOut
    draft: Dossier
    typed: Dossier
    """The officer of the commune types it for its producer."""
    renewed: Dossier
    """A re-ranking with the agency of the province."""
    answered: Dossier
    """Returned by the commune and answered."""
    returned: Dossier
    """The commune waits for what its producer has to complete."""
    late: Dossier
    """The commune still has it after its last day."""
    council: Council
    told: Notification
    failed: Notification
    join: JoinRequest
    """The stranger asks to edit for the producer; nobody has answered."""
    register: RegisterImport
    """A workbook of the province that is read and not written."""
    upload: Upload
    """The producer has begun to send a scan."""
    seen: FieldPhoto
    """A photo of a visit for Form 03 of ``late``."""
    link: SupplyLink
    """Cửa Tùng supplies the producer; not confirmed."""
    entered: OfficeDocument
    """The receipt of the recognised product, entered by the commune with its scan."""
    scan: PaperFile
    """The old paper dossier of the recognised product."""
    passed: WorkHandover
    """The reception of the commune, for one day."""
    handed: SampleMove
    """Its samples, with the commune."""
    kept: SavedFilter
    """A filter that the commune's officer keeps of her dossiers."""


def _world() -> World:
    for name in PEOPLE:
        cast(name)
    certificate = built.recognised("D01")
    recognised = certificate.dossier
    last = recognised.transitions.order_by("-revision").first()
    CallTask.objects.create(dossier=recognised, transition=last, asked_at=last.at)
    save_plan(dossier=recognised, calendar=WorkingCalendar(), actor=cast("hanh"), at=at(20, 11))
    photo = add_photo(product=certificate.product, photo=picture_file(words="bia"), actor=cast("cuc"), at=at(20, 11))
    prepared = built.prepared(built.concluded("D02"))
    notice = decisions.notify_not_recognised(
        built.concluded("D18"),
        number="15/TB-SNNMT",
        issued_on=built.ISSUED_ON,
        **built.SIGNER,
        actor=cast("giang"),
        at=built.SIGNED,
    )
    dossier = a_dossier_at(State.PROVINCE_CHECKING, name="Nước mắm cốt")
    councils.in_scoring(dossier)
    running = ScoringRound.objects.get(dossier=dossier)
    councils.declared(dossier, "tv4")
    columns = council(sheet_of(9), D01)
    for name, ticks in (("tv2", columns[1]), ("tv3", columns[2])):
        councils.fill(running, name, ticks)
    rule = Rule.objects.filter(criteria_set=dossier.criteria_set, ends_dossier=True).first()
    knock_out = scoring.propose_knock_out(
        dossier, rule=rule, reason="Nhãn ghi sai xuất xứ.", actor=cast("tv2"), at=councils.AT_SESSION
    )
    for owner, name, number in (("cua_tung", "Nước mắm Cửa Tùng", 9), ("hue", "Tinh dầu tràm", 9)):
        product(name, of=owner, set_number=number)
    refresh(certificate.product_id, at=NOW)
    told = Notification.objects.filter(recipient=cast("hanh"), channel="in_app").order_by("pk").first()
    failed = Notification.objects.filter(recipient=cast("hanh"), channel="email").order_by("pk").first()
    Notification.objects.filter(pk=failed.pk).update(state="failed", last_error="550 mailbox unknown")
    handed = hand_over(
        dossier=Dossier.objects.get(pk=dossier.pk),
        said=HandOver(
            step=Step.RECEIVE, quantity=5, on=NOW.date(), giver="Lê Thị Hạnh", receiver="Trần Thị Cúc", storage="Tủ mát"
        ),
        actor=cast("cuc"),
        at=NOW,
    )
    passed = hand_over_work(
        commune=certificate.product.commune, giver=cast("dung"), taker=cast("minh"), since=NOW.date(),
        last_day=NOW.date(), reason="Nghỉ phép", actor=cast("duc"), at=NOW,
    )  # fmt: skip
    file = store(made.upload(made.pdf(2)), actor=cast("hanh"), at=at(20, 11))
    scan = add_paper_file(
        product=certificate.product, label="Hồ sơ năm 2023", file=file, actor=cast("hanh"), at=at(20, 11)
    )
    entered = record_document(
        dossier=recognised, keeper=Keeper.COMMUNE, scan=file, actor=cast("cuc"), at=NOW,
        stated=Stated(
            direction=Direction.OUT, kind=DocumentKind.RECEIPT, number="45/GTN", dated_on=dt.date(2026, 9, 30),
            signer_name="Hoàng Văn Dũng", signer_capacity="Người tiếp nhận", counterpart="HTX Nước mắm Gia Đẳng",
        ),
    )  # fmt: skip
    link = enter_link(
        speaker=certificate.product.producer, other=producer("cua_tung"), supplies=False, goods="Cá cơm",
        since=NOW.date(), actor=cast("hanh"), at=NOW,
    )  # fmt: skip
    late = a_dossier_at(State.RECEIVED, name="Mắm nêm")
    seen = field_actions.add_photo(
        dossier=late, matter="idea_origin", key=uuid.uuid4(), photo=picture_file(), actor=cast("cuc"), at=at(20, 11)
    )
    return World(
        seen=seen,
        passed=passed,
        entered=entered,
        scan=scan,
        link=link,
        handed=handed,
        producer=certificate.product.producer,
        product=Product.objects.get(pk=certificate.product_id),
        photo=photo,
        version=EvidenceVersion.objects.filter(document__producer=certificate.product.producer, document__kind=5).get(),
        recognised=recognised,
        certificate=certificate,
        signed=certificate.decision,
        prepared=prepared,
        notice=notice,
        scoring=Dossier.objects.get(pk=dossier.pk),
        scoring_round=running,
        knock_out=knock_out,
        draft=a_draft(name="Ruốc khô", filled=False),
        typed=a_draft(name="Cá khô", filled=False, actor=cast("cuc")),
        answered=_answered(),
        renewed=a_dossier_at(State.AGENCY_REPORT, name="Nước mắm nhĩ", kind=Kind.RE_RANKING),
        returned=a_dossier_at(State.RETURNED_BY_COMMUNE, name="Mắm tép"),
        late=late,
        council=Council.objects.get(),
        told=told,
        failed=failed,
        register=steps.read([row()]),
        kept=keep_filter(page=ListPage.DOSSIERS, name="Quá hạn", query="state=received", actor=cast("cuc"), at=NOW),
        upload=begin(name="quet.pdf", size=10, sha256="", owner=cast("hanh"), at=NOW),
        join=ask_to_join(
            producer=certificate.product.producer, rank=Rank.EDITOR, note="", actor=cast("stranger"), at=at(20, 11)
        ),
    )


def _answered() -> Dossier:
    dossier = a_dossier_at(State.RETURNED_BY_COMMUNE, name="Mắm thính")
    for item in open_return(dossier).items.all():
        actions.save_answer(item=item, answer="Đã bổ sung.", actor=cast("hanh"), at=at(12, 10))
    actions.answer_return(dossier=dossier, actor=cast("hanh"), at=at(12, 10))
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture(scope="package")
def standing(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world inside one transaction that is taken back after the last attack."""
    media = str(tmp_path_factory.mktemp("media"))
    moment = time_machine.travel(NOW, tick=False)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), moment, transaction.atomic():
        builders.law()
        world = _world()
        moment.stop()
        yield world, media
        moment.start()
        transaction.set_rollback(True)


@pytest.fixture
def world(standing, settings, db):
    """The world on its afternoon, within a savepoint."""
    built_world, settings.MEDIA_ROOT = standing
    kept_answers.forget()
    with time_machine.travel(NOW, tick=False):
        yield built_world
    kept_answers.forget()
