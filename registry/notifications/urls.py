"""Addresses of a person's notifications."""

from __future__ import annotations

from django.urls import path

from registry.notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_all, name="notifications_read"),
    path("notifications/failed/", views.failed, name="notifications_failed"),
    path("notifications/<int:pk>/again/", views.send_again, name="notification_again"),
    path("notifications/<int:pk>/read/", views.read_one, name="notification_read"),
]
