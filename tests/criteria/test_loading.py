"""The law as rows: loaded once, published where sound, refused by name, and unchangeable for everybody."""

import datetime as dt
import io
import shutil

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from ratings.criteria import models
from ratings.criteria.actions import load_law, publish, publish_sound
from ratings.criteria.queries import (
    NotPublished,
    forget_published,
    law_on,
    published_sets,
    published_sheet,
    sheet_of,
    sheets_of,
)
from ratings.criteria.validation import FaultKind
from registry.access.answers import Refused
from registry.access.guards import missing_guards
from registry.journal.models import JournalEntry
from tests.criteria.conftest import AT
from tests.criteria.demo_sheets import FOLDER, LAWS, law

pytestmark = pytest.mark.django_db

TABLES = (models.CriteriaSet, models.Part, models.Criterion, models.Line, models.Option, models.Gate, models.Rule)


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


def test_all_26_sets_of_2026_are_published(law_of_2026):
    assert [row.number for row in published_sets("qd26-2026")] == list(range(1, 27))
    assert models.Line.objects.count() == 787
    assert models.Line.objects.filter(prints_zero=False).count() == 378
    assert models.Option.objects.count() == 2579
    assert models.Gate.objects.count() == 574


def test_rows_read_back_are_what_was_printed(law_of_2026):
    for source in law("qd26-2026").sources:
        read = published_sheet("qd26-2026", source.sheet.number)
        assert read.sheet == source.sheet
        assert read.sheet.digest == source.sheet.digest


def test_old_laws_read_back_too(no_law):
    for code in LAWS[1:]:
        report = load_law(FOLDER / code)
        publish_sound(report.law, at=AT)
        printed = {source.sheet.slug: source.sheet for source in law(code).sources}
        for row in published_sets(code):
            assert sheet_of(row.pk).sheet == printed[row.slug]
            assert published_sheet(code, row.slug).sheet == printed[row.slug]


def test_publishing_is_written_in_the_journal_once(law_published_now):
    entry = JournalEntry.objects.get(action="criteria.published")
    assert (entry.object_type, entry.object_id, entry.actor) == ("law_version", str(law_published_now.pk), None)
    assert entry.payload["after"]["sets"] == dict(law_published_now.sets.values_list("slug", "digest"))
    publish(law_published_now.sets.get(number=9), at=AT)
    assert JournalEntry.objects.filter(action="criteria.published").count() == 1


def test_loading_again_changes_nothing(law_of_2026):
    before = (counts(), list(models.CriteriaSet.objects.values_list("pk", "digest", "published_at").order_by("pk")))
    report = load_law(FOLDER / "qd26-2026")
    assert publish_sound(report.law, at=AT + dt.timedelta(days=1)) == 0
    assert (len(report.loaded), len(report.unchanged), report.refused) == (0, 26, ())
    after = (counts(), list(models.CriteriaSet.objects.values_list("pk", "digest", "published_at").order_by("pk")))
    assert after == before


def test_the_command_names_every_refused_set_with_its_faults(no_law):
    out = io.StringIO()
    call_command("load_criteria", stdout=out)
    said = out.getvalue()
    assert "26/2026/QĐ-TTg: vừa công bố 26 bộ sản phẩm, 0 bộ giữ nguyên, 0 bộ không công bố." in said
    assert "148/QĐ-TTg: vừa công bố 18 bộ sản phẩm, 0 bộ giữ nguyên, 8 bộ không công bố." in said
    assert "1048/QĐ-TTg: vừa công bố 21 bộ sản phẩm, 0 bộ giữ nguyên, 4 bộ không công bố." in said
    assert said.count("Không công bố: ") == 12
    assert (
        "  Không công bố: Sản phẩm cà phê, ca cao (13-ca-phe-ca-cao.yaml)\n"
        "    - Phần C in 35 điểm, các tiêu chí cộng lại được 33.\n"
        "    - Số thứ tự 6.a được in 5 lần.\n"
        "    - Số thứ tự 6.b được in 2 lần.\n"
        "    - Nguồn dữ liệu tự ghi chú: part C: printed 35, criteria add to 33.\n"
    ) in said
    again = io.StringIO()
    call_command("load_criteria", stdout=again)
    assert "26/2026/QĐ-TTg: vừa công bố 0 bộ sản phẩm, 26 bộ giữ nguyên, 0 bộ không công bố." in again.getvalue()
    assert again.getvalue().count("Không công bố: ") == 12


def test_a_set_with_faults_is_kept_as_head_and_faults_only(no_law):
    report = load_law(FOLDER / "qd148-2023")
    faulty = report.law.sets.get(number=11)
    assert [fault["kind"] for fault in faulty.faults] == [FaultKind.PART_SUM, FaultKind.SOURCE]
    assert (faulty.parts.count(), faulty.lines.count(), faulty.rules.count()) == (0, 0, 0)
    with pytest.raises(Refused):
        publish(faulty, at=AT)
    faulty.refresh_from_db()
    assert faulty.published_at is None
    with pytest.raises(NotPublished):
        sheet_of(faulty.pk)


def test_a_set_with_faults_cannot_be_published_past_the_action(no_law):
    report = load_law(FOLDER / "qd148-2023")
    with pytest.raises(DatabaseError), transaction.atomic():
        report.law.sets.filter(number=11).update(published_at=AT)


def test_an_unpublished_set_can_be_loaded_anew(no_law, tmp_path):
    folder = tmp_path / "qd26-2026"
    shutil.copytree(FOLDER / "qd26-2026", folder)
    first = load_law(folder)
    file = folder / "09-tuong-nuoc-mam-gia-vi-long.yaml"
    file.write_text(file.read_text().replace("text: Chế biến đơn giản", "text: Chế biến giản đơn"))
    second = load_law(folder)
    assert [row.number for row in second.loaded] == [9]
    assert second.loaded[0].pk == first.law.sets.get(number=9).pk
    publish(second.loaded[0], at=AT)
    assert published_sheet("qd26-2026", 9).sheet.lines["1.2"].option(1).text == "Chế biến giản đơn"


def test_a_published_set_that_differs_from_its_file_is_refused_and_stays(law_of_2026, tmp_path):
    folder = tmp_path / "qd26-2026"
    shutil.copytree(FOLDER / "qd26-2026", folder)
    file = folder / "09-tuong-nuoc-mam-gia-vi-long.yaml"
    file.write_text(file.read_text().replace("text: Chế biến đơn giản", "text: Chế biến giản đơn"))
    with pytest.raises(Refused):
        load_law(folder)
    assert published_sheet("qd26-2026", 9).sheet.lines["1.2"].option(1).text == "Chế biến đơn giản"


def test_the_end_of_a_law_may_still_be_set(law_of_2026, tmp_path):
    folder = tmp_path / "qd26-2026"
    shutil.copytree(FOLDER / "qd26-2026", folder)
    text = (folder / "law.yaml").read_text()
    (folder / "law.yaml").write_text(text.replace("effective_until: null", "effective_until: 2031-01-01"))
    load_law(folder)
    law_of_2026.refresh_from_db()
    assert law_of_2026.effective_until == dt.date(2031, 1, 1)
    (folder / "law.yaml").write_text(text.replace("26/2026/QĐ-TTg", "27/2026/QĐ-TTg"))
    with pytest.raises(Refused):
        load_law(folder)


def test_guards_of_criteria_stand_in_the_database(no_law):
    assert [name for name in missing_guards() if name in {guard.name for guard in models.GUARDS}] == []


@pytest.mark.parametrize("table", [table.__name__ for table in TABLES])
def test_published_rows_cannot_be_changed_or_deleted(law_of_2026, table):
    row = {
        "CriteriaSet": models.CriteriaSet.objects.filter(number=9),
        "Part": models.Part.objects.filter(criteria_set__number=9, code="A"),
        "Criterion": models.Criterion.objects.filter(part__criteria_set__number=9, code="9"),
        "Line": models.Line.objects.filter(criteria_set__number=9, code="9"),
        "Option": models.Option.objects.filter(line__criteria_set__number=9, line__code="9", position=2),
        "Gate": models.Gate.objects.filter(line__criteria_set__number=9, line__code="9", star=4),
        "Rule": models.Rule.objects.filter(criteria_set__number=9, clause="imported_material"),
    }[table]
    field = {"Option": "points", "Gate": "min_points", "Rule": "quote"}.get(table, "name")
    pk, old = row.values_list("pk", field).get()
    only = row.model.objects.filter(pk=pk)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        only.update(**{field: "1"})
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        only._raw_delete(only.db)
    assert row.values_list("pk", field).get() == (pk, old)


def test_nothing_can_be_added_to_a_published_set(law_of_2026):
    fish_sauce = models.CriteriaSet.objects.get(number=9)
    line = fish_sauce.lines.get(code="9")
    part, criterion = line.part, line.criterion
    additions = [
        models.Part(criteria_set=fish_sauce, position=4, code="D", name="D", max_points=1),
        models.Criterion(part=part, position=99, code="99", name="x", max_points=1),
        models.Line(
            criteria_set=fish_sauce, part=part, criterion=criterion, position=99, code="99", name="x", max_points=1,
            prints_zero=True,
        ),
        models.Option(line=line, position=9, points=5, text="x"),
        models.Gate(line=line, star=5, min_points=1),
        models.Rule(
            criteria_set=fish_sauce, position=99, clause="x", kind="knock_out", quote="x", parameters={},
            ends_dossier=True,
        ),
    ]  # fmt: skip
    for row in additions:
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            row.save()


def test_rows_cannot_be_moved_into_a_published_set(law_of_2026):
    report = load_law(FOLDER / "qd148-2023")
    line = report.law.sets.get(number=9).lines.first()
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        models.Line.objects.filter(pk=line.pk).update(
            criteria_set=models.CriteriaSet.objects.get(law=law_of_2026, number=9)
        )
    models.Line.objects.filter(pk=line.pk).update(name="still unpublished")
    line.refresh_from_db()
    assert line.name == "still unpublished"


def test_a_law_with_published_sets_keeps_its_identity(law_of_2026):
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        models.LawVersion.objects.filter(pk=law_of_2026.pk).update(effective_from=dt.date(2020, 1, 1))


def test_a_sheet_is_read_in_seven_queries_and_then_kept(law_of_2026, django_assert_num_queries):
    with django_assert_num_queries(8):
        first = published_sheet("qd26-2026", 9)
    with django_assert_num_queries(0):
        assert published_sheet("qd26-2026", 9) is first
        assert sheet_of(first.criteria_set_id) is first
    forget_published()
    pks = [row.pk for row in published_sets("qd26-2026")]
    with django_assert_num_queries(7):
        assert len(sheets_of(pks)) == 26


def test_the_law_of_a_dossier_follows_its_day(law_of_2026):
    load_law(FOLDER / "qd148-2023")
    before, after = dt.date(2026, 5, 21), dt.date(2026, 5, 22)
    assert law_on(after, "first", on=after).code == "qd26-2026"
    assert law_on(before, "first", on=dt.date(2026, 7, 21)).code == "qd148-2023"
    assert law_on(before, "first", on=dt.date(2026, 7, 22)).code == "qd26-2026"
