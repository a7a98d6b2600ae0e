"""Producers, their members and the figures of their years."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.producers.states import ENTERPRISES, JoinOutcome, ProducerKind, Rank, Sex


class Producer(models.Model):
    """An organisation or household that takes part (chủ thể OCOP, khoản 3 Điều 2).

    The address stays as written on its papers; ``commune`` is the unit of today in which it lies. ``small_or_medium``
    says something about enterprises only; ``local_capital_share`` (percent held by the local community) about joint
    stock companies only. The representative's sex, ethnicity and disability earn points under line 3.1 of the sheets.
    """

    kind = models.CharField(_("kind of organisation"), max_length=20, choices=ProducerKind.choices)
    name = models.CharField(_("name of the producer"), max_length=200)
    folded = models.CharField(max_length=220, db_index=True, editable=False)
    address = models.CharField(_("address as on the papers"), max_length=250, blank=True)
    commune = models.ForeignKey(
        "registry.Commune", on_delete=models.PROTECT, related_name="producers", verbose_name=_("commune of today")
    )
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    registered_on = models.DateField(_("date of founding or registration"), null=True, blank=True)
    registration_issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    small_or_medium = models.BooleanField(_("small or medium enterprise"), null=True, blank=True)
    local_capital_share = models.DecimalField(
        _("capital share of the local community (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    representative_name = models.CharField(_("legal representative"), max_length=120)
    representative_position = models.CharField(_("position"), max_length=120, blank=True)
    representative_sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True)
    representative_ethnicity = models.CharField(_("ethnicity"), max_length=60, blank=True)
    representative_disabled = models.BooleanField(_("person with a disability"), default=False)
    representative_residence = models.CharField(_("permanent residence"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    history = models.TextField(_("history of the producer"), blank=True)
    structure = models.TextField(_("organisational structure"), blank=True)
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("formerly"),
    )
    active = models.BooleanField(default=True)
    ended_on = models.DateField(_("ended its activity on"), null=True, blank=True)
    ended_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    created_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["folded", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ProducerKind.values), name="producer_kind_known"),
            models.CheckConstraint(
                condition=Q(representative_sex__in=["", *Sex.values]), name="producer_representative_sex_known"
            ),
            models.CheckConstraint(
                condition=Q(small_or_medium=None) | Q(kind__in=sorted(ENTERPRISES)),
                name="producer_size_of_enterprises_only",
            ),
            models.CheckConstraint(
                condition=Q(local_capital_share=None)
                | Q(
                    kind=ProducerKind.JOINT_STOCK_COMPANY,
                    local_capital_share__gte=0,
                    local_capital_share__lte=100,
                ),
                name="producer_local_capital_share_of_joint_stock_companies",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_reason="") | Q(active=False) & ~Q(ended_reason=""),
                name="producer_ended_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("pk")), name="producer_not_its_own_predecessor"
            ),
            models.UniqueConstraint(
                fields=["commune", "registration_number"],
                condition=~Q(registration_number=""),
                name="producer_registration_number_unique",
                violation_error_message=_("A producer of this commune already has this registration number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def registered(self) -> bool:
        """A business registration with number and date is on record."""
        return bool(self.registration_number and self.registered_on)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held_on(self, day: dt.date) -> MembershipQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Membership(models.Model):
    """One person acting for one producer, ``[since, until)``."""

    user = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="memberships")
    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, related_name="memberships")
    rank = models.CharField(_("right"), max_length=10, choices=Rank.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        app_label = "registry"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="membership_rank_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_period_in_order"
            ),
            models.UniqueConstraint(
                fields=["user", "producer"],
                condition=Q(until=None),
                name="membership_active_unique",
                violation_error_message=_("This person is already a member of this producer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer}"


class JoinRequest(models.Model):
    """Somebody asks to act for a producer that is registered, or proposes one that is not yet.

    ``commune`` is where it is decided: by its officers, or for a registered producer by its representative too.
    """

    user = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(_("right"), max_length=10, choices=Rank.choices)
    kind = models.CharField(_("kind of organisation"), max_length=20, choices=ProducerKind.choices, blank=True)
    name = models.CharField(_("name of the producer"), max_length=200, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    note = models.CharField(_("message to the office"), max_length=500, blank=True)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=JoinOutcome.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "registry"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rank__in=Rank.values), name="join_rank_known"),
            models.CheckConstraint(condition=Q(kind__in=["", *ProducerKind.values]), name="join_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *JoinOutcome.values]), name="join_outcome_known"),
            models.CheckConstraint(
                condition=Q(producer__isnull=False) | (~Q(name="") & ~Q(kind="")), name="join_names_its_producer"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="join_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "producer"],
                condition=Q(outcome="", producer__isnull=False),
                name="join_asked_once",
                violation_error_message=_("You have asked for this producer already; its office will answer."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(outcome="", producer=None),
                name="join_proposed_once",
                violation_error_message=_("You have proposed a producer already; the commune will answer first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer or self.name}"


class YearFigures(models.Model):
    """What a producer did in one calendar year; money in đồng, labour in persons, shares in percent."""

    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, related_name="year_figures")
    year = models.PositiveSmallIntegerField(_("year"))
    workers = models.PositiveIntegerField(_("workers"), null=True, blank=True)
    local_workers = models.PositiveIntegerField(_("workers living in the commune"), null=True, blank=True)
    revenue = models.BigIntegerField(_("revenue (đồng)"), null=True, blank=True)
    profit = models.BigIntegerField(_("profit (đồng)"), null=True, blank=True)
    local_material_share = models.DecimalField(
        _("share of local material (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    linked_output_share = models.DecimalField(
        _("share of output under contract (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    agents = models.PositiveIntegerField(_("agents and distributors outside the commune"), null=True, blank=True)
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "year"],
                name="year_figures_unique",
                violation_error_message=_("This year is already recorded."),
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="year_figures_year_plausible"),
            models.CheckConstraint(
                condition=Q(local_workers=None) | Q(workers__gte=F("local_workers"), workers__isnull=False),
                name="year_figures_local_workers_among_workers",
            ),
            models.CheckConstraint(condition=Q(revenue=None) | Q(revenue__gte=0), name="year_figures_revenue_positive"),
            models.CheckConstraint(
                condition=Q(local_material_share=None) | Q(local_material_share__gte=0, local_material_share__lte=100),
                name="year_figures_local_material_share_percent",
            ),
            models.CheckConstraint(
                condition=Q(linked_output_share=None) | Q(linked_output_share__gte=0, linked_output_share__lte=100),
                name="year_figures_linked_output_share_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.producer} {self.year}"


class SupplyLink(models.Model):
    """One producer supplies another (liên kết): a household its fish, a cooperative its salt.

    Whoever enters it speaks for one side; the other side confirms, and either ends it. ``[since, until)``.
    """

    supplier = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="supplies")
    buyer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="supplied_by")
    goods = models.CharField(_("what is supplied"), max_length=200)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    entered_for = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    """The side that speaks; the other one confirms."""
    entered_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "registry"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(supplier=F("buyer")),
                name="supply_link_between_two",
                violation_error_message=_("A producer cannot be linked with itself."),
            ),
            models.CheckConstraint(condition=~Q(goods=""), name="supply_link_says_what"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="supply_link_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="supply_link_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["supplier", "buyer", "goods"],
                condition=Q(until=None),
                name="supply_link_once",
                violation_error_message=_("This link is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} → {self.buyer}"

    def other_than(self, producer: Producer) -> Producer:
        return self.buyer if self.supplier_id == producer.pk else self.supplier
