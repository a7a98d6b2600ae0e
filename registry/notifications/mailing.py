"""One e-mail from one row of the outbox."""

from __future__ import annotations

from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from registry.notifications.models import Notification
from registry.notifications.states import Channel


class Undeliverable(Exception):
    """No further attempt can help: the person has no address any more, or nobody serves this channel."""


class Mailer:
    """Sends over one connection as long as it holds; after an error the next e-mail opens a new one."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, row: Notification) -> None:
        """Send ``row``; every attempt carries the same Message-ID.

        Raises:
            Undeliverable: when it makes no sense to try again.
            Exception: whatever the provider or the network answers; the caller tries again later.
        """
        if row.channel != Channel.EMAIL:
            raise Undeliverable(f"nobody serves {row.channel}")
        if not row.recipient.email:
            raise Undeliverable("the person has no e-mail address")
        message = message_of(row)
        message.connection = self._connection
        try:
            self._connection.open()
            message.send()
        except Exception:
            self._connection.close()
            raise


def message_of(row: Notification) -> EmailMultiAlternatives:
    """Write the e-mail in the language of the installation: subject, plain text and the same as simple HTML."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "said": row.said,
            "address": settings.PUBLIC_URL.rstrip("/") + row.path,
            "name": row.recipient.full_name,
            "demo": settings.DEMO,
            "language": settings.LANGUAGE_CODE,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(row.said.subject.split()),
            body=render_to_string("notifications/email.txt", context),
            to=[row.recipient.email],
            headers={"Message-ID": message_id(row.key), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("notifications/email.html", context), "text/html")
    return message


def message_id(key: str) -> str:
    """Return the Message-ID of ``key``. A colon may not stand there; a slash may, and no key has one."""
    return f"<{key.replace(':', '/')}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"
