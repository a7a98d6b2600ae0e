"""Addresses of producers."""

from __future__ import annotations

from django.urls import path

from registry.producers import joining_views, link_views, views

urlpatterns = [
    path("join/", joining_views.join, name="join"),
    path("join/propose/", joining_views.join_propose, name="join-propose"),
    path("join/<int:pk>/", joining_views.join_ask, name="join-ask"),
    path("join/requests/", joining_views.join_requests, name="join-requests"),
    path("join/requests/<int:pk>/accept/", joining_views.join_accept, name="join-accept"),
    path("join/requests/<int:pk>/refuse/", joining_views.join_refuse, name="join-refuse"),
    path("producers/", views.producers, name="producers"),
    path("producers/new/", views.producer_new, name="producer-new"),
    path("producers/<int:pk>/", views.producer, name="producer"),
    path("producers/<int:pk>/edit/", views.producer_edit, name="producer-edit"),
    path("producers/<int:pk>/members/", views.producer_members, name="producer-members"),
    path("producers/<int:pk>/members/<int:membership>/end/", views.producer_member_end, name="producer-member-end"),
    path("producers/<int:pk>/links/", link_views.producer_links, name="producer-links"),
    path(
        "producers/<int:pk>/links/<int:link>/confirm/", link_views.producer_link_confirm, name="producer-link-confirm"
    ),
    path("producers/<int:pk>/links/<int:link>/end/", link_views.producer_link_end, name="producer-link-end"),
    path("producers/<int:pk>/years/", views.producer_years, name="producer-years"),
]
