"""The request letter of a commune: its products as data, its template tried out before it is taken."""

import io
import re
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ratings.dossiers.states import State
from ratings.signing import actions, queries, request_letter
from ratings.signing.models import RequestTemplate
from registry.access.answers import Refused
from registry.documents import word
from registry.journal.models import JournalEntry
from registry.places.models import Commune
from registry.products.models import Product
from tests import builders
from tests.cast import TRIEU_CO, cast, client_of

pytestmark = pytest.mark.django_db
ADDRESS = f"/dossiers/request-letter/{TRIEU_CO}/"
MAIN = "word/document.xml"
HOSTILE = 'Mắm {{ 7*7 }} <w:p/> & {% raw %} "nháy" _{_'


def changed(part=MAIN, old="", new="", *, adding=None):
    """The default template with one part changed, or with a part added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(request_letter.DEFAULT) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(info.filename, text)
        for name, text in (adding or {}).items():
            target.writestr(name, text)
    return buffer.getvalue()


def upload(data, name="mau-cua-xa.docx"):
    return SimpleUploadedFile(name, data)


def take(data, who="cuc", name="mau-cua-xa.docx"):
    return actions.take_template(
        upload=upload(data, name), commune=Commune.objects.get(pk=TRIEU_CO), actor=cast(who), at=builders.at(15, 10, 16)
    )


def words(content):
    """Every word of a letter; tables and paragraphs in their order."""
    document = docx.Document(io.BytesIO(content))
    return " ".join(re.sub(r"\s+", " ", node.text) for node in document.element.body.iter() if node.text)


def letter(who="cuc", query=""):
    response = client_of(who).get(f"{ADDRESS}letter.docx{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == word.MEDIA_TYPE
    return words(response.content)


def test_one_letter_lists_every_product_whose_papers_await_signature_and_no_other():
    for name in ("Nước mắm Gia Đẳng", "Mắm ruốc"):
        builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE, name=name)
    builders.a_dossier_at(State.RECEIVED, name="Mắm nêm")
    text = letter()
    assert "UBND-" in text
    assert "đánh giá, phân hạng 02 sản phẩm OCOP" in text
    for part in ("Nước mắm Gia Đẳng", "Mắm ruốc", "XÃ TRIỆU CƠ", "Ủy ban nhân dân tỉnh Quảng Trị", "Lần đầu",
                 "Quyết định số 26/2026/QĐ-TTg"):  # fmt: skip
        assert part in text, part
    assert "Mắm nêm" not in text


def test_the_officer_chooses_which_products_the_letter_names():
    first, second = (
        builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE, name=name) for name in ("Mắm một", "Mắm hai")
    )
    text = letter(query=f"?dossier={second.number}")
    assert "Mắm hai" in text
    assert "Mắm một" not in text
    assert first.number in client_of("cuc").get(ADDRESS).content.decode()


def test_number_and_signer_stand_in_the_letter_once_they_are_recorded_and_never_before():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    before = letter()
    assert "112/UBND-KT" not in before
    assert "Phạm Văn Đức" not in before
    builders.sign(dossier)
    after = letter()
    for part in ("Số: 112/UBND-KT", "ngày 16 tháng 10 năm 2026", "Số 45/BC-UBND ngày 16/10/2026", "KT. CHỦ TỊCH",
                 "Phạm Văn Đức"):  # fmt: skip
        assert part in after, part


def test_what_people_wrote_is_printed_and_never_obeyed():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    Product.objects.filter(pk=dossier.product_id).update(name=HOSTILE)
    text = letter()
    assert "{{ 7*7 }}" in text
    assert "<w:p/>" in text
    assert "49" not in text.replace("112", "")


def test_a_letter_of_a_demonstration_says_that_it_is_one():
    values = request_letter.sample_values()
    marked, plain = (words(word.fill(request_letter.DEFAULT.read_bytes(), values, demo=demo)) for demo in (True, False))
    assert marked.startswith("DỮ LIỆU MINH HỌA")
    assert "MINH HỌA" not in plain


def test_without_a_product_there_is_no_letter_and_the_page_says_so():
    builders.a_dossier_at(State.RECEIVED)
    response = client_of("cuc").get(f"{ADDRESS}letter.docx", follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    page = response.content.decode()
    assert "Chưa chọn sản phẩm nào đang chờ ký." in page
    assert "Chưa có sản phẩm nào chờ ký" in page


def test_the_dossier_leads_to_its_letter_while_it_awaits_signature():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    link = f"{ADDRESS}?dossier={dossier.number}"
    assert {who: link in client_of(who).get(f"/dossiers/{dossier.number}/").content.decode()
            for who in ("cuc", "duc", "dung", "hanh")} == {"cuc": True, "duc": True, "dung": False, "hanh": False}  # fmt: skip
    assert ADDRESS in client_of("cuc").get("/dossiers/").content.decode()
    builders.sign_and_forward(dossier)
    assert link not in client_of("cuc").get(f"/dossiers/{dossier.number}/").content.decode()


# ---------------------------------------------------------------- the commune's own template


def test_the_communes_own_template_is_used_until_it_goes_back_to_the_default_one():
    builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    client = client_of("cuc")
    own = changed(old="Kính gửi", new="Trân trọng gửi")
    assert client.post(f"{ADDRESS}template/", {"template": upload(own)}).status_code == 302
    assert "Trân trọng gửi" in letter()
    assert client.get(f"{ADDRESS}template.docx").content == own
    assert client.get(f"{ADDRESS}template.docx?default").content == request_letter.DEFAULT.read_bytes()
    assert "mau-cua-xa.docx" in client.get(ADDRESS).content.decode()
    assert client_of("duc").post(f"{ADDRESS}template/default/").status_code == 302
    assert "Trân trọng gửi" not in letter()
    row = RequestTemplate.objects.get()
    assert (row.uploaded_by, row.ended_by) == (cast("cuc"), cast("duc"))
    assert list(JournalEntry.objects.filter(object_type="request_template").values_list("action", flat=True)) == [
        "dossier.request_template_taken", "dossier.request_template_dropped",
    ]  # fmt: skip


def test_a_new_template_ends_the_one_before_and_both_are_kept():
    cast("cuc")
    take(changed())
    take(changed(old="Kính gửi", new="Gửi"))
    assert [each.ended_at is None for each in queries.request_templates_of(TRIEU_CO)] == [True, False]


def test_to_go_back_without_a_template_of_ones_own_is_refused():
    response = client_of("cuc").post(f"{ADDRESS}template/default/")
    assert response.status_code == 409
    assert "Xã đang dùng mẫu mặc định." in response.content.decode()


REFUSED = {
    "no document": (b"%PDF-1.7", "Đây không phải tài liệu Word"),
    "too large": (b"PK\x03\x04" + b"0" * word.MAX_BYTES, "Mẫu lớn hơn 2 MB."),
    "cut off": (request_letter.DEFAULT.read_bytes()[:9000], "Mẫu bị hỏng"),
    "macros": (changed(adding={"word/vbaProject.bin": b"x"}), "Mẫu có chương trình"),
    "macros by type": (
        changed("[Content_Types].xml", "wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
        "Mẫu có chương trình",
    ),
    "another template": (
        changed(
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="x9" TargetMode="External" Target="http://example.org/a.dotm" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
        ),
        "Khi mở, mẫu lấy nội dung từ nơi khác.",
    ),
    "a field that runs": (
        changed(old="<w:sectPr", new='<w:p><w:r><w:instrText>DDEAUTO cmd "/c"</w:instrText></w:r></w:p><w:sectPr'),
        "Mẫu có trường chạy lệnh",
    ),
    "a definition that unfolds": (changed(old="<w:document", new='<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "Mẫu bị hỏng"),
    "unknown name": (changed(old="{{ so }}", new="{{ so_hieu }}"), "Mẫu đòi trường “so_hieu”"),
    "unknown name of a product": (changed(old="{{ sp.ten }}", new="{{ sp.gia }}"), "Mẫu đòi trường “gia”"),
    "open loop": (changed(old="{%tr endfor %}", new=""), "Có trường trong mẫu viết chưa đúng"),
    "no products": (changed(old="{{ sp.ten }}", new="..."), "không nêu đủ các sản phẩm"),
    "the inside of Python": (
        changed(old="{{ so }}", new="{{ so.__class__.__mro__ }}"), "Mẫu đòi hỏi điều mà văn bản đề nghị không cần.",
    ),
    "a function": (changed(old="{{ so }}", new="{{ range(9) }}"), "Mẫu đòi trường “range”"),
    "gigabytes": (changed(old="{{ so }}", new="{{ (so * 100000) * 100000 }}"), "nhiều thời gian hoặc bộ nhớ"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_a_broken_or_hostile_template_is_refused_with_a_sentence_of_its_own(data, said):
    cast("cuc")
    response = client_of("cuc").post(f"{ADDRESS}template/", {"template": upload(data)})
    assert response.status_code == 409
    assert said in response.content.decode()
    assert not RequestTemplate.objects.exists()


def test_a_loop_that_never_ends_is_ended(monkeypatch):
    """Nested loops over a long text: the process has its seconds, and the page its answer."""
    monkeypatch.setattr(word, "WAIT", 4)
    cast("cuc")
    endless = "{% for a in so.center(9999) %}" * 3 + "{% endfor %}" * 3
    with pytest.raises(Refused) as refused:
        take(changed(old="{{ so }}", new=endless))
    assert "nhiều thời gian" in str(refused.value.answer.reason)


@pytest.mark.parametrize("who", ["dung", "hanh", "em", "giang", "stranger"])
def test_only_officer_and_leader_of_the_commune_keep_its_letters(who):
    builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    client = client_of(who)
    assert {client.get(f"{ADDRESS}{page}").status_code for page in ("", "letter.docx", "template.docx")} <= {403, 404}
    assert client.post(f"{ADDRESS}template/", {"template": upload(changed())}).status_code in {403, 404}
    assert client.post(f"{ADDRESS}template/default/").status_code in {403, 404}
    with pytest.raises(Refused):
        take(changed(), who)


def test_the_default_template_passes_its_own_test():
    request_letter.try_out(request_letter.DEFAULT.read_bytes())
