from __future__ import annotations

from django.urls import path

from ratings.correspondence import views

urlpatterns = [
    path("dossiers/documents/", views.document_register, name="document-register"),
    path("dossiers/documents.pdf", views.document_register_pdf, name="document-register-pdf"),
    path("dossiers/documents.xlsx", views.document_register_xlsx, name="document-register-xlsx"),
    path("dossiers/<dossier:number>/documents/", views.dossier_documents, name="dossier-documents"),
    path("dossiers/<dossier:number>/documents/<int:pk>/strike/", views.strike_document, name="strike-document"),
    path("dossiers/<dossier:number>/documents/<int:pk>/scan/", views.document_scan, name="document-scan"),
]
