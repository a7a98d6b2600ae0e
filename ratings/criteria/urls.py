"""Addresses of guidance on the lines of a sheet."""

from __future__ import annotations

from django.urls import path

from ratings.criteria import views

urlpatterns = [
    path("criteria/<slug:law>/<int:number>/<str:line>/guidance/", views.line_guidance, name="line-guidance"),
]
