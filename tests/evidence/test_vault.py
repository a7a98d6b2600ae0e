"""The vault: validity, versions that never change, and one comparison with the original."""

import datetime as dt
import pathlib

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from registry.access.answers import Refused
from registry.evidence import actions, queries, rules
from registry.evidence.facts import Particulars
from registry.evidence.kinds import BY_NUMBER, KINDS
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from registry.evidence.states import Validity
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.producers.rules import NOT_YOURS
from tests.cast import MADE_AT, cast, evidence, picture_file, producer
from tests.files.made import pdf

DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "expected"),
    [
        (None, None, Validity.NO_END),
        (dt.date(2026, 11, 24), None, Validity.NOT_YET),
        (dt.date(2026, 11, 23), None, Validity.NO_END),
        (None, dt.date(2026, 11, 22), Validity.LAPSED),
        (None, dt.date(2026, 11, 23), Validity.LAPSES_SOON),
        (None, dt.date(2027, 1, 22), Validity.LAPSES_SOON),
        (None, dt.date(2027, 1, 23), Validity.IN_FORCE),
    ],
)
def test_a_paper_is_in_force_to_the_end_of_its_last_day(valid_from, valid_until, expected):
    assert rules.validity(EvidenceDocument(valid_from=valid_from, valid_until=valid_until), DAY) == expected


def test_the_kinds_are_the_fifteen_of_form_02_in_their_order():
    root = pathlib.Path(__file__).parents[2]
    rows = yaml.safe_load((root / "fixtures/criteria/evidence-kinds.yaml").read_text(encoding="utf-8"))["evidence"]
    assert [kind.no for kind in KINDS] == [row["no"] for row in rows] == list(range(1, 16))
    # The fixture shortens some names; what both say first is the same.
    assert [kind.name.split(",")[0][:11] for kind in KINDS] == [row["name"].split(",")[0][:11] for row in rows]
    assert set(BY_NUMBER) == set(range(1, 16))


pytest_db = pytest.mark.django_db


SCAN = pdf(2)


def upload():
    return SimpleUploadedFile("giay.pdf", SCAN)


def refused(action, **arguments):
    counted = (JournalEntry, Notification, EvidenceDocument, EvidenceVersion, OriginalCheck)
    before = [model.objects.count() for model in counted]
    with pytest.raises(Refused) as caught, transaction.atomic():
        action(**arguments)
    assert [model.objects.count() for model in counted] == before
    return caught.value.answer


@pytest_db
def test_a_paper_enters_with_its_first_version():
    hanh = cast("hanh")
    document = actions.add_evidence(
        producer=producer("gia_dang"),
        particulars=Particulars(kind=2, title="Giấy ATTP", number="12/2025", valid_until=dt.date(2028, 1, 1)),
        file=upload(),
        actor=hanh,
        at=MADE_AT,
    )
    version = document.versions.get()
    assert (version.number, version.pages, version.uploaded_by) == (1, 2, hanh)
    entry = JournalEntry.objects.get(action="evidence.added")
    assert entry.payload["after"]["sha256"] == version.file.sha256


@pytest_db
def test_a_newer_file_is_a_new_version_and_the_same_file_is_refused():
    document, hanh = evidence(), cast("hanh")
    actions.add_version(document=document, file=upload(), actor=hanh, at=MADE_AT)
    assert list(document.versions.values_list("number", flat=True)) == [2, 1]
    answer = refused(actions.add_version, document=document, file=upload(), actor=hanh, at=MADE_AT)
    assert answer == actions.SAME_FILE


@pytest_db
@pytest.mark.parametrize("statement", ["update", "delete"])
def test_the_database_itself_keeps_versions_and_comparisons(statement):
    document = evidence()
    version = document.versions.get()
    check = actions.check_against_original(version=version, actor=cast("cuc"), at=MADE_AT)
    for rows, change in (
        (EvidenceVersion.objects.filter(pk=version.pk), {"pages": 9}),
        (OriginalCheck.objects.filter(pk=check.pk), {"checked_at": MADE_AT + dt.timedelta(days=1)}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change) if statement == "update" else rows._raw_delete("default")
    assert (EvidenceVersion.objects.count(), OriginalCheck.objects.count()) == (1, 1)


@pytest_db
@pytest.mark.parametrize("name", ["bien", "em", "duc", "giang", "bo", "quan_tri", "stranger"])
def test_others_put_nothing_into_the_vault(name):
    document, actor = evidence(), cast(name)
    asked = {
        actions.add_version: {"document": document, "file": upload()},
        actions.correct_evidence: {"document": document, "particulars": Particulars(kind=1, title="Khác")},
        actions.add_evidence: {
            "producer": document.producer,
            "particulars": Particulars(kind=1, title="Khác"),
            "file": upload(),
        },
    }
    for action, arguments in asked.items():
        assert refused(action, **arguments, actor=actor, at=MADE_AT) == NOT_YOURS


@pytest_db
def test_the_officer_of_the_commune_compares_once_and_the_producer_is_told():
    document, hanh = evidence(), cast("hanh")
    version = document.versions.get()
    actions.check_against_original(version=version, actor=cast("cuc"), at=MADE_AT)
    assert queries.shelves(document.producer, DAY)[0].papers[0].compared
    assert Notification.objects.filter(recipient=hanh, event="evidence.compared").exists()
    answer = refused(actions.check_against_original, version=version, actor=cast("dung"), at=MADE_AT)
    assert answer == rules.ALREADY_COMPARED


@pytest_db
@pytest.mark.parametrize("name", ["hanh", "duc", "em", "giang", "bo", "stranger"])
def test_nobody_else_compares(name):
    version, actor = evidence().versions.get(), cast(name)
    answer = refused(actions.check_against_original, version=version, actor=actor, at=MADE_AT)
    assert answer == rules.ONLY_CLERKS


@pytest_db
def test_a_newer_version_has_not_been_compared_but_the_older_one_stays_so():
    document = evidence()
    first = document.versions.get()
    actions.check_against_original(version=first, actor=cast("cuc"), at=MADE_AT)
    actions.add_version(document=document, file=upload(), actor=cast("hanh"), at=MADE_AT)
    paper = queries.shelves(document.producer, DAY)[0].papers[0]
    assert (paper.newest.number, paper.compared) == (2, False)
    assert OriginalCheck.objects.filter(version=first).exists()


@pytest_db
def test_what_was_compared_is_corrected_by_the_commune_only():
    document, hanh, cuc = evidence(), cast("hanh"), cast("cuc")
    better = Particulars(kind=1, title="Giấy đăng ký kinh doanh", number="3007")
    actions.correct_evidence(document=document, particulars=better, actor=hanh, at=MADE_AT)
    actions.check_against_original(version=document.versions.get(), actor=cuc, at=MADE_AT)
    worse = Particulars(kind=1, title="Giấy đăng ký kinh doanh", number="9999")
    answer = refused(actions.correct_evidence, document=document, particulars=worse, actor=hanh, at=MADE_AT)
    assert answer == rules.COMPARED_ALREADY_FROZEN
    actions.correct_evidence(document=document, particulars=worse, actor=cuc, at=MADE_AT)
    document.refresh_from_db()
    assert document.number == "9999"


@pytest_db
def test_a_file_that_is_no_paper_is_refused():
    hanh = cast("hanh")
    answer = refused(
        actions.add_evidence,
        producer=producer("gia_dang"),
        particulars=Particulars(kind=1, title="Bảng"),
        file=SimpleUploadedFile("giay.pdf", b"MZ not a pdf"),
        actor=hanh,
        at=MADE_AT,
    )
    assert str(answer.reason) != ""


@pytest_db
def test_one_file_may_prove_two_things():
    hanh, gia_dang = cast("hanh"), producer("gia_dang")
    for kind in (3, 8):
        actions.add_evidence(
            producer=gia_dang,
            particulars=Particulars(kind=kind, title="Hợp đồng liên kết"),
            file=picture_file(),
            actor=hanh,
            at=MADE_AT,
        )
    assert len(set(EvidenceVersion.objects.values_list("file", flat=True))) == 1
