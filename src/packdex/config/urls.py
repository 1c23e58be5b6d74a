"""Which room answers which address; accounts_urls.py has those of accounts besides."""

from django.urls import include, path

from packdex.api.openapi import views as openapi
from packdex.web.api_reference import reference

urlpatterns = [
    path("api/reference/", reference(openapi.document), name="api-reference"),
    path("api/", include("packdex.api.urls")),
    path("", include("packdex.web.urls")),
]

handler400 = "packdex.web.errors.bad_request"
handler403 = "packdex.web.errors.forbidden"
handler404 = "packdex.web.errors.not_found"
# Not Django's: allauth asks for it.
handler429 = "packdex.web.errors.too_many_requests"
handler500 = "packdex.web.errors.server_error"
