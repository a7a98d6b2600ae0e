"""All addresses. Each concept brings its own; every one of them names a permission."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from ocop.api import router
from ocop.health import healthz, readyz
from registry.access.gallery import components

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("components/", components, name="components"),
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.urls")),
    path("api/v1/", include(router.urls)),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("", include("registry.notifications.urls")),
    path("", include("registry.files.urls")),
    path("", include("registry.accounts.urls")),
    path("", include("registry.places.urls")),
    path("", include("registry.producers.urls")),
    path("", include("registry.evidence.urls")),
    path("", include("registry.products.urls")),
    path("", include("ratings.catalogue.urls")),
    path("", include("ratings.criteria.urls")),
    path("", include("ratings.dossiers.urls")),
    path("", include("ratings.office.urls")),
    path("", include("ratings.correspondence.urls")),
    path("", include("ratings.samples.urls")),
    path("", include("ratings.renewals.urls")),
    path("", include("ratings.signing.urls")),
    path("", include("ratings.decisions.urls")),
    path("", include("ratings.certificates.urls")),
    path("", include("ratings.register_import.urls")),
    path("", include("ratings.worklist.urls")),
    path("", include("ratings.councils.urls")),
    path("", include("ratings.scoring.urls")),
]
