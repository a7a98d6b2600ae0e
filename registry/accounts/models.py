"""People, and the offices they hold for a place and a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from registry.access.roles import Role, Scope
from registry.accounts.states import ListPage
from registry.calendar.today import today
from registry.places.folding import fold


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, folded=fold(fields["full_name"]), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account. Signs in by username, phone or e-mail; many producers have no e-mail."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    folded = models.CharField(max_length=120, editable=False, default="")
    phone = models.CharField(
        _("phone"), max_length=15, blank=True, help_text=_("Digits only, as written in Viet Nam: 0912345678.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        app_label = "registry"
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="user_phone_unique",
                violation_error_message=_("This phone number already belongs to another account."),
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("This e-mail already belongs to another account."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def assignments(self) -> list[RoleAssignment]:
        """Offices held today, read once per request."""
        return list(self.role_assignments.held_on(today()).order_by("pk"))

    def holds(self, roles: Collection[Role]) -> bool:
        return any(assignment.role in roles for assignment in self.assignments)

    def communes(self, roles: Collection[Role]) -> set[str]:
        """Codes of the communes for which the person holds one of ``roles``."""
        return {a.commune_id for a in self.assignments if a.role in roles and a.commune_id}

    def provinces(self, roles: Collection[Role]) -> set[str]:
        """Codes of the provinces for which the person holds one of ``roles``."""
        return {a.province_id for a in self.assignments if a.role in roles and a.province_id}


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def held_on(self, day: dt.date) -> RoleAssignmentQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class RoleAssignment(models.Model):
    """One office of one person: ``[since, until)``, for the commune, the province, or the nation.

    An office given by mistake and ended on its first day holds for no day.
    """

    user = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role.choices)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(_("position"), max_length=120, blank=True)
    signs_as = models.CharField(_("signs as"), max_length=60, blank=True, help_text=_("For example KT. CHỦ TỊCH."))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        app_label = "registry"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_assignment_role_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="role_assignment_period_in_order"
            ),
            models.CheckConstraint(
                condition=(
                    Q(role__in=[r for r in Role if r.scope is Scope.COMMUNE], commune__isnull=False)
                    | Q(
                        role__in=[r for r in Role if r.scope is Scope.PROVINCE],
                        commune=None,
                        province__isnull=False,
                    )
                    | Q(
                        role__in=[r for r in Role if r.scope in (Scope.NATION, Scope.INSTALLATION)],
                        commune=None,
                        province=None,
                    )
                ),
                name="role_assignment_scope_matches_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.said}"

    @property
    def last_day(self) -> dt.date | None:
        return self.until - dt.timedelta(days=1) if self.until else None

    @property
    def said(self) -> str:
        """The office with its place: "Công chức phụ trách OCOP cấp xã · Xã Triệu Cơ"."""
        place = self.commune or self.province
        return f"{self.get_role_display()} · {place.name}" if place else str(self.get_role_display())


class SavedFilter(models.Model):
    """A filter of a list that a person keeps under a name of her own; nobody else sees it."""

    user = models.ForeignKey("registry.User", on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=20, choices=ListPage.choices)
    name = models.CharField(_("name of the filter"), max_length=60)
    query = models.CharField(max_length=500, help_text="What the address asks, without page.")
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(page__in=ListPage.values), name="saved_filter_page_known"),
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_filter_name_unique",
                violation_error_message=_("You keep a filter of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
