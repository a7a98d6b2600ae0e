"""What the steps of the demonstration share: its data, its days, and rows found again by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ratings.councils.models import Council, Session
from ratings.dossiers.models import Dossier
from ratings.management.demo import drawings
from ratings.management.demo.days import Days
from registry.access.roles import Role
from registry.accounts.models import RoleAssignment, User
from registry.calendar.today import today
from registry.files.actions import keep_pdf
from registry.files.models import StoredFile
from registry.producers.models import Producer
from registry.products.models import Product

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
PROVINCE = "44"


class NotLoaded(Exception):
    """The demonstration needs places and law, and a register without people."""


@dataclass
class World:
    """Rows by the names that the files of fixtures/demo give them. People are read anew each time, since they keep their offices in memory."""

    days: Days
    producers: dict[str, Producer] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    dossiers: dict[str, int] = field(default_factory=dict)
    councils: dict[str, Council] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)

    @cached_property
    def data(self) -> Mapping[str, Any]:
        return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")}

    def person(self, sign_in: str) -> User:
        return User.objects.get(username=sign_in)

    def officer(self, commune: str) -> User:
        return self._holder(Role.COMMUNE_OFFICER, commune)

    def leader(self, commune: str) -> User:
        return self._holder(Role.COMMUNE_LEADER, commune)

    def _holder(self, role: Role, commune: str) -> User:
        """Whoever holds the office longest: not a person who stands in."""
        found = RoleAssignment.objects.filter(role=role, commune=commune).select_related("user").order_by("since", "pk")
        return found[0].user

    def owner(self, producer: str) -> User:
        """The person who acts for a producer."""
        return self.person(self.data["producers"][producer].get("owner") or owner_name(producer))

    def dossier(self, name: str) -> Dossier:
        rows = Dossier.objects.select_related("product__commune", "producer", "commune", "province", "evaluation_round")
        return rows.get(pk=self.dossiers[name])

    def day(self, day: dt.date, *, is_open: bool) -> dt.date:
        return self.days.open(day) if is_open else day

    def since(self, day: dt.date) -> dt.date:
        """First day of an office or membership: never after the real today, on which every action asks for it."""
        return min(day, today())


def owner_name(producer: str) -> str:
    """Sign-in name of a representative who cannot sign in."""
    return f"chu-the-{producer.lower().replace('_', '-')}"


def a_picture(name: str, shape: str, tone: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", drawings.photo(name, shape=shape, tone=tone), content_type="image/jpeg")


def a_paper(title: str, *, owner: str, facts: tuple[str, ...] = (), at: dt.datetime, pages: int = 2) -> StoredFile:
    """Keep a paper drawn here. It is ours, so it needs no inspection."""
    data = drawings.paper(title, owner=owner, facts=facts, pages=pages)
    return keep_pdf(data, pages=pages, at=at)
