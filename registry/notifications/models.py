"""The outbox: one row per event, person and channel. The row is the queue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from registry.notifications.kinds import Said, say
from registry.notifications.states import Channel, Delivery


class Notification(models.Model):
    """Something a person is told, as plain values; the words are made when it is read or sent."""

    recipient = models.ForeignKey("registry.User", on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    key = models.CharField(max_length=200, unique=True)
    """Stable name of this sending: a provider that honours it delivers once (Message-ID)."""
    values = models.JSONField(default=dict)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Delivery.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "registry"
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["due_at"], name="notification_due", condition=Q(state=Delivery.WAITING)),
            models.Index(fields=["leased_until"], name="notification_leased", condition=Q(state=Delivery.SENDING)),
            models.Index(fields=["created_at"], name="notification_failed", condition=Q(state=Delivery.FAILED)),
            models.Index(
                fields=["recipient", "-created_at", "-id"],
                name="notification_mine",
                condition=Q(channel=Channel.IN_APP),
            ),
            models.Index(
                fields=["recipient"],
                name="notification_unread",
                condition=Q(channel=Channel.IN_APP, read_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notification_channel_known"),
            models.CheckConstraint(condition=Q(state__in=Delivery.values), name="notification_state_known"),
            models.CheckConstraint(
                condition=Q(state=Delivery.SENT, sent_at__isnull=False) | (~Q(state=Delivery.SENT) & Q(sent_at=None)),
                name="notification_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=Delivery.SENDING, leased_until__isnull=False)
                | (~Q(state=Delivery.SENDING) & Q(leased_until=None)),
                name="notification_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state=Delivery.FAILED) | ~Q(last_error=""), name="notification_failed_has_error"
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.IN_APP) | Q(state=Delivery.SENT), name="notification_in_app_is_sent"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(channel=Channel.IN_APP), name="notification_read_in_app"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @cached_property
    def said(self) -> Said:
        """Subject and sentences in the language that is active when they are first asked for."""
        return say(self.event, self.values, self.created_at)
