"""Content is kept once, under the address of its digest, and handed out with care."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from contextlib import closing

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from PIL import Image

from ocop.celery import app
from registry.access.answers import Refused
from registry.access.guards import missing_guards
from registry.accounts.models import User
from registry.files import actions, pages, serving
from registry.files.actions import keep_pdf, render_page, render_pages, store, store_picture
from registry.files.kinds import ONLY_PDF, MediaType
from registry.files.models import PagePicture, Picture, StoredFile, address_of
from registry.files.tasks import render_pages_task
from tests.files import made

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 9, 28, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def hanh():
    return User.objects.create_user("hanh", full_name="Lê Thị Hạnh")


def body(response):
    with closing(response):
        return b"".join(response.streaming_content)


def test_a_pdf_is_kept_byte_for_byte_under_its_digest(hanh):
    data = made.pdf(2)
    stored = store(made.upload(data, "Giấy phép.pdf"), actor=hanh, at=AT)
    digest = hashlib.sha256(data).hexdigest()
    assert (stored.sha256, stored.content.name) == (digest, f"content/{digest[:2]}/{digest[2:4]}/{digest}")
    assert (stored.read(), stored.size, stored.media_type, stored.extension) == (
        data,
        len(data),
        "application/pdf",
        "pdf",
    )
    assert (stored.pages, stored.page_count, stored.width, stored.height) == (2, 2, None, None)


def test_the_same_content_gives_the_same_row_whatever_it_is_called(hanh):
    data = made.pdf()
    first = store(made.upload(data, "a.pdf"), actor=hanh, at=AT)
    second = store(made.upload(data, "b.exe"), actor=hanh, at=AT + dt.timedelta(days=1))
    assert first == second
    assert StoredFile.objects.get().created_at == AT


def test_a_photo_of_a_paper_is_kept_without_its_place(hanh):
    stored = store(made.upload(made.picture(exif=made.exif(orientation=6))), actor=hanh, at=AT)
    photo = Image.open(io.BytesIO(stored.read()))
    assert dict(photo.getexif()) == {0x0112: 6}
    assert (stored.media_type, stored.page_count, stored.width, stored.height) == ("image/jpeg", 1, 64, 48)


def test_a_heic_photo_of_a_paper_is_kept_as_jpeg(hanh):
    stored = store(made.upload(made.picture("HEIF")), actor=hanh, at=AT)
    assert (stored.media_type, stored.extension) == ("image/jpeg", "jpg")


def test_what_is_refused_leaves_neither_row_nor_content(hanh, settings):
    with pytest.raises(Refused):
        store(made.upload(made.picture()), actor=hanh, at=AT, accept=ONLY_PDF)
    assert StoredFile.objects.count() == 0
    assert not default_storage.exists("content")


def test_a_rolled_back_transaction_leaves_no_row_and_the_content_serves_the_next(hanh):
    data = made.pdf()
    name = address_of(hashlib.sha256(data).hexdigest())
    with transaction.atomic():
        store(made.upload(data), actor=hanh, at=AT)
        transaction.set_rollback(True)
    assert (StoredFile.objects.count(), default_storage.exists(name)) == (0, True)
    assert store(made.upload(data), actor=hanh, at=AT).content.name == name


def test_a_half_written_file_of_a_dead_process_is_not_taken_for_the_content(hanh):
    data = made.pdf()
    name = address_of(hashlib.sha256(data).hexdigest())
    default_storage.save(name, io.BytesIO(data[:100]))
    stored = store(made.upload(data), actor=hanh, at=AT)
    assert stored.content.name != name
    assert stored.read() == data


def test_content_lost_from_the_storage_comes_back_with_the_next_upload(hanh):
    data = made.pdf()
    stored = store(made.upload(data), actor=hanh, at=AT)
    default_storage.delete(stored.content.name)
    assert store(made.upload(data), actor=hanh, at=AT).read() == data


@pytest.mark.parametrize("write", ["update", "delete"])
def test_a_stored_file_can_be_neither_changed_nor_removed(hanh, write):
    stored = store(made.upload(made.pdf()), actor=hanh, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(size=1) if write == "update" else stored.delete()
    stored.refresh_from_db()
    assert stored.size > 1


def test_the_guard_of_stored_files_stands_in_the_database():
    assert [name for name in missing_guards() if name.startswith("registry_storedfile")] == []
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("INSERT INTO registry_storedfile (sha256) VALUES ('x')")


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"media_type": "image/gif"},
        {"pages": None},
        {"media_type": MediaType.PNG},
        {"width": 3, "height": 4},
    ],
)
def test_the_database_refuses_measures_that_contradict_the_kind(wrong):
    row = {"sha256": "0" * 64, "content": "x", "size": 1, "media_type": MediaType.PDF, "extension": "pdf", "pages": 1}
    StoredFile.objects.create(**{**row, "sha256": "1" * 64}, created_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**(row | wrong), created_at=AT)


def test_a_photo_of_a_product_comes_in_three_sizes_and_the_phones_own_file_is_not_kept(hanh):
    sent = made.picture("HEIF", size=(3000, 2000), exif=made.exif(orientation=6))
    picture = store_picture(made.upload(sent, "IMG_0001.HEIC"), actor=hanh, at=AT)
    assert (picture.width, picture.height, picture.original.media_type) == (1600, 2400, "image/jpeg")
    sizes = [
        (size.width, size.file.width, size.file.height, size.file.media_type)
        for size in picture.sizes.order_by("width")
    ]
    assert sizes == [
        (160, 107, 160, "image/webp"),
        (480, 320, 480, "image/webp"),
        (1200, 800, 1200, "image/webp"),
    ]
    assert not StoredFile.objects.filter(sha256=hashlib.sha256(sent).hexdigest()).exists()


def test_the_same_photo_sent_twice_is_one_photo(hanh):
    sent = made.picture(size=(300, 200))
    first, second = (store_picture(made.upload(sent), actor=hanh, at=AT) for _ in range(2))
    assert (first, Picture.objects.count(), first.sizes.count()) == (second, 1, 3)


def test_where_a_photo_of_a_product_is_asked_for_a_pdf_is_refused(hanh):
    with pytest.raises(Refused):
        store_picture(made.upload(made.pdf()), actor=hanh, at=AT)
    assert StoredFile.objects.count() == 0


def test_a_document_is_handed_out_to_be_saved_and_not_shown(hanh):
    data = made.pdf()
    stored = store(made.upload(data), actor=hanh, at=AT)
    response = serving.as_attachment(stored, "Giấy chứng nhận/ATTP.exe")
    assert body(response) == data
    headers = {name: response[name] for name in response.headers}
    assert headers == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(data)),
        "Content-Disposition": "attachment; filename*=utf-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20nh%E1%BA%ADn%20ATTP.exe.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


@pytest.mark.parametrize(
    ("given", "saved"),
    [
        ("Bản công bố.PDF", "Bản công bố.pdf"),
        ('a"\r\nSet-Cookie: x=1\r\n.pdf', "a Set-Cookie x=1.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("gpj.\u202ehoa don", "gpj. hoa don.pdf"),
        ("", "tai-lieu.pdf"),
        ("...", "tai-lieu.pdf"),
        ("ấ" * 500, "ấ" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_for_every_system(given, saved):
    assert serving.safe_name(given, "pdf") == saved


def test_a_picture_drawn_by_us_is_shown_inside_a_page_and_kept_by_the_browser(hanh):
    picture = store_picture(made.upload(made.picture()), actor=hanh, at=AT)
    small = picture.sizes.get(width=160)
    response = serving.as_inline_picture(small, public=True)
    assert body(response) == small.file.read()
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/webp",
        "public, max-age=31536000, immutable",
    )
    assert response["Content-Disposition"] == f'inline; filename="{small.file}"'
    with closing(serving.as_inline_picture(picture)) as private:
        assert private["Cache-Control"] == "private, max-age=31536000, immutable"


def test_pages_are_drawn_once_in_every_width(hanh):
    stored = store(made.upload(made.pdf(12)), actor=hanh, at=AT)
    render_pages_task(stored.pk)
    rows = PagePicture.objects.filter(file=stored).order_by("width", "page")
    assert [(row.page, row.width, row.picture.width) for row in rows.select_related("picture")] == [
        (page, width, width) for width in pages.WIDTHS for page in range(1, 13)
    ]
    assert render_pages(stored, at=AT) == 0


def test_a_page_shows_what_stands_on_it(hanh):
    stored = store(made.upload(made.pdf()), actor=hanh, at=AT)
    drawn = Image.open(io.BytesIO(render_page(stored, page=1, at=AT).picture.read()))
    assert (drawn.format, drawn.size) == ("WEBP", (1400, 1982))
    red, green, blue = drawn.convert("RGB").getpixel((300, 200))
    assert (red > 200, green < 90, blue < 90) == (True, True, True)
    assert drawn.convert("RGB").getpixel((10, 1900)) == (255, 255, 255)


def test_a_page_asked_for_before_the_worker_came_is_drawn_at_once_and_kept(hanh, django_assert_num_queries):
    stored = store(made.upload(made.pdf(2)), actor=hanh, at=AT)
    first = render_page(stored, page=2, width=pages.THUMBNAIL, at=AT)
    with django_assert_num_queries(1):
        assert render_page(stored, page=2, width=pages.THUMBNAIL, at=AT) == first
    assert PagePicture.objects.count() == 1


def test_a_photo_of_a_paper_is_leafed_through_as_one_page_turned_upright(hanh):
    stored = store(made.upload(made.picture(size=(640, 480), exif=made.exif(orientation=6))), actor=hanh, at=AT)
    drawn = render_page(stored, page=1, at=AT).picture
    assert (drawn.media_type, drawn.width, drawn.height) == ("image/webp", 480, 640)


@pytest.mark.parametrize(("page", "width"), [(0, 1400), (3, 1400), (-1, 1400), (1, 1399), (1, 100_000)])
def test_a_page_or_width_that_is_not_there_is_refused(hanh, page, width):
    stored = store(made.upload(made.pdf(2)), actor=hanh, at=AT)
    with pytest.raises(Refused):
        render_page(stored, page=page, width=width, at=AT)
    assert PagePicture.objects.count() == 0


def a_ribbon(document):
    document.add_blank_page(page_size=(10, 14_400))


def test_a_page_shaped_like_a_ribbon_stays_within_the_limit(hanh):
    stored = store(made.upload(made.pdf(change=a_ribbon)), actor=hanh, at=AT)
    drawn = render_page(stored, page=2, at=AT).picture
    assert (drawn.width, drawn.height) == (5, 6000)


def a_page_that_never_ends(document):
    document.add_blank_page(page_size=(600, 800))
    form = document.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 600, 800])
    forms = [form]
    for _level in range(12):
        outer = document.make_stream(b"/F Do " * 12, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox = [0, 0, 600, 800]
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=forms[-1]))
        forms.append(outer)
    document.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=forms[-1]))
    document.pages[-1].Contents = document.make_stream(b"/F Do")


@pytest.mark.slow
def test_a_page_that_never_ends_is_given_up_and_its_neighbours_are_drawn(hanh, monkeypatch):
    monkeypatch.setattr(actions.pages.pdf, "WAIT", 2)
    stored = store(made.upload(made.pdf(1, change=a_page_that_never_ends)), actor=hanh, at=AT)
    with pytest.raises(Refused) as refused:
        render_page(stored, page=2, width=pages.THUMBNAIL, at=AT)
    assert refused.value.answer == pages.CANNOT_BE_DRAWN
    render_pages(stored, at=AT)
    assert list(stored.page_pictures.values_list("page", "width").order_by("width")) == [(1, 240), (1, 1400)]


def test_a_pdf_of_our_own_is_kept_without_being_asked_what_it_is():
    stored = keep_pdf(b"%PDF-1.7 cua chung toi", pages=4, at=AT)
    assert (stored.page_count, stored.media_type) == (4, "application/pdf")


@pytest.mark.parametrize(("commits", "asked_for"), [(True, 1), (False, 0)])
def test_the_worker_is_asked_to_draw_pages_only_after_a_commit(
    hanh, commits, asked_for, django_capture_on_commit_callbacks
):
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        queue.clear()
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            stored = store(made.upload(made.pdf()), actor=hanh, at=AT)
            transaction.set_rollback(not commits)
        waiting = [queue.get(block=False) for _ in range(queue.qsize())]
        queue.clear()
    asked = [(message.headers["task"], message.payload[0]) for message in waiting]
    assert asked == [("files.render_pages", [stored.pk])] * asked_for
