"""What narrows the list of people."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.access.roles import Role
from registry.accounts.models import User
from registry.accounts.queries import holding, matching


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Find"), method="find", max_length=100)
    role = django_filters.ChoiceFilter(
        label=_("Office"), choices=Role.choices, empty_label=_("All offices"), method="in_office"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def find(self, rows: QuerySet[User], _name: str, text: str) -> QuerySet[User]:
        return matching(rows, text)

    def in_office(self, rows: QuerySet[User], _name: str, role: str) -> QuerySet[User]:
        return holding(rows, role)
