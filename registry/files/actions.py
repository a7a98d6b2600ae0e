"""Keep content: checked, under the address of its digest, once however often it comes.

Content is written before its row. When the transaction around is rolled back, the row is gone and the content lies
there unseen; the next one who brings the same content finds it. The other order would leave rows without content.

Looking into a file takes up to seconds, and SQLite has one writer: ``store`` and ``store_picture`` open their own short
transaction only at the end. Pages call them first and hand the row to their action; called inside a transaction, they
are part of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Collection, Sequence

from celery import current_app
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from registry.access.answers import Refused
from registry.files import pages, pdf
from registry.files.inspect import NOT_CUT, TOO_LARGE, TOO_MANY_PHOTOS, Inspected, inspect
from registry.files.kinds import DOCUMENTS, EXTENSIONS, MAX_BYTES, MAX_PHOTOS, PICTURES, MediaType
from registry.files.models import PagePicture, Picture, PictureSize, StoredFile, address_of
from registry.files.photographed import PAGE_LONGEST, PAGE_QUALITY, bound
from registry.files.pictures import LONGEST, SIZES, Rendered, encoded, shrunk, upright, without_metadata

logger = logging.getLogger(__name__)


def store(
    upload: UploadedFile, *, actor: AbstractBaseUser, at: dt.datetime, accept: Collection[MediaType] = DOCUMENTS
) -> StoredFile:
    """Keep an uploaded document; the same content always gives the same row.

    A PDF is kept byte for byte. A photo loses what it says about place, person and device, and HEIC becomes JPEG.
    Pictures of its pages are drawn by the worker after the commit.

    Raises:
        Refused: when the content is none of ``accept``, damaged, over a limit or not safe (``inspect``).
    """
    data = _content_of(upload)
    found = inspect(data, accept=accept)
    if found.media_type is not MediaType.PDF:
        data, kind = without_metadata(data, found.media_type)
        found = inspect(data, accept={kind})
    return _kept_document(data, found, actor=actor, at=at)


def store_photographed(photos: Sequence[UploadedFile], *, actor: AbstractBaseUser, at: dt.datetime) -> StoredFile:
    """Keep photos of the pages of one paper, in their order, as one PDF. What the phone sent is not kept.

    Raises:
        Refused: when there are more than ``MAX_PHOTOS``, one of them is no photo or damaged, or all are too large.
    """
    if len(photos) > MAX_PHOTOS:
        raise Refused(TOO_MANY_PHOTOS)
    data = bound([_page_of(photo) for photo in photos])
    if len(data) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    return _kept_document(data, Inspected(MediaType.PDF, len(data), pages=len(photos)), actor=actor, at=at)


def store_paper(uploads: Sequence[UploadedFile], *, actor: AbstractBaseUser, at: dt.datetime) -> StoredFile:
    """Keep one paper: a file as ``store`` does, several photos as ``store_photographed`` does."""
    if len(uploads) == 1:
        return store(uploads[0], actor=actor, at=at)
    return store_photographed(uploads, actor=actor, at=at)


def cut_pages(stored: StoredFile, first: int, last: int, *, actor: AbstractBaseUser, at: dt.datetime) -> StoredFile:
    """Keep pages ``first`` to ``last`` (from 1, both included) of a kept document as a document of its own.

    Raises:
        Refused: when the pages cannot be taken out.
        ValueError: when there are no such pages.
    """
    if not 1 <= first <= last <= stored.page_count:
        raise ValueError(f"no pages {first}-{last} of {stored.page_count}")
    if (first, last) == (1, stored.page_count):
        return stored
    try:
        data = pdf.cut(stored.read(), first=first, last=last)
    except pdf.TooHeavy as error:
        raise Refused(NOT_CUT) from error
    return _kept_document(data, Inspected(MediaType.PDF, len(data), pages=last - first + 1), actor=actor, at=at)


def _page_of(photo: UploadedFile) -> Rendered:
    data = _content_of(photo)
    found = inspect(data, accept=PICTURES)
    return encoded(upright(data, found.media_type, longest=PAGE_LONGEST), MediaType.JPEG, quality=PAGE_QUALITY)


def _kept_document(data: bytes, found: Inspected, *, actor: AbstractBaseUser, at: dt.datetime) -> StoredFile:
    stored = _keep(data, found, at=at)
    logger.info("person %s stored %s (%s, %d bytes)", actor.pk, stored, stored.media_type, stored.size)
    transaction.on_commit(
        lambda: current_app.send_task("files.render_pages", [stored.pk], ignore_result=True), robust=True
    )
    return stored


def store_picture(upload: UploadedFile, *, actor: AbstractBaseUser, at: dt.datetime) -> Picture:
    """Keep an uploaded photo as pages show it, with a thumbnail of every size. What the phone sent is not kept.

    Raises:
        Refused: when the content is no picture, damaged, or over a limit.
    """
    data = _content_of(upload)
    found = inspect(data, accept=PICTURES)
    picture = upright(data, found.media_type, longest=LONGEST)
    kept = encoded(picture, MediaType.JPEG)
    small = [(width, encoded(shrunk(picture, width), MediaType.WEBP)) for width in SIZES]
    row = _keep_picture(kept, small, at=at)
    logger.info("person %s stored the photo %s", actor.pk, row.pk)
    return row


@transaction.atomic
def _keep_picture(kept: Rendered, small: list[tuple[int, Rendered]], *, at: dt.datetime) -> Picture:
    row, made = Picture.objects.get_or_create(
        original=keep_rendered(kept, at=at),
        defaults={"width": kept.width, "height": kept.height, "created_at": at},
    )
    if made:
        PictureSize.objects.bulk_create(
            PictureSize(picture=row, width=width, file=keep_rendered(picture, at=at)) for width, picture in small
        )
    return row


def keep_pdf(data: bytes, *, pages: int, at: dt.datetime) -> StoredFile:
    """Keep a PDF that this programme made itself, with its number of pages; it is not inspected."""
    return _keep(data, Inspected(MediaType.PDF, len(data), pages=pages), at=at)


def keep_rendered(picture: Rendered, *, at: dt.datetime) -> StoredFile:
    """Keep a picture that this programme encoded itself."""
    found = Inspected(picture.media_type, len(picture.data), width=picture.width, height=picture.height)
    return _keep(picture.data, found, at=at)


def render_page(stored: StoredFile, *, page: int, width: int = pages.READING, at: dt.datetime) -> PagePicture:
    """Return the picture of one page, drawing it when the worker has not come to it yet.

    Raises:
        Refused: when there is no such page, the width is not one of ``pages.WIDTHS``, or it cannot be drawn.
    """
    if not 1 <= page <= stored.page_count or width not in pages.WIDTHS:
        raise Refused(pages.NO_SUCH_PAGE)
    ready = PagePicture.objects.select_related("picture").filter(file=stored, page=page, width=width).first()
    if ready:
        return ready
    drawn = pages.draw_one(stored.read(), stored.kind, width=width, page=page)
    return _keep_page(stored, page, width, drawn, at=at)


def render_pages(stored: StoredFile, *, at: dt.datetime) -> int:
    """Draw every page that has no picture yet, in every width; return how many were drawn."""
    done = set(stored.page_pictures.values_list("page", "width"))
    data = stored.read()
    count = 0
    for width in pages.WIDTHS:
        missing = [page for page in range(1, stored.page_count + 1) if (page, width) not in done]
        for page, drawn in pages.draw(data, stored.kind, width=width, pages=missing):
            _keep_page(stored, page, width, drawn, at=at)
            count += 1
    return count


@transaction.atomic
def _keep_page(stored: StoredFile, page: int, width: int, drawn: Rendered, *, at: dt.datetime) -> PagePicture:
    picture = keep_rendered(drawn, at=at)
    row, _made = PagePicture.objects.get_or_create(
        file=stored, page=page, width=width, defaults={"picture": picture, "created_at": at}
    )
    return row


@transaction.atomic
def _keep(data: bytes, found: Inspected, *, at: dt.datetime) -> StoredFile:
    digest = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.filter(sha256=digest).first()
    if known:
        name = str(known.content.name)
        if not default_storage.exists(name):
            # Lost from the storage (restored from an older copy, say) and now brought again.
            default_storage.save(name, ContentFile(data))
        return known
    row, _made = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "content": _write(data, digest),
            "size": found.size,
            "media_type": found.media_type,
            "extension": EXTENSIONS[found.media_type],
            "pages": found.pages,
            "width": found.width,
            "height": found.height,
            "created_at": at,
        },
    )
    return row


def _write(data: bytes, digest: str) -> str:
    """Write the content unless it is there already, whole; return its name in the storage."""
    name = address_of(digest)
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() == digest:
                return name
    # A half-written file of a process that died keeps its name; the storage then gives another one.
    return default_storage.save(name, ContentFile(data))


def _content_of(upload: UploadedFile) -> bytes:
    # A large file is refused before it is read into memory.
    if upload.size is not None and upload.size > MAX_BYTES:
        raise Refused(TOO_LARGE)
    upload.seek(0)
    return bytes(upload.read(MAX_BYTES + 1))
