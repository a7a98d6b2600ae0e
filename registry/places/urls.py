"""Addresses of places."""

from __future__ import annotations

from django.urls import path

from registry.places import views

urlpatterns = [
    path("places/communes", views.commune_options, name="commune-options"),
]
