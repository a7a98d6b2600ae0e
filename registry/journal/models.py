"""Entries, the queue of entries not yet chained, and the chain."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

import registry.journal.guards  # noqa: F401 - declares the guards of these tables
from registry.journal.states import Audience

DIGEST = 64
"""Hexadecimal digits of a SHA-256 digest."""


class JournalEntry(models.Model):
    """Who did what to which object when.

    ``payload`` holds what may name people: the actor's name, the object's label, before and after. An erasure empties
    ``payload`` and ``salt`` and nothing else; ``payload_digest`` stays, and with it ``digest`` and the chain.
    """

    action = models.CharField(max_length=80)
    actor = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    """Clock of the machine; ``at`` is the moment that the action was told."""
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    commune = models.CharField(max_length=10, blank=True)
    province = models.CharField(max_length=10, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    payload = models.JSONField(default=dict)
    salt = models.CharField(max_length=DIGEST, blank=True)
    payload_digest = models.CharField(max_length=DIGEST)
    digest = models.CharField(max_length=DIGEST)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "registry"
        ordering = ("pk",)
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="journal_entry_of_object")]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="journal_entry_audience_known"),
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(salt="")) | Q(erased_at__isnull=False, salt=""),
                name="journal_entry_erased_without_salt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

    @property
    def actor_name(self) -> str:
        """Name at the moment of the act; empty for the system and after an erasure."""
        return str(self.payload.get("actor", ""))

    @property
    def label(self) -> str:
        return str(self.payload.get("label", ""))

    @property
    def before(self) -> dict[str, Any]:
        return self.payload.get("before") or {}

    @property
    def after(self) -> dict[str, Any]:
        return self.payload.get("after") or {}


class UnlinkedEntry(models.Model):
    """An entry waiting for its link: written with it, removed by the linker, so that it never searches the journal."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        app_label = "registry"

    def __str__(self) -> str:
        return str(self.entry_id)


class JournalLink(models.Model):
    """One link of the chain: it covers the link before and the digest of its entry."""

    position = models.PositiveBigIntegerField(unique=True)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=DIGEST, unique=True)
    digest = models.CharField(max_length=DIGEST, unique=True)
    linked_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ("position",)
        constraints = [models.CheckConstraint(condition=Q(position__gt=0), name="journal_link_position_positive")]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest}"
