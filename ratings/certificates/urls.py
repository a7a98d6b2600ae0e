"""Addresses of certificates: verification for everybody, pages for those who work with them."""

from __future__ import annotations

from django.urls import path

from ratings.certificates import public_views

urlpatterns = [
    path("v/", public_views.verification_form, name="verify"),
    path("v/<str:code>.json", public_views.verification_data, name="verification-data"),
    path("v/<str:code>", public_views.verification, name="verification"),
]
