"""Addresses of dossiers. A page of a move is named ``dossier-`` and the move (``offers.page_of``)."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ratings.dossiers import (
    call_views,
    citation_views,
    commune_views,
    consent_views,
    defect_views,
    extra_test_views,
    field_views,
    move_views,
    paper_views,
    plan_views,
    province_views,
    set_views,
    status_views,
    views,
    writing_views,
)


class NumberConverter(StringConverter):
    """A dossier's number: commune, year, sequence."""

    regex = r"\d{5}-\d{4}-\d{5,}"


class FormConverter(StringConverter):
    regex = r"form-0[123]"


class SlipConverter(StringConverter):
    regex = "receipt|refusal-slip|control-slip"


register_converter(NumberConverter, "dossier")
register_converter(FormConverter, "dossier_form")
register_converter(SlipConverter, "dossier_slip")

urlpatterns = [
    path("status/", status_views.dossier_status, name="dossier-status"),
    path("dossiers/", views.dossiers, name="dossiers"),
    path("dossiers/defects/", defect_views.dossier_defects, name="dossier-defects"),
    path("products/<slug:public_id>/dossiers/", views.product_dossiers, name="product-dossiers"),
    path("dossiers/<dossier:number>/", views.dossier, name="dossier"),
    path("dossiers/<dossier:number>/forms/", writing_views.dossier_forms, name="dossier-forms"),
    path("dossiers/<dossier:number>/self-score/", writing_views.dossier_self_score, name="dossier-self-score"),
    path("dossiers/<dossier:number>/plan/", plan_views.dossier_plan, name="dossier-plan"),
    path("dossiers/<dossier:number>/plan/<int:item>/", plan_views.dossier_plan_item, name="dossier-plan-item"),
    path("dossiers/<dossier:number>/case/", writing_views.dossier_case, name="dossier-case"),
    path("dossiers/<dossier:number>/set/", writing_views.dossier_follow_set, name="dossier-follow-set"),
    path("dossiers/<dossier:number>/cite/", writing_views.dossier_cite, name="dossier-cite"),
    path("dossiers/<dossier:number>/cite/<int:citation>/", writing_views.dossier_uncite, name="dossier-uncite"),
    path(
        "dossiers/<dossier:number>/citations/<int:citation>/", citation_views.dossier_citation, name="dossier-citation"
    ),
    path("evidence/documents/<int:pk>/cited/", citation_views.evidence_cited, name="evidence-cited"),
    path("dossiers/field-worker.js", field_views.service_worker, name="field-worker"),
    path("dossiers/<dossier:number>/field/", field_views.dossier_field, name="dossier-field"),
    path(
        "dossiers/<dossier:number>/field/photos/", field_views.dossier_field_photo_add, name="dossier-field-photo-add"
    ),
    path(
        "dossiers/<dossier:number>/field/photos/<int:photo>/remove/",
        field_views.dossier_field_photo_remove,
        name="dossier-field-photo-remove",
    ),
    path(
        "dossiers/<dossier:number>/field/photos/<int:photo>/<int:width>",
        field_views.dossier_field_photo,
        name="dossier-field-photo",
    ),
    path(
        "dossiers/<dossier:number>/tests/request/", extra_test_views.dossier_request_tests, name="dossier-request-tests"
    ),
    path(
        "dossiers/<dossier:number>/tests/later/",
        extra_test_views.dossier_give_tests_time,
        name="dossier-give-tests-time",
    ),
    path("dossiers/<dossier:number>/tests/bring/", extra_test_views.dossier_bring_tests, name="dossier-bring-tests"),
    path("dossiers/<dossier:number>/consent/", consent_views.dossier_consent, name="dossier-consent"),
    path("dossiers/<dossier:number>/consent/code/", consent_views.dossier_consent_code, name="dossier-consent-code"),
    path(
        "dossiers/<dossier:number>/consent/confirm/",
        consent_views.dossier_consent_confirm,
        name="dossier-consent-confirm",
    ),
    path("dossiers/<dossier:number>/read-back.pdf", consent_views.dossier_read_back, name="dossier-read-back"),
    path("dossiers/<dossier:number>/evidence/", views.dossier_evidence, name="dossier-evidence"),
    path("dossiers/<dossier:number>/checks/", views.dossier_checks, name="dossier-checks"),
    path("dossiers/<dossier:number>/history/", views.dossier_history, name="dossier-history"),
    path("dossiers/<dossier:number>/<dossier_form:form>.pdf", paper_views.dossier_paper, name="dossier-paper"),
    path("dossiers/<dossier:number>/whole.zip", paper_views.dossier_zip, name="dossier-zip"),
    path("dossiers/<dossier:number>/whole.pdf", paper_views.dossier_bound, name="dossier-bound"),
    path("dossiers/<dossier:number>/<dossier_slip:slip>.pdf", paper_views.dossier_slip, name="dossier-slip"),
    path(
        "dossiers/<dossier:number>/returns/<int:returned>.pdf",
        paper_views.dossier_return_slip,
        name="dossier-return-slip",
    ),
    path("dossiers/<dossier:number>/apology/", paper_views.dossier_apology, name="dossier-apology"),
    path("dossiers/<dossier:number>/file/", move_views.dossier_file, name="dossier-file"),
    path("dossiers/<dossier:number>/retract/", move_views.dossier_retract, name="dossier-retract"),
    path("dossiers/<dossier:number>/answer/", move_views.dossier_answer, name="dossier-answer"),
    path("dossiers/<dossier:number>/receive/", commune_views.dossier_receive_complete, name="dossier-receive-complete"),
    path("dossiers/<dossier:number>/refuse/", commune_views.dossier_refuse_reception, name="dossier-refuse-reception"),
    path("dossiers/<dossier:number>/return/", commune_views.dossier_return, name="dossier-return"),
    path("dossiers/<dossier:number>/change-set/", set_views.dossier_change_set, name="dossier-change-set"),
    path("dossiers/<dossier:number>/call/", call_views.dossier_call, name="dossier-call"),
    path("dossiers/<dossier:number>/recheck/", commune_views.dossier_recheck, name="dossier-recheck"),
    path("dossiers/<dossier:number>/form-03/", commune_views.dossier_report, name="dossier-report"),
    path(
        "dossiers/<dossier:number>/submit/",
        commune_views.dossier_submit_for_signature,
        name="dossier-submit-for-signature",
    ),
    path(
        "dossiers/<dossier:number>/send-back/",
        commune_views.dossier_send_back_to_officer,
        name="dossier-send-back-to-officer",
    ),
    path("dossiers/<dossier:number>/sign/", commune_views.dossier_sign_here, name="dossier-sign-here"),
    path("dossiers/<dossier:number>/record-signed/", commune_views.dossier_record_signed, name="dossier-record-signed"),
    path("dossiers/<dossier:number>/forward/", commune_views.dossier_forward, name="dossier-forward"),
    path("dossiers/<dossier:number>/accept/", province_views.dossier_accept, name="dossier-accept"),
    path("dossiers/<dossier:number>/postpone/", province_views.dossier_postpone, name="dossier-postpone"),
    path(
        "dossiers/<dossier:number>/start-agency-report/",
        province_views.dossier_start_agency_report,
        name="dossier-start-agency-report",
    ),
    path(
        "dossiers/<dossier:number>/agency-report/", province_views.dossier_agency_report, name="dossier-agency-report"
    ),
    path("dossiers/<dossier:number>/put-in-round/", province_views.dossier_put_in_round, name="dossier-put-in-round"),
]
