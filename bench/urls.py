"""The project's addresses and one that does nothing, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ocop.urls import urlpatterns as addresses
from registry.access.permissions import anyone, requires


@requires(anyone())
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", empty), *addresses]
