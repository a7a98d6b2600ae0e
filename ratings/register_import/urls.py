"""Addresses of bringing in a register."""

from __future__ import annotations

from django.urls import path

from ratings.register_import import row_views, views

urlpatterns = [
    path("register-import/", views.register_imports, name="register-imports"),
    path("register-import/template.xlsx", views.register_template, name="register-template"),
    path("register-import/<int:pk>/", views.register_import, name="register-import"),
    path("register-import/<int:pk>/columns/", views.register_columns, name="register-import-columns"),
    path("register-import/<int:pk>/write/", views.register_write, name="register-import-write"),
    path("register-import/<int:pk>/remaining.xlsx", views.register_remaining, name="register-import-remaining"),
    path("register-import/<int:pk>/rows/<int:row>/", row_views.register_row, name="register-import-row"),
    path(
        "register-import/<int:pk>/rows/<int:row>/leave-out/",
        row_views.register_row_leave,
        name="register-import-row-leave",
    ),
]
