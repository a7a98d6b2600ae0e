"""The REST API's wiring: one router, one way to explain a refusal."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import exception_handler

from ratings.catalogue.api import CatalogueViewSet
from ratings.certificates.api import CertificateViewSet
from ratings.criteria.api import CriteriaSetViewSet, LawViewSet
from ratings.dossiers.api import DossierViewSet
from registry.access.answers import Refused
from registry.places.api import CommuneViewSet, ProvinceViewSet
from registry.producers.api import ProducerViewSet
from registry.products.api import ProductViewSet

router = SimpleRouter()
router.register("catalogue", CatalogueViewSet, basename="api-catalogue")
router.register("certificates", CertificateViewSet, basename="api-certificate")
router.register("provinces", ProvinceViewSet, basename="api-province")
router.register("communes", CommuneViewSet, basename="api-commune")
router.register("laws", LawViewSet, basename="api-law")
router.register("criteria-sets", CriteriaSetViewSet, basename="api-criteria-set")
router.register("producers", ProducerViewSet, basename="api-producer")
router.register("products", ProductViewSet, basename="api-product")
router.register("dossiers", DossierViewSet, basename="api-dossier")


def explain(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with its reason, article and remedy (409); everything else as DRF does."""
    if isinstance(exception, Refused):
        answer = exception.answer
        body = {"detail": str(answer.reason), "article": str(answer.article), "remedy": str(answer.remedy)}
        return Response(body, status=409)
    return exception_handler(exception, context)
