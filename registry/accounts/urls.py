"""Addresses of accounts: one's own, and those that the system administrator keeps with their offices."""

from __future__ import annotations

from django.urls import path

from registry.accounts import joining_views, saved_views, views

urlpatterns = [
    path("sign-up/", joining_views.sign_up, name="sign-up"),
    path("filters/", saved_views.filter_keep, name="filter-keep"),
    path("filters/<int:pk>/remove/", saved_views.filter_drop, name="filter-drop"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person-new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/contact/", views.person_contact, name="person-contact"),
    path("people/<int:pk>/offices/<int:office>/end/", views.office_end, name="office-end"),
    path("people/<int:pk>/password/", views.person_password, name="person-password"),
    path("people/<int:pk>/close/", views.person_close, name="person-close"),
    path("people/<int:pk>/reopen/", views.person_reopen, name="person-reopen"),
]
