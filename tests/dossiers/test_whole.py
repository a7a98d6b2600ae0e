"""A whole dossier in one file: what it holds, what it says is missing, and who may have it."""

import io
import re
import tempfile
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import default_storage

from ratings.dossiers import actions, commune_actions
from ratings.dossiers.models import Citation
from ratings.dossiers.rules import Signer
from ratings.dossiers.states import State
from registry.documents.binding import NotBound
from registry.evidence.models import EvidenceDocument
from registry.files.actions import keep_rendered
from registry.files.kinds import MediaType
from registry.files.pictures import Rendered
from tests import builders
from tests.cast import cast, client_of
from tests.files.made import picture

pytestmark = pytest.mark.django_db


def whole(who, dossier, ending):
    return client_of(who).get(f"/dossiers/{dossier.number}/whole.{ending}")


def archive(who, dossier):
    response = whole(who, dossier, "zip")
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def pages(content):
    document = pypdfium2.PdfDocument(content)
    found = [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def bound(who, dossier):
    response = whole(who, dossier, "pdf")
    assert response["Content-Type"] == "application/pdf"
    return pages(b"".join(response.streaming_content))


def cite_photo(dossier):
    """The officer's dossier cites a photo of a paper as well."""
    data = picture("JPEG", (300, 200))
    photo = keep_rendered(Rendered(data, MediaType.JPEG, 300, 200), at=builders.at(2, 9))
    document = EvidenceDocument.objects.get(producer=dossier.producer, kind=11)
    version = builders.version_of(document)
    version.pk, version.number, version.file, version.pages = None, 2, photo, 1
    version.save(force_insert=True)
    actions.cite(dossier=dossier, line="9", version=version, page=None, actor=cast("hanh"), at=builders.at(26, 9))
    return data


@pytest.fixture
def dossier():
    draft = builders.a_draft()
    draft.photo = cite_photo(draft)
    return draft


def test_the_archive_holds_the_forms_and_every_cited_original_in_the_folder_of_its_kind(dossier):
    found = archive("hanh", dossier)
    assert found.testzip() is None
    assert found.namelist() == [
        f"{dossier.number}/00 Mục lục.pdf",
        f"{dossier.number}/01 Mẫu số 01. Phiếu đăng ký.pdf",
        f"{dossier.number}/02 Mẫu số 02. Báo cáo tự đánh giá.pdf",
        f"{dossier.number}/Minh chứng 05. Sử dụng lao động địa phương/03 Danh sách lao động số 12 2025.pdf",
        f"{dossier.number}/Minh chứng 11. Công bố chất lượng sản phẩm/04 Bản tự công bố sản phẩm số 12 2025.jpg",
    ]
    labour = Citation.objects.get(dossier=dossier, line__code="1.6").version.file
    assert found.read(found.namelist()[3]) == labour.read()
    assert found.read(found.namelist()[4]) == dossier.photo
    contents = " ".join(pages(found.read(found.namelist()[0])))
    for part in (
        "MỤC LỤC HỒ SƠ",
        dossier.number,
        "Minh chứng 5. Sử dụng lao động địa phương",
        "Danh sách lao động số 12/2025",
    ):
        assert part in contents, part


def test_the_bound_dossier_begins_with_contents_that_lead_to_the_right_pages(dossier):
    sheets = bound("hanh", dossier)
    first = sheets[0]
    page = {
        title: int(re.search(rf"{title}.*? (\d+) \d+ ", first).group(1))
        for title in ("Phiếu đăng ký", "Báo cáo tự đánh giá")
    }
    assert "PHIẾU ĐĂNG KÝ" in sheets[page["Phiếu đăng ký"] - 1]
    assert "BÁO CÁO TỰ ĐÁNH GIÁ" in sheets[page["Báo cáo tự đánh giá"] - 1].upper()
    assert [f"{dossier.number} · trang {number}/{len(sheets)}" in text for number, text in enumerate(sheets, 1)] == [True] * len(sheets)  # fmt: skip
    assert "Đủ tài liệu." in first


def test_a_paper_cited_for_two_lines_is_there_once(dossier):
    version = Citation.objects.get(dossier=dossier, line__code="1.6").version
    actions.cite(dossier=dossier, line="1.5", version=version, page=1, actor=cast("hanh"), at=builders.at(26, 9))
    assert sum("Danh sách lao động" in name for name in archive("hanh", dossier).namelist()) == 1


def test_form_03_and_the_scan_of_the_signed_papers_go_along_once_they_are_there():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    before = archive("cuc", dossier).namelist()
    scan = builders.a_file("bản ký", pages=3)
    commune_actions.record_signed(
        dossier=dossier, numbers=builders.NUMBERS, signer=Signer("Phạm Văn Đức", "KT. CHỦ TỊCH"), scan=scan,
        actor=cast("cuc"), at=builders.D01_DAYS.signed,
    )  # fmt: skip
    after = archive("cuc", dossier)
    assert [name.rpartition("/")[2] for name in after.namelist()[3:5]] == [
        "03 Mẫu số 03. Báo cáo đánh giá của UBND cấp xã.pdf",
        "04 Báo cáo đánh giá và văn bản đề nghị đã ký (bản quét).pdf",
    ]
    assert after.read(after.namelist()[4]) == scan.read()
    assert len(after.namelist()) == len(before) + 1


def test_a_file_that_the_storage_lost_is_named_and_the_rest_is_given(dossier):
    lost = Citation.objects.get(dossier=dossier, line__code="1.6").version.file
    default_storage.delete(lost.content.name)
    found = archive("hanh", dossier)
    assert len(found.namelist()) == 4
    assert "Không có tệp trong kho lưu trữ." in " ".join(pages(found.read(found.namelist()[0])))
    first = bound("hanh", dossier)[0]
    assert "Không có tệp trong kho lưu trữ." in first
    assert "1 tài liệu không ghép được." in first


def test_nothing_is_left_on_the_disk_when_the_pdf_has_been_sent(dossier, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bound("hanh", dossier)
    assert [path.name for path in Path(tmp_path).iterdir() if path.name.startswith("ocop-")] == []


def test_a_dossier_too_heavy_for_one_pdf_is_offered_as_an_archive(dossier, monkeypatch):
    def too_heavy(*_args, **_options):
        raise NotBound

    monkeypatch.setattr("ratings.dossiers.whole.bind", too_heavy)
    response = client_of("hanh").get(f"/dossiers/{dossier.number}/whole.pdf", follow=True)
    assert "Hãy tải tệp nén (ZIP)." in response.content.decode()


@pytest.mark.parametrize("who", ["bien", "em", "giang", "tam", "stranger"])
def test_whoever_may_not_see_the_dossier_gets_no_file_of_it(who):
    dossier = builders.a_dossier_at(State.RECEIVED)
    assert {whole(who, dossier, ending).status_code for ending in ("pdf", "zip")} == {404}


def test_the_pages_of_a_dossier_lead_to_both_files(dossier):
    for page in ("", "checks/"):
        text = client_of("hanh").get(f"/dossiers/{dossier.number}/{page}").content.decode()
        assert f"/dossiers/{dossier.number}/whole.pdf" in text
        assert f"/dossiers/{dossier.number}/whole.zip" in text
