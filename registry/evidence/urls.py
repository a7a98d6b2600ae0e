"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from registry.evidence import help_views, views

urlpatterns = [
    path("producers/<int:pk>/evidence/", views.evidence_list, name="evidence-list"),
    path("producers/<int:pk>/evidence/new/", views.evidence_new, name="evidence-new"),
    path("evidence/documents/<int:pk>/", views.evidence, name="evidence"),
    path("evidence/documents/<int:pk>/edit/", views.evidence_edit, name="evidence-edit"),
    path("evidence/documents/<int:pk>/versions/new/", views.evidence_version_new, name="evidence-version-new"),
    path("evidence/<int:version>/file", views.evidence_file, name="evidence-file"),
    path("evidence/<int:version>/pages/<int:page>", views.evidence_page, name="evidence-page"),
    path("evidence/<int:version>/check", views.evidence_check, name="evidence-check"),
    path("evidence-help/", help_views.evidence_help_list, name="evidence-help"),
    path("evidence-help/<int:no>/", help_views.evidence_help_kind, name="evidence-help-kind"),
]
