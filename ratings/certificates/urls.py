"""Addresses of certificates: verification for everybody, pages for those who work with them."""

from __future__ import annotations

from django.urls import path

from ratings.certificates import opening_views, public_views, renewal_views, views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<slug:code>/", views.certificate, name="certificate"),
    path("certificates/<slug:code>/renewal/", renewal_views.certificate_renewal, name="certificate-renewal"),
    path("certificates/<slug:code>/pdf/", views.certificate_pdf, name="certificate-pdf"),
    path("products/<slug:public_id>/certificates/", views.product_certificates, name="product-certificates"),
    path("dossiers/new/", opening_views.dossier_new, name="dossier-new"),
    path("dossiers/<dossier:number>/certificate/", views.dossier_certificate, name="dossier-certificate"),
    path("dossiers/<dossier:number>/record-five/", views.dossier_record_five, name="dossier-record-five"),
    path("decisions/<int:pk>/certificates/", views.decision_certificates, name="decision-certificates"),
    path("decisions/<int:pk>/sign/", views.decision_sign, name="decision-sign"),
    path("v/", public_views.verification_form, name="verify"),
    path("v/<str:code>.json", public_views.verification_data, name="verification-data"),
    path("v/<str:code>", public_views.verification, name="verification"),
]
