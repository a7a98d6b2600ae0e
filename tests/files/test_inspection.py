"""What a file is, is read from its content; what may not be kept is refused with a sentence of its own."""

from __future__ import annotations

import io
import time

import pikepdf
import pytest
from django.utils import translation
from PIL import Image

from registry.access.answers import Refused
from registry.files import inspect as inspection
from registry.files.inspect import Inspected, inspect
from registry.files.kinds import MAX_BYTES, MAX_PAGES, ONLY_PDF, PICTURES, MediaType
from tests.files import made


def reason(data, **options):
    with pytest.raises(Refused) as refused:
        inspect(data, **options)
    with translation.override("vi"):
        return str(refused.value.answer.reason)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("JPEG", MediaType.JPEG), ("PNG", MediaType.PNG), ("WEBP", MediaType.WEBP), ("HEIF", MediaType.HEIC)],
)
def test_a_photo_is_known_by_its_content(kind, expected):
    data = made.picture(kind)
    assert inspect(data) == Inspected(expected, len(data), width=64, height=48)


def test_a_pdf_tells_its_pages():
    data = made.pdf(3)
    assert inspect(data) == Inspected(MediaType.PDF, len(data), pages=3)


def test_a_pdf_that_only_forbids_printing_can_be_opened_by_anybody_and_is_taken():
    data = made.pdf(encryption=pikepdf.Encryption(owner="chủ", user=""))
    assert inspect(data) == Inspected(MediaType.PDF, len(data), pages=1)


def test_a_pdf_signed_electronically_keeps_its_signature_field():
    def sign(document):
        field = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="ký")
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)

    assert inspect(made.pdf(change=sign)).pages == 1


def test_a_link_in_a_pdf_is_no_program():
    def link(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://ocop.gov.vn")
        annotation = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 10, 10], A=action)
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([annotation]))

    assert inspect(made.pdf(change=link)).pages == 1


def test_an_empty_file_is_refused():
    assert reason(b"") == "Tệp không có nội dung."


def test_a_file_may_have_exactly_20_megabytes():
    assert reason(b"%PDF-" + b"\0" * (MAX_BYTES - 5)) == "Tệp PDF bị hỏng hoặc gửi chưa trọn vẹn."
    assert reason(b"%PDF-" + b"\0" * (MAX_BYTES - 4)) == "Tệp lớn hơn 20 MB."


def test_where_a_photo_is_asked_for_a_pdf_is_refused_and_the_other_way_round():
    assert reason(made.pdf(), accept=PICTURES) == "Mục này chỉ nhận ảnh."
    assert reason(made.picture(), accept=ONLY_PDF) == "Mục này chỉ nhận tệp PDF."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_photo_cut_off_on_the_way_is_refused(kind, share):
    noise = Image.effect_noise((200, 150), 80).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, kind)
    data = buffer.getvalue()
    assert reason(data[: int(len(data) * share)]) == "Ảnh bị hỏng hoặc gửi chưa trọn vẹn."


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (8_000, 6_251), (30_001, 1), (2**31 - 1, 2**31 - 1)])
def test_a_header_that_promises_too_many_pixels_is_refused_before_decoding(width, height):
    started = time.process_time()
    assert reason(made.png_header(width, height)) == "Ảnh có hơn 50 triệu điểm ảnh."
    assert time.process_time() - started < 1


def test_a_header_within_the_limit_without_its_pixels_is_a_damaged_photo():
    assert reason(made.png_header(8_000, 6_250)) == "Ảnh bị hỏng hoặc gửi chưa trọn vẹn."


def test_a_picture_that_holds_a_bomb_of_text_is_refused():
    import struct
    import zlib

    body = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    data = made.picture("PNG")
    assert reason(data[:33] + chunk + data[33:]) == "Ảnh bị hỏng hoặc gửi chưa trọn vẹn."


def test_a_pdf_with_a_password_is_refused():
    data = made.pdf(encryption=pikepdf.Encryption(owner="chủ", user="khách"))
    assert reason(data) == "Tệp PDF có đặt mật khẩu."


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_pdf_cut_off_on_the_way_is_refused_even_where_a_reader_would_mend_it(share):
    data = made.pdf(5)
    assert reason(data[: int(len(data) * share)]) == "Tệp PDF bị hỏng hoặc gửi chưa trọn vẹn."


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + b"\xde\xad\xbe\xef" * 100 + b"\n%%EOF"])
def test_a_pdf_without_sense_is_refused(data):
    assert reason(data) == "Tệp PDF bị hỏng hoặc gửi chưa trọn vẹn."


def test_a_pdf_may_have_300_pages_and_no_more():
    assert inspect(made.pdf(MAX_PAGES)).pages == 300
    assert reason(made.pdf(MAX_PAGES + 1)) == "Tệp PDF có hơn 300 trang."


def with_open_action(**action):
    def change(document):
        document.Root.OpenAction = pikepdf.Dictionary(**action)

    return change


def with_names_of_scripts(document):
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))
    names = pikepdf.Array([pikepdf.String("a"), document.make_indirect(script)])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def with_form_of_scripts(document):
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp/>"))


def with_film(document):
    film = pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 1, 1])
    document.pages[0].Annots = pikepdf.Array([film])


def with_script_on_a_page(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


@pytest.mark.parametrize(
    "change",
    [
        with_open_action(S=pikepdf.Name.JavaScript, JS="app.alert(1)"),
        with_open_action(S=pikepdf.Name.Launch, F="cmd.exe"),
        with_open_action(S=pikepdf.Name.SubmitForm, F="https://example.com"),
        with_open_action(S=pikepdf.Name.GoToR, F="//example.com/x.pdf"),
        with_names_of_scripts,
        with_form_of_scripts,
        with_film,
        with_script_on_a_page,
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_runs_sends_or_plays_is_refused_and_never_cleaned(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    data = made.pdf(change=change, object_stream_mode=mode)
    assert reason(data) == "Tệp PDF có chứa chương trình, biểu mẫu gửi dữ liệu hoặc phim."


def test_a_pdf_with_files_attached_is_refused():
    def attach(document):
        document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ\x90\x00")

    assert reason(made.pdf(change=attach)) == "Tệp PDF có đính kèm tệp khác bên trong."


@pytest.mark.slow
def test_a_pdf_that_unfolds_to_gigabytes_ends_its_reader_and_not_us():
    data = made.pdf_bomb()
    assert len(data) < 100_000
    assert reason(data) in {"Tệp PDF quá phức tạp, không mở an toàn được.", "Tệp PDF bị hỏng hoặc gửi chưa trọn vẹn."}


def test_every_refusal_has_its_own_sentence_in_both_languages_and_says_what_to_do():
    with translation.override("en"):
        english = [str(sentence) for sentence in inspection.sentences()]
    with translation.override("vi"):
        vietnamese = [str(sentence) for sentence in inspection.sentences()]
    assert len(set(vietnamese)) == len(vietnamese) == len(set(english)) == 20
    assert not set(vietnamese) & set(english)
