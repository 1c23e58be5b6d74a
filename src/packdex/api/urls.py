"""The addresses below /api/."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from packdex.api.json import dumps
from packdex.api.openapi.views import schema


@csrf_exempt
def v1(request: HttpRequest, rest: str = "") -> HttpResponse:
    """410: v1 is gone; says what took its place."""
    return HttpResponse(
        "API v1 is gone. Use /api/v4/, or /api/v3/ for a client that was written for v1.\n",
        content_type="text/plain; charset=utf-8",
        status=410,
    )


@csrf_exempt
def nothing_in_v4(request: HttpRequest, rest: str) -> HttpResponse:
    """404 in v4's shape."""
    return HttpResponse(dumps({"detail": "Not found."}), "application/json", 404)


urlpatterns = [
    path("schema/", schema, name="schema"),
    path("v5/", include("packdex.api.v5.urls")),
    path("v4/", include("packdex.api.v4.urls")),
    path("v4/<path:rest>/", nothing_in_v4),
    path("v3/", include("packdex.api.v3.urls")),
    path("v1/", v1),
    path("v1/<path:rest>", v1),
]
