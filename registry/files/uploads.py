"""Files that come in pieces: a lost connection costs one piece, not the whole scan.

A browser asks for a key, sends the pieces in their order, and names the key in the form instead of the file. Nothing
here looks into the content; ``store`` does, as for every file, when the form is sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse
from registry.files.inspect import EMPTY, TOO_LARGE
from registry.files.kinds import MAX_BYTES
from registry.files.models import Upload, UploadPiece

PIECE = 256 * 1024
"""Bytes of a piece: some three seconds on a slow phone connection of 0.7 Mbit/s."""
KEPT = dt.timedelta(hours=24)
"""So long a file on its way is kept: a scan begun in the afternoon is finished the next morning."""
MAX_WAITING = 400 * 1024 * 1024
"""Bytes that one person may have on their way: forty photos of a phone, and some scans beside them."""

TOO_MUCH_WAITING = refuse(
    _("Files of more than 400 MB are on their way for you."),
    remedy=_("Send the forms they belong to, or try again tomorrow; what is kept stays kept."),
)
NOT_AS_SENT = refuse(
    _("The file changed on its way, or on your device while it was sent."), remedy=_("Choose the file again.")
)


class OutOfStep(Exception):
    """A piece that does not begin where the last one ended; ``received`` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here")
        self.received = received


@transaction.atomic
def begin(*, name: str, size: int, sha256: str, owner: AbstractBaseUser, at: dt.datetime) -> Upload:
    """Return a new upload, or the one of this person with the same content, with what it has received.

    Raises:
        Refused: when the file is empty or too large, or too much of this person is on its way.
    """
    if size <= 0:
        raise Refused(EMPTY)
    if size > MAX_BYTES:
        raise Refused(TOO_LARGE)
    own = Upload.objects.filter(owner_id=owner.pk, created_at__gt=at - KEPT)
    known = own.filter(sha256=sha256, size=size).order_by("-received").first() if sha256 else None
    if known:
        return known
    if (own.aggregate(bytes=Sum("size"))["bytes"] or 0) + size > MAX_WAITING:
        raise Refused(TOO_MUCH_WAITING)
    return Upload.objects.create(owner_id=owner.pk, name=_last_of(name), size=size, sha256=sha256, created_at=at)


def _last_of(name: str) -> str:
    """Return the last part of a name, which some browsers send with its folders."""
    return re.split(r"[/\\]", name)[-1].strip(". ")[-200:] or "-"


def receive(upload: Upload, *, start: int, data: bytes) -> Upload:
    """Keep one piece and return the upload with it.

    Raises:
        OutOfStep: when ``start`` is not where the last piece ended (it came twice, or one was lost).
        Refused: when it would be more than the file has, or the whole is not what the browser announced; the pieces
            are thrown away then.
    """
    if not data or len(data) > PIECE or start + len(data) > upload.size:
        raise Refused(NOT_AS_SENT)
    upload = _with_piece(upload, start, data)
    if upload.complete and not _is_as_announced(upload):
        upload.delete()
        raise Refused(NOT_AS_SENT)
    return upload


@transaction.atomic
def _with_piece(upload: Upload, start: int, data: bytes) -> Upload:
    taken = Upload.objects.filter(pk=upload.pk, received=start).update(received=F("received") + len(data))
    upload.refresh_from_db()
    if not taken:
        raise OutOfStep(upload.received)
    UploadPiece.objects.create(upload=upload, start=start, data=data)
    return upload


def _is_as_announced(upload: Upload) -> bool:
    if not upload.sha256:
        return True
    digest = hashlib.sha256()
    for piece in upload.pieces.values_list("data", flat=True).iterator():
        digest.update(piece)
    return digest.hexdigest() == upload.sha256


def whole(upload: Upload) -> TemporaryUploadedFile:
    """Return a complete upload as the file that a form would have brought."""
    file = TemporaryUploadedFile(upload.name, "application/octet-stream", upload.size, None)
    for piece in upload.pieces.values_list("data", flat=True).iterator():
        file.write(piece)
    file.seek(0)
    return file


def forget(*, at: dt.datetime) -> int:
    """Throw away what nobody came back for; return how many files."""
    _rows, each = Upload.objects.filter(created_at__lte=at - KEPT).delete()
    return each.get(Upload._meta.label, 0)
