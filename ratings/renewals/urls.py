from __future__ import annotations

from django.urls import path

from ratings.renewals import paper_file_views, views

urlpatterns = [
    path("dossiers/<dossier:number>/renewal/", views.dossier_renewal, name="dossier-renewal"),
    path("dossiers/<dossier:number>/renewal/base/", paper_file_views.dossier_base, name="dossier-base"),
    path("products/<slug:public_id>/paper-files/", paper_file_views.paper_files, name="paper-files"),
    path("paper-files/<int:pk>/", paper_file_views.paper_file, name="paper-file"),
    path("paper-files/<int:pk>/pages/<int:page>", paper_file_views.paper_file_page, name="paper-file-page"),
]
