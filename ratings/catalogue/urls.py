"""Addresses of the public face."""

from __future__ import annotations

from django.urls import path

from ratings.catalogue import views

urlpatterns = [
    path("", views.front, name="front"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/<slug:public_id>/", views.catalogue_product, name="catalogue-product"),
]
