"""Files under the address of their content, and the pictures made from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.access.guards import append_only
from registry.files.kinds import MediaType


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
