from __future__ import annotations

from django.urls import path

from ratings.office import handover_views, register_views

urlpatterns = [
    path("dossiers/register/", register_views.dossier_register, name="dossier-register"),
    path("dossiers/register.pdf", register_views.dossier_register_pdf, name="dossier-register-pdf"),
    path("dossiers/register.xlsx", register_views.dossier_register_xlsx, name="dossier-register-xlsx"),
    path("dossiers/hand-over/<slug:commune>/", handover_views.work_handover, name="work-handover"),
    path("dossiers/hand-over/<int:pk>.pdf", handover_views.work_handover_minutes, name="work-handover-minutes"),
]
