"""Addresses of decisions, and of the moves that decisions, notices and letters make."""

from __future__ import annotations

from django.urls import path

from ratings.decisions import views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/new/", views.decision_new, name="decision-new"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("decisions/<int:pk>/scan/", views.decision_scan, name="decision-scan"),
    path("notices/<int:pk>/", views.result_notice, name="result-notice"),
    path("dossiers/<dossier:number>/prepare-decision/", views.dossier_prepare, name="dossier-prepare-decision"),
    path("dossiers/<dossier:number>/take-out/", views.dossier_decision, name="dossier-take-out-of-decision"),
    path("dossiers/<dossier:number>/recognition/", views.dossier_decision, name="dossier-sign-recognition"),
    path("dossiers/<dossier:number>/approval/", views.dossier_decision, name="dossier-sign-approval"),
    path("dossiers/<dossier:number>/notice/", views.dossier_notice, name="dossier-notify-not-recognised"),
    path("dossiers/<dossier:number>/to-ministry/", views.dossier_send_to_ministry, name="dossier-send-to-ministry"),
    path("dossiers/<dossier:number>/ministry-accept/", views.dossier_ministry_accept, name="dossier-ministry-accept"),
    path(
        "dossiers/<dossier:number>/central-council/",
        views.dossier_to_central_council,
        name="dossier-to-central-council",
    ),
    path("dossiers/<dossier:number>/under-ninety/", views.dossier_send_back, name="dossier-send-back"),
    path(
        "dossiers/<dossier:number>/use-central-result/",
        views.dossier_use_central_result,
        name="dossier-use-central-result",
    ),
    path("dossiers/<dossier:number>/rank-again/", views.dossier_rank_again, name="dossier-rank-again"),
]
