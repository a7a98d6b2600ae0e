"""Addresses of councils. What happens in their sessions is addressed by scoring."""

from __future__ import annotations

from django.urls import path

from ratings.councils import views

urlpatterns = [
    path("councils/", views.councils, name="councils"),
    path("councils/regulations/new/", views.regulation_new, name="regulation-new"),
    path("councils/regulations/<int:pk>/", views.regulation, name="regulation"),
    path("councils/new/", views.council_new, name="council-new"),
    path("councils/<int:pk>/", views.council, name="council"),
    path("councils/<int:pk>/confirm/", views.council_confirm, name="council-confirm"),
    path("councils/<int:pk>/people/", views.council_person_add, name="council-person-add"),
    path("councils/<int:pk>/people/<int:person>/remove/", views.council_person_remove, name="council-person-remove"),
    path("councils/<int:pk>/sessions/new/", views.session_new, name="session-new"),
]
