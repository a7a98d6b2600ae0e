from __future__ import annotations

from django.urls import path

from ratings.samples import views

urlpatterns = [
    path("dossiers/<dossier:number>/samples/", views.dossier_samples, name="dossier-samples"),
    path("dossiers/<dossier:number>/samples/labels.pdf", views.dossier_sample_labels, name="dossier-sample-labels"),
    path(
        "dossiers/<dossier:number>/samples/<int:move>.pdf",
        views.dossier_sample_record,
        name="dossier-sample-record",
    ),
]
