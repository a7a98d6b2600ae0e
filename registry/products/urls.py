"""Addresses of products and their photos."""

from __future__ import annotations

from django.urls import path

from registry.products import succession_views, views

urlpatterns = [
    path("producers/<int:pk>/end/", succession_views.producer_end, name="producer-end"),
    path("producers/<int:pk>/resume/", succession_views.producer_resume, name="producer-resume"),
    path("producers/<int:pk>/products/", views.producer_products, name="producer-products"),
    path("products/", views.products, name="products"),
    path("products/new/", views.product_new, name="product-new"),
    path("products/sets/", views.product_sets, name="product-sets"),
    path("products/duplicates/", views.product_duplicates, name="product-duplicates"),
    path("products/<slug:public_id>/", views.product, name="product"),
    path("products/<slug:public_id>/edit/", views.product_edit, name="product-edit"),
    path("products/<slug:public_id>/photos/", views.product_photo_add, name="product-photo-add"),
    path("products/<slug:public_id>/photos/<int:photo>/first/", views.product_photo_first, name="product-photo-first"),
    path(
        "products/<slug:public_id>/photos/<int:photo>/remove/", views.product_photo_remove, name="product-photo-remove"
    ),
    path("photos/<int:pk>/<int:width>/", views.photo, name="photo"),
]
