"""Addresses that exist only to see the comforts of a page at work in a browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from registry.access.answers import Refused, refuse
from registry.access.permissions import anyone, requires

received: list[str] = []


@requires(anyone())
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "look/page.html")


@requires(anyone())
def save(request: HttpRequest) -> HttpResponse:
    if request.GET.get("note") == "trễ":
        raise Refused(refuse("đã khóa.", article="Điều 4", remedy="liên hệ UBND xã."))
    received.append(request.GET.get("note") or request.GET.get("move") or "")
    return HttpResponse(status=204)


urlpatterns = [path("", include("ocop.urls")), path("look/", page, name="look"), path("look/save/", save, name="save")]
