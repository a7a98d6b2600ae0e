"""Addresses of files on their way."""

from __future__ import annotations

from django.urls import path

from registry.files import views

urlpatterns = [
    path("uploads/", views.upload_begin, name="upload-begin"),
    path("uploads/<uuid:upload>/", views.upload_piece, name="upload-piece"),
]
