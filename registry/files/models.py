"""Files under the address of their content, and the pictures made from them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.access.guards import append_only
from registry.files.kinds import MAX_BYTES, MediaType


def address_of(sha256: str) -> str:
    """Where content lies in the storage: spread over folders, without an extension that a server could interpret."""
    return f"content/{sha256[:2]}/{sha256[2:4]}/{sha256}"


class StoredFile(models.Model):
    """Content that was checked and kept. Never changed: seals and versions of evidence point to it by its digest."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="Hexadecimal digest of the content.")
    content = models.FileField(max_length=200)
    size = models.PositiveIntegerField(_("size"), help_text="Bytes.")
    media_type = models.CharField(_("kind"), max_length=40, choices=MediaType.choices)
    extension = models.CharField(max_length=5)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Pixels.")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="Pixels.")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=MediaType.values), name="stored_file_media_type"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and a check lets it pass: hence "is not null" as well.
                condition=Q(media_type=MediaType.PDF, width__isnull=True, height__isnull=True)
                & Q(pages__isnull=False, pages__gt=0)
                | ~Q(media_type=MediaType.PDF)
                & Q(pages__isnull=True, width__isnull=False, width__gt=0, height__isnull=False, height__gt=0),
                name="stored_file_measures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.extension}"

    @property
    def kind(self) -> MediaType:
        return MediaType(self.media_type)

    @property
    def page_count(self) -> int:
        """Pages to leaf through; a photo of a paper is one page."""
        return self.pages or 1

    def read(self) -> bytes:
        with self.content.open("rb") as opened:
            return bytes(opened.read())


append_only("registry_storedfile", app="registry")


class Picture(models.Model):
    """A photo as pages show it: turned upright, without metadata, at most 2,400 pixels a side."""

    original = models.OneToOneField("registry.StoredFile", on_delete=models.PROTECT, related_name="picture")
    width = models.PositiveIntegerField(help_text="Pixels.")
    height = models.PositiveIntegerField(help_text="Pixels.")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.width} x {self.height}"


class PictureSize(models.Model):
    """One thumbnail. There is one for every width of ``pictures.SIZES``, even when the photo is smaller than that."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="sizes")
    width = models.PositiveSmallIntegerField(help_text="Pixels of the longer side asked for.")
    file = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "registry"
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="picture_size_once")]

    def __str__(self) -> str:
        return f"{self.picture} @ {self.width}"


class PagePicture(models.Model):
    """One page of a file, drawn by us: what is shown inside a page instead of the file itself."""

    file = models.ForeignKey("registry.StoredFile", on_delete=models.CASCADE, related_name="page_pictures")
    page = models.PositiveSmallIntegerField(help_text="Counted from 1.")
    width = models.PositiveSmallIntegerField(help_text="Pixels asked for.")
    picture = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        constraints = [
            models.UniqueConstraint(fields=["file", "page", "width"], name="page_picture_once"),
            models.CheckConstraint(condition=Q(page__gt=0), name="page_picture_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.file} p. {self.page}"


class Upload(models.Model):
    """A file on its way, piece by piece, until the form that it belongs to is sent. It is looked into only then."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bytes when complete.")
    sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="Hexadecimal digest, where the browser could tell; known by it after a reload.",
    )
    received = models.PositiveIntegerField(default=0, help_text="Bytes received, from the first without a gap.")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        indexes = [models.Index(fields=["owner", "sha256"], name="upload_owner_digest")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MAX_BYTES), name="upload_size"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_received"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.received}/{self.size})"

    @property
    def complete(self) -> bool:
        return self.received == self.size


class UploadPiece(models.Model):
    """One piece; pieces follow each other without gap or overlap."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField(help_text="Offset of its first byte.")
    data = models.BinaryField()

    class Meta:
        app_label = "registry"
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="upload_piece_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} @ {self.start}"
