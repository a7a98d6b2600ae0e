"""Addresses of scoring: the member's door, the room of a session, and the parts that a dossier's record loads."""

from __future__ import annotations

from django.urls import path

from ratings.scoring import declaration_views, live_views, session_views, statistics_views, views
from ratings.scoring import record_views as record
from ratings.scoring import room_views as room

_SESSION = "councils/<int:council>/sessions/<int:number>/"
_DOSSIER = f"{_SESSION}<slug:dossier>/"

urlpatterns = [
    path("scoring/", views.own_sheets, name="scoring"),
    path("scoring/<int:pk>/", views.sheet, name="sheet"),
    path("scoring/<int:pk>/save/", views.sheet_save, name="sheet-save"),
    path("scoring/<int:pk>/send/", views.sheet_send, name="sheet-send"),
    path("scoring/<int:pk>/dossier/", views.sheet_dossier, name="sheet-dossier"),
    path("scoring/<int:pk>/evidence/<int:version>/<int:page>/", views.sheet_evidence, name="sheet-evidence"),
    path(_SESSION, session_views.session, name="session"),
    path(f"{_SESSION}declaration/", declaration_views.declaration, name="session-declaration"),
    path(f"{_SESSION}presence/", session_views.presence, name="session-presence"),
    path(f"{_SESSION}agenda/", session_views.agenda_add, name="session-agenda"),
    path(f"{_SESSION}order/", session_views.agenda_order, name="session-order"),
    path(f"{_SESSION}live/", live_views.live, name="session-live"),
    path(f"{_SESSION}live/now/", live_views.live_now, name="session-live-now"),
    path(f"{_SESSION}projector/", live_views.projector, name="session-projector"),
    path(f"{_SESSION}projector/now/", live_views.projector_now, name="session-projector-now"),
    path(f"{_SESSION}table/", live_views.table, name="session-table"),
    path(_DOSSIER, room.room, name="session-dossier"),
    path(f"{_DOSSIER}remove/", room.agenda_remove, name="session-remove"),
    path(f"{_DOSSIER}start/", room.start, name="session-start"),
    path(f"{_DOSSIER}recusal/", room.recusal, name="session-recusal"),
    path(f"{_DOSSIER}open/", room.open_sheets, name="session-open"),
    path(f"{_DOSSIER}again/", room.again, name="session-again"),
    path(f"{_DOSSIER}conclude/", room.conclude, name="session-conclude"),
    path(f"{_DOSSIER}knock-outs/", room.knock_out, name="session-knock-out"),
    path(f"{_DOSSIER}knock-outs/<int:pk>/", room.knock_out_vote, name="session-knock-out-vote"),
    path("councils/<int:pk>/statistics/", statistics_views.council_statistics, name="council-statistics"),
    path("councils/dossiers/<slug:number>/", record.council_dossier, name="council-dossier"),
    path("councils/dossiers/<slug:number>/report/", record.team_report, name="team-report"),
    path(
        "councils/dossiers/<slug:number>/evidence/<int:version>/<int:page>/",
        record.council_evidence,
        name="council-evidence",
    ),
    path("dossiers/<slug:number>/council/", record.dossier_council, name="dossier-council"),
    path("dossiers/<slug:number>/appraisal/", record.dossier_appraisal, name="dossier-appraisal"),
    path("dossiers/<slug:number>/result/", record.dossier_result, name="dossier-result"),
]
